// The rules of what hangs on a product.
#pragma once

#include "app/records/rules.hpp"

namespace fieldstone::types {

extern const app::records::Rules kCustomFieldRules;
extern const app::records::Rules kBulkPricingRules;
extern const app::records::Rules kProductImageRules;

}  // namespace fieldstone::types
