// What the declaration of pages can't say (PAGE-1 … PAGE-9).
#pragma once

#include "app/records/rules.hpp"

namespace fieldstone::types {

// Of a store, and so the most that lie below each other.
inline constexpr std::int64_t kMostPages = 4'000;

extern const app::records::Rules kPageRules;

}  // namespace fieldstone::types
