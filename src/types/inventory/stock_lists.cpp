#include <algorithm>
#include <map>

#include "base/utf8.hpp"
#include "types/catalog/product.hpp"
#include "types/catalog/variant.hpp"
#include "types/inventory/inventory.hpp"
#include "types/inventory/location.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::Context;
using app::records::Object;
using app::records::Record;
using store::RecordQuery;

using ById = std::map<std::int64_t, Record>;

Result<ById> records_by_id(store::Tx& tx, const Context& context, const record::RecordType& type,
                           std::vector<std::int64_t> ids) {
  RecordQuery query;
  query.require({type.find("id"), record::kIn, std::move(ids), {}});
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, type).all(query));
  ById found;
  for (const store::RecordRow& row : rows) found.emplace(row.id, app::records::parsed(row));
  return found;
}

Result<std::vector<std::int64_t>> ids_where(store::Tx& tx, const Context& context,
                                            const record::RecordType& type, std::string_view field,
                                            const std::vector<std::string>& texts) {
  RecordQuery query;
  query.require({type.find(field), record::kIn, {}, texts});
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, type).all(query));
  std::vector<std::int64_t> ids;
  ids.reserve(rows.size());
  for (const store::RecordRow& row : rows) ids.push_back(row.id);
  return ids;
}

// One list: which items, and which of their locations.
class Lister {
 public:
  Lister(store::Tx& tx, const Context& context, const ListStock& list)
      : tx_(tx), context_(context), list_(list) {}

  Result<StockPage> run() {
    FS_TRY_STATUS(choose_locations());
    FS_TRY_STATUS(choose_items());
    query_.page = list_.page;
    store::RecordRepo items(tx_, context_.caller.store_id, kInventoryItem);
    FS_TRY(auto page, items.list(query_));
    std::vector<Record> records;
    records.reserve(page.rows.size());
    for (const store::RecordRow& row : page.rows) records.push_back(app::records::parsed(row));
    FS_TRY_STATUS(read_catalog(records));
    StockPage answer{{}, page.facts};
    for (const Record& item : records)
      answer.rows.push_back(list_.location.empty() ? everywhere(item) : at_location(item));
    return answer;
  }

 private:
  Status choose_locations() {
    if (!list_.location.empty()) {
      FS_TRY(const auto row, app::records::row_in_path(tx_, context_.caller.store_id,
                                                       {kLocation, {}, list_.location}));
      chosen_ = {row.id};
    } else {
      FS_TRY(const auto locations, all_locations(tx_, context_));
      for (const Record& location : locations) locations_.emplace(location.id, location);
      if (list_.location_ids) narrow(*list_.location_ids);
      if (list_.location_codes) {
        FS_TRY(const auto ids, ids_where(tx_, context_, kLocation, "code", *list_.location_codes));
        narrow(ids);
      }
    }
    if (!chosen_) return {};
    query_.require({kInventoryItem.find("location_ids"), record::kIn, *chosen_, {}});
    return {};
  }

  // Filters hold all together.
  void narrow(const std::vector<std::int64_t>& ids) {
    if (!chosen_) {
      chosen_ = ids;
      return;
    }
    std::vector<std::int64_t> both;
    for (const std::int64_t id : ids) {
      if (std::find(chosen_->begin(), chosen_->end(), id) != chosen_->end()) both.push_back(id);
    }
    chosen_ = std::move(both);
  }

  Status choose_items() {
    if (list_.variant_ids) {
      query_.require({kInventoryItem.find("variant_id"), record::kIn, *list_.variant_ids, {}});
    }
    if (list_.product_ids) query_.parents = *list_.product_ids;
    if (!list_.skus) return {};
    std::vector<std::string> folded;
    for (const std::string& sku : *list_.skus) folded.push_back(fold_case(sku));
    FS_TRY(auto variants, ids_where(tx_, context_, kVariant, "sku", folded));
    FS_TRY(auto products, ids_where(tx_, context_, kProduct, "sku", folded));
    query_.conditions.push_back(
        {{kInventoryItem.find("variant_id"), record::kIn, std::move(variants), {}},
         {kInventoryItem.find("whole_product_id"), record::kIn, std::move(products), {}}});
    return {};
  }

  Status read_catalog(const std::vector<Record>& items) {
    std::vector<std::int64_t> variants;
    std::vector<std::int64_t> products;
    for (const Record& item : items) {
      products.push_back(item.parent_id);
      if (const auto id = integer_in(item.members, "variant_id"); id != 0) variants.push_back(id);
    }
    FS_TRY(variants_, records_by_id(tx_, context_, kVariant, std::move(variants)));
    FS_TRY(products_, records_by_id(tx_, context_, kProduct, std::move(products)));
    return {};
  }

  const Record* variant_of(const Record& item) const {
    const auto found = variants_.find(integer_in(item.members, "variant_id"));
    return found == variants_.end() ? nullptr : &found->second;
  }
  // The record of the catalog that has the level.
  const Record& holder_of(const Record& item) const {
    const Record& product = products_.at(item.parent_id);
    const Record* variant = variant_of(item);
    const bool own = view_in(product.members, "inventory_tracking") == "variant";
    return own && variant != nullptr ? *variant : product;
  }

  Object identity_of(const Record& item) const {
    const Record* variant = variant_of(item);
    const Record& named = variant == nullptr ? products_.at(item.parent_id) : *variant;
    Object identity{{"sku", named.members.at("sku")}};
    if (variant != nullptr) identity["variant_id"] = variant->id;
    identity["product_id"] = item.parent_id;
    return identity;
  }

  // INV-4.
  Object settings_of(const Record& item, const StockAt& at) const {
    const Object& holder = holder_of(item).members;
    const bool first = at.location_id == kDefaultLocation;
    return {
        {"safety_stock", at.safety_stock},
        {"is_in_stock", at.is_in_stock},
        {"warning_level", first ? integer_in(holder, "inventory_warning_level") : at.warning_level},
        {"bin_picking_number",
         first ? text_in(holder, "bin_picking_number") : at.bin_picking_number}};
  }

  Object at_location(const Record& item) const {
    Stock stock = stock_in(item.members);
    const StockAt& at = stock_at(stock, chosen_->front());
    return {{"identity", identity_of(item)},
            {"available_to_sell", at.available()},
            {"total_inventory_onhand", at.onhand},
            {"settings", settings_of(item, at)}};
  }

  bool shows(std::int64_t location_id) const {
    return !chosen_ || std::find(chosen_->begin(), chosen_->end(), location_id) != chosen_->end();
  }

  Object everywhere(const Record& item) const {
    Object identity = identity_of(item);
    const Record* variant = variant_of(item);
    identity["sku_id"] =
        variant == nullptr ? boost::json::value(nullptr) : variant->members.at("sku_id");
    boost::json::array places;
    for (const StockAt& at : stock_in(item.members)) {
      if (!shows(at.location_id)) continue;
      const Object& location = locations_.at(at.location_id).members;
      places.emplace_back(Object{{"location_id", at.location_id},
                                 {"location_code", location.at("code")},
                                 {"location_name", location.at("label")},
                                 {"available_to_sell", at.available()},
                                 {"total_inventory_onhand", at.onhand},
                                 {"location_enabled", location.at("enabled")},
                                 {"settings", settings_of(item, at)}});
    }
    return {{"identity", std::move(identity)}, {"locations", std::move(places)}};
  }

  store::Tx& tx_;
  const Context& context_;
  const ListStock& list_;
  RecordQuery query_;
  std::optional<std::vector<std::int64_t>> chosen_;
  ById locations_;
  ById variants_;
  ById products_;
};

}  // namespace

Result<StockPage> list_stock(store::Tx& tx, const Context& context, const ListStock& list) {
  return Lister(tx, context, list).run();
}

}  // namespace fieldstone::types
