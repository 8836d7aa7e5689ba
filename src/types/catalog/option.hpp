#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kOption;
extern const record::RecordType kOptionValue;

}  // namespace fieldstone::types
