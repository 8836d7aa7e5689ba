#include "types/catalog/variant_rules.hpp"

#include "app/records/reads.hpp"
#include "app/records/values.hpp"
#include "app/records/whole.hpp"
#include "app/records/writes.hpp"
#include "base/utf8.hpp"
#include "json/write.hpp"
#include "types/catalog/product.hpp"
#include "types/catalog/product_stock.hpp"
#include "types/catalog/variant.hpp"
#include "types/catalog/variant_values.hpp"
#include "types/inventory/catalog_stock.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::Context;
using app::records::Change;
using app::records::Object;
using app::records::Record;
using store::Tx;

// PRD-4: the variant's own price, else the product's.
void set_calculated(Object& variant, const Object& product) {
  const bool sale = amount_in(variant, "sale_price") > 0;
  const bool own = !is_null_in(variant, "price");
  const boost::json::value price = sale  ? variant.at("sale_price")
                                   : own ? variant.at("price")
                                         : product.at("calculated_price");
  variant["calculated_price"] = price;
  variant["calculated_weight"] =
      is_null_in(variant, "weight") ? product.at("weight") : variant.at("weight");
}

Result<Record> product_of(Tx& tx, const Context& context, std::int64_t product_id) {
  FS_TRY(auto product,
         app::records::find_record(tx, context.caller.store_id, kProduct, product_id));
  if (!product) return fail(Code::not_found, "HTTP-64");
  return *std::move(product);
}

bool is_base(const Record& product, std::int64_t variant_id) {
  return variant_id != 0 && integer_in(product.members, "base_variant_id") == variant_id;
}

// PRD-2: a product has the SKU of its base variant and of no other.
Status check_sku(Tx& tx, const Context& context, const Change& change, bool base) {
  const std::string sku = text_in(change.after, "sku");
  if (sku.empty() || !change.changes("sku")) return {};
  FS_TRY(const auto product, app::records::find_record_by(tx, context.caller.store_id, kProduct,
                                                          "sku", fold_case(sku)));
  if (!product || (base && product->id == change.parent_id)) return {};
  const std::string message = "The variant SKU is in use by a product";
  return fail(Code::conflict, "PRD-2", message, {{"sku", message}});
}

Status judge(Tx& tx, const Context& context, Change& change, ItemErrors& errors) {
  FS_TRY(const Record product, product_of(tx, context, change.parent_id));
  if (change.creates()) FS_TRY_STATUS(name_values(tx, context, product, change, errors));
  set_calculated(change.after, product.members);
  return check_sku(tx, context, change, is_base(product, change.id));
}

// PRD-8: the first variant of options takes the place of the base variant. Whether it did.
Result<bool> retire_base(Tx& tx, const Context& context, Record product) {
  const std::int64_t base_id = integer_in(product.members, "base_variant_id");
  if (base_id == 0) return false;
  const StoreId store_id = context.caller.store_id;
  // Of a product that is only now being made: it settles that itself.
  FS_TRY(const bool there, app::records::record_exists(tx, store_id, kVariant, base_id));
  if (!there) return false;
  FS_TRY_STATUS(tx.metafields().remove_of_resource(
      {store_id, *kVariant.metafields, std::to_string(base_id)}));
  FS_TRY_STATUS(store::RecordRepo(tx, store_id, kVariant).remove(base_id));
  product.members["base_variant_id"] = nullptr;
  FS_TRY_STATUS(app::records::store_members(tx, context, kProduct, product));
  return true;
}

// INV-3. `retired`: the base variant has gone.
Status follow_stock(Tx& tx, const Context& context, const Record& product, const Change& change,
                    bool retired) {
  const std::string_view tracking = view_in(product.members, "inventory_tracking");
  if (tracking == "none") return {};
  if (retired) return follow_catalog(tx, context, product.id);
  if (!change.changes("inventory_level")) return {};
  const bool own = tracking == "variant";
  if (!own && !is_base(product, change.id)) return {};
  FS_TRY_STATUS(follow_level(tx, context, {product.id, change.id},
                             integer_in(change.after, "inventory_level")));
  return {};
}

// A product has its base variant's SKU and, unless stock is tracked by variant, its stock.
Status mirror_base(Tx& tx, const Context& context, Record product, const Change& change) {
  const Object before = product.members;
  product.members["sku"] = change.after.at("sku");
  if (text_in(before, "inventory_tracking") != "variant") {
    for (const std::string_view name : {"inventory_level", "inventory_warning_level"})
      product.members[name] = integer_in(change.after, name);
  }
  if (product.members == before) return {};
  app::records::note_change(kProduct, product.members, context.now);
  return app::records::store_members(tx, context, kProduct, product);
}

Status settle(Tx& tx, const Context& context, const Change& change) {
  FS_TRY(Record product, product_of(tx, context, change.parent_id));
  const Record variant{change.id, change.parent_id, change.after};
  bool retired = false;
  if (change.creates()) {
    FS_TRY(retired, retire_base(tx, context, product));
    change.after["sku_id"] = change.id;
    FS_TRY_STATUS(app::records::store_members(tx, context, kVariant,
                                              {change.id, change.parent_id, change.after}));
  } else if (is_base(product, change.id)) {
    FS_TRY_STATUS(mirror_base(tx, context, product, change));
  }
  FS_TRY(product, product_of(tx, context, change.parent_id));
  FS_TRY_STATUS(follow_stock(tx, context, product, change, retired));
  FS_TRY_STATUS(refresh_stock(tx, context, product));
  const bool tracked = text_in(product.members, "inventory_tracking") == "variant";
  if (!tracked || !change.changes("inventory_level")) return {};
  return raise_sku_stock(tx, context, variant);
}

// PRD-8: a product is never without a variant.
Status keep_a_variant(Tx& tx, const Context& context, Record& product) {
  store::RecordRepo variants(tx, context.caller.store_id, kVariant);
  store::RecordQuery below;
  below.parent_id = product.id;
  FS_TRY(const auto others, variants.all(below, 1));
  if (!others.empty()) return {};
  FS_TRY(const auto base_id, variants.next_id());
  product.members["base_variant_id"] = base_id;
  FS_TRY_STATUS(app::records::store_members(tx, context, kProduct, product));
  return insert_base_variant(tx, context, product);
}

Status left(Tx& tx, const Context& context, const Record& variant) {
  FS_TRY(Record product, product_of(tx, context, variant.parent_id));
  if (is_base(product, variant.id))
    return fail(Code::conflict, "PRD-8", "The base variant goes with its product only.");
  FS_TRY_STATUS(keep_a_variant(tx, context, product));
  if (view_in(product.members, "inventory_tracking") != "none")
    FS_TRY_STATUS(follow_catalog(tx, context, product.id));
  return refresh_stock(tx, context, product);
}

// A base variant is no SKU: nobody hears of it.
std::string event_data(const Object& members, std::int64_t id) {
  if (is_null_in(members, "sku_id")) return {};
  const std::string number = std::to_string(id);
  return R"({"type":"sku","id":)" + number + R"(,"sku":{"product_id":)" +
         std::to_string(integer_in(members, "product_id")) + R"(,"variant_id":)" + number + "}}";
}

// The base variant's members that are its product's.
void mirror_product(Object& variant, const Object& product) {
  variant["sku"] = product.at("sku");
  if (text_in(product, "inventory_tracking") == "variant") return;
  for (const std::string_view name : {"inventory_level", "inventory_warning_level"})
    variant[name] = product.at(name);
}

}  // namespace

Status insert_base_variant(Tx& tx, const Context& context, const Record& product) {
  const std::int64_t id = integer_in(product.members, "base_variant_id");
  Object members = app::records::whole_record(kVariant.fields, {}, nullptr);
  mirror_product(members, product.members);
  for (const std::string_view name : {"inventory_level", "inventory_warning_level"})
    members[name] = product.members.at(name);
  members["id"] = id;
  members["product_id"] = product.id;
  set_calculated(members, product.members);
  return store::RecordRepo(tx, context.caller.store_id, kVariant)
      .insert({id, product.id, json::to_text(members)},
              app::records::columns_of(kVariant, members));
}

Status follow_product(Tx& tx, const Context& context, const Record& product, const Change& change) {
  bool matters = false;
  for (const std::string_view name : {"sku", "calculated_price", "weight", "inventory_level",
                                      "inventory_warning_level", "inventory_tracking"})
    matters = matters || change.changes(name);
  if (!matters) return {};
  FS_TRY(const auto variants,
         app::records::records_of(tx, context.caller.store_id, kVariant, product.id));
  for (const Record& variant : variants) {
    Record after = variant;
    if (is_base(product, variant.id)) mirror_product(after.members, product.members);
    set_calculated(after.members, product.members);
    if (after.members == variant.members) continue;
    FS_TRY_STATUS(app::records::store_members(tx, context, kVariant, after));
  }
  return {};
}

constexpr app::records::Rules kVariantRules{
    .judge = &judge,
    .settle = &settle,
    .left = &left,
    .shadow = &combination_of,
    .event_data = &event_data,
};

}  // namespace fieldstone::types
