// The rules of products: URL, prices, stock, SKUs and the base variant.
#pragma once

#include "app/records/rules.hpp"

namespace fieldstone::types {

extern const app::records::Rules kProductRules;

}  // namespace fieldstone::types
