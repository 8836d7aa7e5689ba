#include "types/inventory/catalog_stock.hpp"

#include <algorithm>

#include "app/records/writes.hpp"
#include "types/catalog/product.hpp"
#include "types/catalog/variant.hpp"
#include "types/inventory/location.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::Context;
using app::records::Record;

struct Wanted {
  std::int64_t variant_id;
  std::int64_t level;
};

Result<std::vector<Wanted>> wanted_of(store::Tx& tx, const Context& context,
                                      const Record& product) {
  std::vector<Wanted> wanted;
  const std::string_view tracking = view_in(product.members, "inventory_tracking");
  if (tracking == "product") {
    wanted.push_back({integer_in(product.members, "base_variant_id"),
                      integer_in(product.members, "inventory_level")});
  }
  if (tracking != "variant") return wanted;
  FS_TRY(const auto variants,
         app::records::records_of(tx, context.caller.store_id, kVariant, product.id));
  for (const Record& variant : variants)
    wanted.push_back({variant.id, integer_in(variant.members, "inventory_level")});
  return wanted;
}

void fit(Stock& stock, std::int64_t level, const std::set<std::int64_t>& disabled) {
  StockAt& first = stock_at(stock, kDefaultLocation);
  std::int64_t there = 0;
  for (const StockAt& at : stock) {
    if (disabled.count(at.location_id) == 0) there += at.available();
  }
  const std::int64_t wanted = std::max<std::int64_t>(0, level);
  if (std::min(there, record::kInt32) == wanted) return;
  if (wanted > there) {
    first.onhand = std::max(first.onhand, first.safety_stock) + wanted - there;
    return;
  }
  std::int64_t less = there - wanted;
  for (StockAt& at : stock) {
    if (disabled.count(at.location_id) != 0) continue;
    const std::int64_t taken = std::min(less, at.available());
    at.onhand -= taken;
    less -= taken;
  }
}

bool wants(const std::vector<Wanted>& wanted, const Record& item) {
  const std::int64_t variant_id = integer_in(item.members, "variant_id");
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](const Wanted& one) { return one.variant_id == variant_id; });
}

// A product that counts for itself keeps its stock when its base variant comes or goes.
Status rename(store::Tx& tx, const Context& context, Record& item, std::int64_t variant_id) {
  item.members["variant_id"] =
      variant_id == 0 ? boost::json::value(nullptr) : boost::json::value(variant_id);
  return app::records::store_members(tx, context, kInventoryItem, item);
}

Status follow(store::Tx& tx, const Context& context, const Record& product) {
  FS_TRY(const auto wanted, wanted_of(tx, context, product));
  FS_TRY(auto items,
         app::records::records_of(tx, context.caller.store_id, kInventoryItem, product.id));
  if (wanted.size() == 1 && items.size() == 1 && !wants(wanted, items.front()))
    FS_TRY_STATUS(rename(tx, context, items.front(), wanted.front().variant_id));
  for (const Record& item : items) {
    if (!wants(wanted, item))
      FS_TRY_STATUS(app::records::remove_record(tx, context, kInventoryItem, item));
  }
  for (const Wanted& one : wanted)
    FS_TRY_STATUS(follow_level(tx, context, {product.id, one.variant_id}, one.level));
  return {};
}

}  // namespace

Result<std::optional<Record>> find_item(store::Tx& tx, const Context& context,
                                        const ItemPlace& place) {
  const bool whole = place.variant_id == 0;
  return app::records::find_record_by(tx, context.caller.store_id, kInventoryItem,
                                      whole ? "whole_product_id" : "variant_id",
                                      whole ? place.product_id : place.variant_id);
}

Result<std::vector<StockChange>> follow_level(store::Tx& tx, const Context& context,
                                              const ItemPlace& place, std::int64_t level) {
  std::vector<StockChange> changes;
  FS_TRY(auto item, find_item(tx, context, place));
  if (!item) {
    StockAt first{kDefaultLocation};
    first.onhand = std::max<std::int64_t>(0, level);
    FS_TRY_STATUS(create_item(tx, context, place, {first}));
    return changes;
  }
  FS_TRY(const auto disabled, disabled_locations(tx, context));
  Stock stock = stock_in(item->members);
  Stock before = stock;
  fit(stock, level, disabled);
  for (const StockAt& at : stock) {
    const StockAt* old = find_stock(before, at.location_id);
    const std::int64_t was = old == nullptr ? 0 : old->available();
    if (was != at.available())
      changes.push_back({at.location_id, was, at.available(), at.warning_level});
  }
  FS_TRY_STATUS(store_stock(tx, context, *std::move(item), stock));
  return changes;
}

Status follow_catalog(store::Tx& tx, const Context& context, std::int64_t product_id) {
  FS_TRY(const auto product,
         app::records::find_record(tx, context.caller.store_id, kProduct, product_id));
  return product ? follow(tx, context, *product) : Status();
}

Status follow_whole_catalog(store::Tx& tx, const Context& context) {
  constexpr std::int64_t kAtOnce = 500;
  store::RecordRepo products(tx, context.caller.store_id, kProduct);
  std::int64_t last = 0;
  while (true) {
    store::RecordQuery query;
    query.require({kProduct.find("id"), record::kGreater, {last}, {}});
    FS_TRY(const auto rows, products.all(query, kAtOnce));
    if (rows.empty()) return {};
    for (const store::RecordRow& row : rows)
      FS_TRY_STATUS(follow(tx, context, app::records::parsed(row)));
    last = rows.back().id;
  }
}

}  // namespace fieldstone::types
