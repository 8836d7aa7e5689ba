#include "types/inventory/inventory_item.hpp"

#include <algorithm>

#include "app/events.hpp"
#include "app/records/values.hpp"
#include "app/records/writes.hpp"
#include "types/catalog/product.hpp"
#include "types/inventory/location.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using namespace record;
using app::records::Object;
using app::records::Record;

constexpr std::int64_t kMostLocations = 1'000;  // a hundred are active, and some are not

constexpr Field kStockFields[] = {
    integer("location_id", 1), integer("onhand"),           integer("safety_stock", 0),
    flag("is_in_stock", true), integer("warning_level", 0), text("bin_picking_number", 0, 255),
};
constexpr Field kFields[] = {
    id(),
    parent_id("product_id"),
    integer("variant_id", 1).or_null().is_unique("The variant is an item already."),
    list("location_ids", kIds, kMostLocations).indexed(),
    objects("stock", kStockFields, kMostLocations),
    integer("whole_product_id", 1).hidden().is_unique("The product is an item already."),
};

Object whole_product(const Object& members) {
  Object shadow;
  if (is_null_in(members, "variant_id")) shadow["whole_product_id"] = members.at("product_id");
  return shadow;
}

constexpr app::records::Rules kRules{.shadow = &whole_product};

void put_stock(Object& members, const Stock& stock) {
  boost::json::array ids;
  boost::json::array rows;
  for (const StockAt& at : stock) {
    ids.emplace_back(at.location_id);
    rows.emplace_back(Object{{"location_id", at.location_id},
                             {"onhand", at.onhand},
                             {"safety_stock", at.safety_stock},
                             {"is_in_stock", at.is_in_stock},
                             {"warning_level", at.warning_level},
                             {"bin_picking_number", at.bin_picking_number}});
  }
  members["location_ids"] = std::move(ids);
  members["stock"] = std::move(rows);
}

Status tell_changes(store::Tx& tx, const app::Context& context, const ItemPlace& place,
                    Stock before, const Stock& after) {
  for (const StockAt& at : after) {
    const StockAt* old = find_stock(before, at.location_id);
    if (at.onhand == (old == nullptr ? 0 : old->onhand)) continue;
    FS_TRY_STATUS(tell_stock(tx, context, "stock_changed", place, at.location_id));
  }
  return {};
}

}  // namespace

constexpr RecordType kInventoryItem{
    .name = "inventory_item",
    .scope = Scope::inventory,
    .fields = kFields,
    .parent = &kProduct,
    .parent_column = "product_id",
    .limits = {.per_parent = 601},
    .rules = &kRules,
    .title = "inventory item",
};

Status tell_stock(store::Tx& tx, const app::Context& context, std::string_view what,
                  const ItemPlace& place, std::int64_t location_id) {
  const std::string product = std::to_string(place.product_id);
  return app::raise_event(
      tx, context, "store/channel/*/inventory/product/" + std::string(what), "product/" + product,
      R"({"variant_id":)" + std::to_string(place.variant_id) + R"(,"product_id":)" + product +
          R"(,"location_id":)" + std::to_string(location_id) + "}");
}

Stock stock_in(const Object& item) {
  Stock stock;
  for (const auto& row : item.at("stock").as_array()) {
    const Object& at = row.as_object();
    stock.push_back({integer_in(at, "location_id"), integer_in(at, "onhand"),
                     integer_in(at, "safety_stock"), flag_in(at, "is_in_stock"),
                     integer_in(at, "warning_level"), text_in(at, "bin_picking_number")});
  }
  return stock;
}

StockAt* find_stock(Stock& stock, std::int64_t location_id) {
  const auto found = std::find_if(stock.begin(), stock.end(),
                                  [&](const StockAt& at) { return at.location_id == location_id; });
  return found == stock.end() ? nullptr : &*found;
}

StockAt& stock_at(Stock& stock, std::int64_t location_id) {
  const auto place =
      std::lower_bound(stock.begin(), stock.end(), location_id,
                       [](const StockAt& at, std::int64_t id) { return at.location_id < id; });
  if (place != stock.end() && place->location_id == location_id) return *place;
  return *stock.insert(place, StockAt{location_id});
}

Result<std::set<std::int64_t>> disabled_locations(store::Tx& tx, const app::Context& context) {
  store::RecordQuery query;
  query.require({kLocation.find("enabled"), kEqual, {0}, {}});
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, kLocation).all(query));
  std::set<std::int64_t> ids;
  for (const store::RecordRow& row : rows) ids.insert(row.id);
  return ids;
}

std::int64_t level_of(const Stock& stock, const std::set<std::int64_t>& disabled) {
  std::int64_t level = 0;
  for (const StockAt& at : stock) {
    if (disabled.count(at.location_id) == 0) level += at.available();
  }
  return std::min(level, kInt32);
}

Status create_item(store::Tx& tx, const app::Context& context, const ItemPlace& place,
                   const Stock& stock) {
  app::records::Draft draft;
  if (place.variant_id != 0) draft.sent["variant_id"] = place.variant_id;
  put_stock(draft.sent, stock);
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  FS_TRY_STATUS(
      app::records::create_record(tx, context, {kInventoryItem, place.product_id}, draft, errors));
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  return tell_changes(tx, context, place, {}, stock);
}

Status store_stock(store::Tx& tx, const app::Context& context, Record item, const Stock& stock) {
  Object after = item.members;
  put_stock(after, stock);
  if (after == item.members) return {};
  const Stock before = stock_in(item.members);
  const ItemPlace place{item.parent_id, integer_in(item.members, "variant_id")};
  item.members = std::move(after);
  FS_TRY_STATUS(app::records::store_members(tx, context, kInventoryItem, item));
  return tell_changes(tx, context, place, before, stock);
}

}  // namespace fieldstone::types
