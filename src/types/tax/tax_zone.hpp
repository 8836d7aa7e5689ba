#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kTaxZone;

// The zone of all who match no other (TAX-1).
inline constexpr std::int64_t kDefaultTaxZone = 1;

}  // namespace fieldstone::types
