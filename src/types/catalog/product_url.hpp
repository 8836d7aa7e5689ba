// PRD-3: where a product lies in a storefront.
#pragma once

#include "app/records/rules.hpp"

namespace fieldstone::types {

// Makes the URL of a new product from its name, unless the client sends one; sent ones begin
// with "/".
Status set_product_url(store::Tx& tx, const app::Context& context, app::records::Change& change);

}  // namespace fieldstone::types
