#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kSegment;

}  // namespace fieldstone::types
