#pragma once

#include "core/record/record_type.hpp"

namespace fieldstone::types {

extern const record::RecordType kCategoryTree;

inline constexpr std::int64_t kDefaultTree = 1;  // CAT-4

}  // namespace fieldstone::types
