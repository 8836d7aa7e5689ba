#include "types/inventory/stock_book.hpp"

#include <algorithm>

#include "app/records/whole.hpp"
#include "app/records/writes.hpp"
#include "base/utf8.hpp"
#include "types/catalog/product.hpp"
#include "types/catalog/product_stock.hpp"
#include "types/catalog/variant.hpp"
#include "types/inventory/catalog_stock.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::Context;
using app::records::Object;
using app::records::Record;

// What a name leads to in the catalog.
struct Found {
  std::optional<Record> product;
  std::optional<Record> variant;
};

class Finder {
 public:
  Finder(store::Tx& tx, const Context& context) : tx_(tx), store_id_(context.caller.store_id) {}

  // The member that was asked by.
  std::string_view member(const ItemName& name) const {
    if (name.variant_id) return "variant_id";
    return name.sku ? "sku" : "product_id";
  }

  Result<Found> find(const ItemName& name) {
    Found found;
    if (name.variant_id) {
      FS_TRY(found.variant, app::records::find_record(tx_, store_id_, kVariant, *name.variant_id));
    } else if (name.sku) {
      FS_TRY(found.variant, by_sku(kVariant, *name.sku));
      if (!found.variant) {
        FS_TRY(found.product, by_sku(kProduct, *name.sku));
      }
    } else if (name.product_id) {
      FS_TRY(found.product, app::records::find_record(tx_, store_id_, kProduct, *name.product_id));
    }
    if (found.variant) {
      FS_TRY(found.product,
             app::records::find_record(tx_, store_id_, kProduct, found.variant->parent_id));
    }
    return found;
  }

  // Whether all that a client gave is of what was found.
  static bool agrees(const ItemName& name, const Found& found) {
    if (name.product_id && *name.product_id != found.product->id) return false;
    const Record& record = found.variant ? *found.variant : *found.product;
    return !name.sku || fold_case(text_in(record.members, "sku")) == fold_case(*name.sku);
  }

 private:
  Result<std::optional<Record>> by_sku(const record::RecordType& type, const std::string& sku) {
    const std::string folded = fold_case(sku);
    return app::records::find_record_by(tx_, store_id_, type, "sku", std::string_view(folded));
  }

  store::Tx& tx_;
  StoreId store_id_;
};

}  // namespace

Result<StockEntry*> StockBook::find(const ItemName& name, ItemErrors& errors) {
  Finder finder(tx_, context_);
  const std::string member(finder.member(name));
  const bool named = name.variant_id || name.sku || name.product_id;
  FS_TRY(auto found, finder.find(name));
  if (!found.product) {
    errors.add(member, named ? member + " does not exist"
                             : "one of variant_id, product_id and sku is needed");
    return nullptr;
  }
  if (!Finder::agrees(name, found)) {
    errors.add(member, "variant_id, product_id and sku are of different items");
    return nullptr;
  }
  const std::string tracking = text_in(found.product->members, "inventory_tracking");
  const std::int64_t base_id = integer_in(found.product->members, "base_variant_id");
  if (tracking == "none") {
    errors.add(member, "the stock of this product is not tracked");
    return nullptr;
  }
  if (tracking == "product" && found.variant && found.variant->id != base_id) {
    errors.add(member, "this variant is tracked by its product: name the product");
    return nullptr;
  }
  if (tracking == "variant" && !found.variant) {
    if (base_id != 0) {
      FS_TRY(found.variant,
             app::records::find_record(tx_, context_.caller.store_id, kVariant, base_id));
    }
    if (!found.variant) {
      errors.add(member, "this product is tracked by its variants: name one of them");
      return nullptr;
    }
  }
  if (tracking == "product") found.variant.reset();
  return entry_of(*std::move(found.product), std::move(found.variant));
}

Result<StockEntry*> StockBook::entry_of(Record product, std::optional<Record> variant) {
  const std::int64_t variant_id =
      variant ? variant->id : integer_in(product.members, "base_variant_id");
  FS_TRY(auto item, find_item(tx_, context_, {product.id, variant_id}));
  if (!item) return fail(Code::internal, "INV-3");
  const auto known = entries_.find(item->id);
  if (known != entries_.end()) return &known->second;
  const std::int64_t id = item->id;
  Stock stock = stock_in(item->members);
  StockEntry entry{*std::move(item), std::move(stock), std::move(product), std::move(variant)};
  return &entries_.emplace(id, std::move(entry)).first->second;
}

Result<StockEntry*> StockBook::open(Record item) {
  const StoreId store_id = context_.caller.store_id;
  FS_TRY(auto product, app::records::find_record(tx_, store_id, kProduct, item.parent_id));
  if (!product) return fail(Code::internal, "INV-3");
  std::optional<Record> variant;
  if (text_in(product->members, "inventory_tracking") == "variant") {
    FS_TRY(variant, app::records::find_record(tx_, store_id, kVariant,
                                              integer_in(item.members, "variant_id")));
  }
  return entry_of(*std::move(product), std::move(variant));
}

Result<std::int64_t> StockBook::total_at(std::int64_t product_id, std::int64_t location_id) {
  FS_TRY(const auto items,
         app::records::records_of(tx_, context_.caller.store_id, kInventoryItem, product_id));
  std::int64_t total = 0;
  for (const Record& item : items) {
    const auto known = entries_.find(item.id);
    Stock stock = known == entries_.end() ? stock_in(item.members) : known->second.stock;
    const StockAt* at = find_stock(stock, location_id);
    if (at != nullptr) total += at->onhand;
  }
  return total;
}

Status StockBook::write_variant(StockEntry& entry, bool tells) {
  refreshed_.insert(entry.product.id);
  FS_TRY_STATUS(app::records::store_members(tx_, context_, kVariant, *entry.variant));
  const bool is_sku = !is_null_in(entry.variant->members, "sku_id");
  return tells && is_sku ? raise_sku_stock(tx_, context_, *entry.variant) : Status();
}

// The base variant has its product's stock (PRD-5).
Status StockBook::write_product(StockEntry& entry, bool tells) {
  Object& members = entry.product.members;
  app::records::note_change(kProduct, members, context_.now);
  FS_TRY_STATUS(app::records::store_members(tx_, context_, kProduct, entry.product));
  FS_TRY(auto base, app::records::find_record(tx_, context_.caller.store_id, kVariant,
                                              integer_in(members, "base_variant_id")));
  if (base) {
    for (const std::string_view name : {"inventory_level", "inventory_warning_level"})
      base->members[name] = members.at(name);
    FS_TRY_STATUS(app::records::store_members(tx_, context_, kVariant, *base));
  }
  if (!tells) return {};
  return raise_product_stock(tx_, context_, entry.product.id,
                             integer_in(members, "inventory_level"));
}

Status StockBook::close_entry(StockEntry& entry, const std::set<std::int64_t>& disabled) {
  FS_TRY_STATUS(store_stock(tx_, context_, entry.item, entry.stock));
  Object& members = entry.holder().members;
  const std::int64_t level = level_of(entry.stock, disabled);
  const bool moved = level != std::max<std::int64_t>(0, integer_in(members, "inventory_level"));
  if (moved) members["inventory_level"] = level;
  if (!moved && !entry.catalog_changed) return {};
  return entry.variant ? write_variant(entry, moved) : write_product(entry, moved);
}

Status StockBook::close() {
  FS_TRY(const auto disabled, disabled_locations(tx_, context_));
  for (auto& [id, entry] : entries_) FS_TRY_STATUS(close_entry(entry, disabled));
  for (const std::int64_t id : refreshed_) {
    FS_TRY(auto product, app::records::find_record(tx_, context_.caller.store_id, kProduct, id));
    FS_TRY_STATUS(refresh_stock(tx_, context_, *std::move(product)));
  }
  entries_.clear();
  refreshed_.clear();
  return {};
}

Status recount_location(store::Tx& tx, const Context& context, std::int64_t location_id,
                        Recount why) {
  store::RecordQuery query;
  query.require({kInventoryItem.find("location_ids"), record::kEqual, {location_id}, {}});
  FS_TRY(const auto rows,
         store::RecordRepo(tx, context.caller.store_id, kInventoryItem).all(query));
  StockBook book(tx, context);
  for (const store::RecordRow& row : rows) {
    FS_TRY(StockEntry * entry, book.open(app::records::parsed(row)));
    if (why == Recount::counted_or_not) continue;
    const auto at =
        std::find_if(entry->stock.begin(), entry->stock.end(),
                     [&](const StockAt& stock) { return stock.location_id == location_id; });
    if (at != entry->stock.end()) entry->stock.erase(at);
  }
  return book.close();
}

}  // namespace fieldstone::types
