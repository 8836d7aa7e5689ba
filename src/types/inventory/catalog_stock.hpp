// Stock at locations follows the levels of the catalog, whoever writes these (INV-3).
#pragma once

#include <vector>

#include "types/inventory/inventory_item.hpp"

namespace fieldstone::types {

// What a product has is what its tracking says: items come and go, and each has its level.
Status follow_catalog(store::Tx& tx, const app::Context& context, std::int64_t product_id);
// Of all products: for stores that are older than their first location.
Status follow_whole_catalog(store::Tx& tx, const app::Context& context);

// What a change of a level did at one location.
struct StockChange {
  std::int64_t location_id;
  std::int64_t before;  // what was available
  std::int64_t after;
  std::int64_t warning_level;  // of another location than the default one
};
// One item gets this level: what is more comes to the default location, what is less is taken there
// first.
Result<std::vector<StockChange>> follow_level(store::Tx& tx, const app::Context& context,
                                              const ItemPlace& place, std::int64_t level);

Result<std::optional<app::records::Record>> find_item(store::Tx& tx, const app::Context& context,
                                                      const ItemPlace& place);

}  // namespace fieldstone::types
