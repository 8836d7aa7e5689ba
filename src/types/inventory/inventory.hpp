// The use cases of stock at locations (docs/contract/inventory.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/page.hpp"
#include "types/inventory/stock_book.hpp"

namespace fieldstone::types {

// Of one request it may be this many (INV-6).
inline constexpr std::size_t kMostStockItems = 2'000;

enum class Adjusts : std::uint8_t { absolutely, relatively };

struct StockAdjustment {
  std::int64_t location_id;
  ItemName item;
  std::int64_t quantity;
};
struct Adjust {
  Adjusts how;
  std::vector<StockAdjustment> items;
};
// All or nothing. Returns the id of the transaction.
// Errors: validation, named "items.0.sku".
Result<std::string> adjust_stock(store::Tx& tx, const app::Context& context, const Adjust& command);

struct StockSettings {
  ItemName item;
  std::optional<std::int64_t> safety_stock;
  std::optional<bool> is_in_stock;
  std::optional<std::int64_t> warning_level;
  std::optional<std::string> bin_picking_number;
};
struct SetStock {
  std::string_view location;  // of the path
  std::vector<StockSettings> settings;
};
// Errors: not_found for the location; validation, named "settings.0.identity.sku".
Result<std::string> set_stock(store::Tx& tx, const app::Context& context, const SetStock& command);

struct ListStock {
  std::string_view location;  // of the path; "": all locations
  std::optional<std::vector<std::int64_t>> variant_ids;
  std::optional<std::vector<std::int64_t>> product_ids;
  std::optional<std::vector<std::string>> skus;
  std::optional<std::vector<std::int64_t>> location_ids;
  std::optional<std::vector<std::string>> location_codes;
  PageRequest page;
};
struct StockPage {
  std::vector<app::records::Object> rows;
  PageFacts facts;
};
// Errors: not_found for the location.
Result<StockPage> list_stock(store::Tx& tx, const app::Context& context, const ListStock& list);

}  // namespace fieldstone::types
