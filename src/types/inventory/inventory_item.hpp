// What has stock: a variant, or a product that counts for all its variants; and how much of it lies
// where (docs/contract/inventory.md).
#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/records/reads.hpp"

namespace fieldstone::types {

// Nobody writes it over the API: `stock` says how much lies at which location, by their ids.
// `variant_id` is null where the product counts and has options.
extern const record::RecordType kInventoryItem;

struct StockAt {
  std::int64_t location_id = 0;
  std::int64_t onhand = 0;
  std::int64_t safety_stock = 0;
  bool is_in_stock = true;
  // At the default location the catalog has these two (INV-4).
  std::int64_t warning_level = 0;
  std::string bin_picking_number{};

  // INV-2.
  std::int64_t available() const { return onhand > safety_stock ? onhand - safety_stock : 0; }
};

using Stock = std::vector<StockAt>;  // by location, each once; the default location is the first

Stock stock_in(const app::records::Object& item);
StockAt* find_stock(Stock& stock, std::int64_t location_id);
// Adds an empty one where there is none.
StockAt& stock_at(Stock& stock, std::int64_t location_id);

// Locations whose stock nobody can buy.
Result<std::set<std::int64_t>> disabled_locations(store::Tx& tx, const app::Context& context);

// INV-2: what the catalog shows.
std::int64_t level_of(const Stock& stock, const std::set<std::int64_t>& disabled);

struct ItemPlace {
  std::int64_t product_id;
  std::int64_t variant_id;  // 0: none
};
// store/channel/*/inventory/product/…
Status tell_stock(store::Tx& tx, const app::Context& context, std::string_view what,
                  const ItemPlace& place, std::int64_t location_id);
// Creates a record with this stock, or writes it where it differs, and tells of the locations whose
// stock changed.
Status create_item(store::Tx& tx, const app::Context& context, const ItemPlace& place,
                   const Stock& stock);
Status store_stock(store::Tx& tx, const app::Context& context, app::records::Record item,
                   const Stock& stock);

}  // namespace fieldstone::types
