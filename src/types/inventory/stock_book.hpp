// Changes of stock at locations, gathered and written at once; the levels of the catalog follow
// (INV-3).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "types/inventory/inventory_item.hpp"

namespace fieldstone::types {

// How a client names an item: by one of these at least; all that it gives are of the same.
struct ItemName {
  std::optional<std::int64_t> variant_id;
  std::optional<std::int64_t> product_id;
  std::optional<std::string> sku;
};

struct StockEntry {
  app::records::Record item;
  Stock stock;
  app::records::Record product;
  std::optional<app::records::Record> variant;  // where its own level counts
  bool catalog_changed = false;                 // another member than the level

  // The record of the catalog that has the level.
  app::records::Record& holder() { return variant ? *variant : product; }
  const app::records::Record& holder() const { return variant ? *variant : product; }
};

class StockBook {
 public:
  StockBook(store::Tx& tx, const app::Context& context) : tx_(tx), context_(context) {}

  // The item of a name; null where `errors` says why there is none (INV-5). It lives as long as the
  // book.
  Result<StockEntry*> find(const ItemName& name, ItemErrors& errors);
  Result<StockEntry*> open(app::records::Record item);
  // How much a product and its variants have at a location, changes included (INV-6).
  Result<std::int64_t> total_at(std::int64_t product_id, std::int64_t location_id);
  // Writes what changed: stock, levels of the catalog, events.
  Status close();

 private:
  Result<StockEntry*> entry_of(app::records::Record product,
                               std::optional<app::records::Record> variant);
  Status close_entry(StockEntry& entry, const std::set<std::int64_t>& disabled);
  Status write_variant(StockEntry& entry, bool tells);
  Status write_product(StockEntry& entry, bool tells);

  store::Tx& tx_;
  const app::Context& context_;
  std::map<std::int64_t, StockEntry> entries_;  // by the item's id
  std::set<std::int64_t> refreshed_;            // products whose variants changed
};

// Items at a location that goes, or that is counted or not any more.
enum class Recount : std::uint8_t { gone, counted_or_not };
Status recount_location(store::Tx& tx, const app::Context& context, std::int64_t location_id,
                        Recount why);

}  // namespace fieldstone::types
