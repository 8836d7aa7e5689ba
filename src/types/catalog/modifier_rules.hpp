#pragma once

#include "app/records/rules.hpp"

namespace fieldstone::types {

extern const app::records::Rules kModifierRules;
extern const app::records::Rules kModifierValueRules;
extern const app::records::Rules kComplexRuleRules;

// The shadow of an option's or a modifier's value: the product that it stands for.
app::records::Object listed_product(const app::records::Object& value);

}  // namespace fieldstone::types
