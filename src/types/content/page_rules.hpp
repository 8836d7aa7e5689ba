// What the declaration of pages can't say (PAGE-1 … PAGE-9).
#pragma once

#include "app/records/rules.hpp"

namespace fieldstone::types {

extern const app::records::Rules kPageRules;

}  // namespace fieldstone::types
