#include "types/catalog/product_rules.hpp"

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "base/utf8.hpp"
#include "types/catalog/product.hpp"
#include "types/catalog/product_includes.hpp"
#include "types/catalog/product_search.hpp"
#include "types/catalog/product_stock.hpp"
#include "types/catalog/product_url.hpp"
#include "types/catalog/variant.hpp"
#include "types/catalog/variant_rules.hpp"
#include "types/inventory/catalog_stock.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::Context;
using app::records::Change;
using app::records::Object;
using app::records::Record;
using app::records::Use;

// PRD-6: a price is hidden only where nobody can buy.
void check_hidden_price(const Object& members, ItemErrors& errors) {
  if (flag_in(members, "is_price_hidden") && text_in(members, "availability") != "disabled")
    errors.add("is_price_hidden", "is_price_hidden needs an availability of disabled");
}

void check_quantities(const Object& members, ItemErrors& errors) {
  const auto most = integer_in(members, "order_quantity_maximum");
  if (most != 0 && integer_in(members, "order_quantity_minimum") > most) {
    errors.add("order_quantity_maximum",
               "order_quantity_maximum must not be below order_quantity_minimum");
  }
}

// PRD-2: variants of other products, and this one's that are not its base.
Status check_sku(store::Tx& tx, const Context& context, const Change& change) {
  const std::string sku = text_in(change.after, "sku");
  if (sku.empty() || !change.changes("sku")) return {};
  FS_TRY(const auto variant, app::records::find_record_by(tx, context.caller.store_id, kVariant,
                                                          "sku", fold_case(sku)));
  if (!variant || variant->id == integer_in(change.after, "base_variant_id")) return {};
  const std::string message = "The product SKU is in use by another variant";
  return fail(Code::conflict, "PRD-2", message, {{"sku", message}});
}

// PRD-4: the sale price where there is one, else the price.
void set_calculated_price(Object& members) {
  const bool sale = amount_in(members, "sale_price") > 0;
  members["calculated_price"] = members.at(sale ? "sale_price" : "price");
}

Status judge(store::Tx& tx, const Context& context, Change& change, ItemErrors& errors) {
  Object& after = change.after;
  check_hidden_price(after, errors);
  check_quantities(after, errors);
  set_calculated_price(after);
  FS_TRY_STATUS(set_product_url(tx, context, change));
  if (change.creates()) {
    store::RecordRepo variants(tx, context.caller.store_id, kVariant);
    FS_TRY(const auto base_id, variants.next_id());
    after["base_variant_id"] = base_id;
  } else if (text_in(after, "inventory_tracking") == "variant") {
    FS_TRY(after["inventory_level"], stock_of_variants(tx, context, change.id));
  }
  return check_sku(tx, context, change);
}

// PRD-8: a product that came with variants has no base variant.
Status give_up_base(store::Tx& tx, const Context& context, std::int64_t product_id) {
  FS_TRY(auto product,
         app::records::find_record(tx, context.caller.store_id, kProduct, product_id));
  product->members["base_variant_id"] = nullptr;
  return app::records::store_members(tx, context, kProduct, *product);
}

// INV-3.
Status follow_stock(store::Tx& tx, const Context& context, const Change& change) {
  const bool was_tracked =
      !change.creates() && view_in(*change.before, "inventory_tracking") != "none";
  const bool tracked = view_in(change.after, "inventory_tracking") != "none";
  const bool matters = change.changes("inventory_tracking") || change.changes("inventory_level");
  if (!matters || !(tracked || was_tracked)) return {};
  return follow_catalog(tx, context, change.id);
}

// PRD-8: variants follow what they have from their product.
Status settle(store::Tx& tx, const Context& context, const Change& change) {
  if (change.creates()) {
    store::RecordQuery below;
    below.parent_id = change.id;
    FS_TRY(const auto variants,
           store::RecordRepo(tx, context.caller.store_id, kVariant).all(below, 1));
    FS_TRY_STATUS(variants.empty() ? insert_base_variant(tx, context, {change.id, 0, change.after})
                                   : give_up_base(tx, context, change.id));
  } else {
    const Record product{change.id, 0, change.after};
    FS_TRY_STATUS(follow_product(tx, context, product, change));
  }
  FS_TRY_STATUS(follow_stock(tx, context, change));
  const bool tracked = text_in(change.after, "inventory_tracking") == "product";
  if (!tracked || !change.changes("inventory_level")) return {};
  return raise_product_stock(tx, context, change.id, integer_in(change.after, "inventory_level"));
}

constexpr std::string_view kIncludes[] = {"primary_image", "parent_relations"};
constexpr std::string_view kAsks[] = {"keyword", "keyword_context"};

}  // namespace

constexpr app::records::Rules kProductRules{
    .judge = &judge,
    .settle = &settle,
    .shadow = &product_shadow,
    .includes = kIncludes,
    .include = &include_in_products,
    .asks = kAsks,
    .ask = &ask_keyword,
};

}  // namespace fieldstone::types
