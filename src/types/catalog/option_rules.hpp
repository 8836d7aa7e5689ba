// How options and their values change the variants that name them.
#pragma once

#include "app/records/rules.hpp"

namespace fieldstone::types {

extern const app::records::Rules kOptionRules;
extern const app::records::Rules kOptionValueRules;

}  // namespace fieldstone::types
