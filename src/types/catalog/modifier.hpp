#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kModifier;
extern const record::RecordType kModifierValue;
extern const record::RecordType kComplexRule;

}  // namespace fieldstone::types
