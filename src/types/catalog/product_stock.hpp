// The stock of products and variants, and who is told of it.
#pragma once

#include "app/records/reads.hpp"

namespace fieldstone::types {

// What the variants of a product have together.
Result<std::int64_t> stock_of_variants(store::Tx& tx, const app::Context& context,
                                       std::int64_t product_id);

// PRD-5: where stock is tracked by variant, a product has what its variants have.
Status refresh_stock(store::Tx& tx, const app::Context& context, app::records::Record product);

Status raise_product_stock(store::Tx& tx, const app::Context& context, std::int64_t product_id,
                           std::int64_t level);
Status raise_sku_stock(store::Tx& tx, const app::Context& context,
                       const app::records::Record& variant);

}  // namespace fieldstone::types
