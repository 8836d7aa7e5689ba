// Orders (docs/contract/orders.md).
#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kOrder;

}  // namespace fieldstone::types
