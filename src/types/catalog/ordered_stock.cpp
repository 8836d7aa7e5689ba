#include "types/catalog/ordered_stock.hpp"

#include <algorithm>

#include "app/events.hpp"
#include "app/records/values.hpp"
#include "app/records/writes.hpp"
#include "types/catalog/product.hpp"
#include "types/catalog/product_stock.hpp"
#include "types/catalog/variant.hpp"
#include "types/inventory/catalog_stock.hpp"
#include "types/inventory/location.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::records::Object;
using app::records::Record;

class Mover {
 public:
  Mover(store::Tx& tx, const app::Context& context, std::int64_t by)
      : tx_(tx), context_(context), by_(by) {}

  Result<Moved> of_product(Record product) {
    if (!add(product.members)) return Moved::too_few;
    FS_TRY_STATUS(store(product));
    const std::int64_t base_id = integer_in(product.members, "base_variant_id");
    FS_TRY(auto base, app::records::find_record(tx_, context_.caller.store_id, kVariant, base_id));
    if (base) {
      base->members["inventory_level"] = product.members.at("inventory_level");
      FS_TRY_STATUS(app::records::store_members(tx_, context_, kVariant, *base));
    }
    FS_TRY_STATUS(tell("store/product/inventory/order/updated", {product.id, 0}));
    FS_TRY_STATUS(follow(product.members, {product.id, base_id}));
    return Moved::yes;
  }

  Result<Moved> of_variant(Record product, Record variant) {
    if (!add(variant.members)) return Moved::too_few;
    FS_TRY_STATUS(app::records::store_members(tx_, context_, kVariant, variant));
    FS_TRY(product.members["inventory_level"], stock_of_variants(tx_, context_, product.id));
    FS_TRY_STATUS(store(product));
    if (!is_null_in(variant.members, "sku_id"))
      FS_TRY_STATUS(tell("store/sku/inventory/order/updated", {product.id, variant.id}));
    FS_TRY_STATUS(follow(variant.members, {product.id, variant.id}));
    return Moved::yes;
  }

 private:
  bool add(Object& members) const {
    const std::int64_t level = integer_in(members, "inventory_level") + by_;
    if (by_ < 0 && level < 0) return false;
    members["inventory_level"] = std::min(level, record::kInt32);
    return true;
  }

  Status store(Record& product) {
    product.members["date_modified"] = app::records::date_text(kProduct.dates, context_.now);
    return app::records::store_members(tx_, context_, kProduct, product);
  }

  // `place.variant_id` 0: the product's own stock.
  Status tell(std::string_view scope, const StockPlace& place) {
    const bool sku = place.variant_id != 0;
    const std::string kind = sku ? "sku" : "product";
    const std::string id = std::to_string(sku ? place.variant_id : place.product_id);
    const std::string of_variant = sku ? R"(,"variant_id":)" + id : std::string();
    return app::raise_event(
        tx_, context_, scope, kind + "/" + id,
        R"({"type":")" + kind + R"(","id":)" + id + R"(,"inventory":{"product_id":)" +
            std::to_string(place.product_id) + R"(,"method":"relative","value":)" +
            std::to_string(by_) + of_variant + "}}");
  }

  // INV-3. ORD-53: an order that makes something scarce at a location says so.
  Status follow(const Object& members, const ItemPlace& place) {
    FS_TRY(const auto changes,
           follow_level(tx_, context_, place, integer_in(members, "inventory_level")));
    for (const StockChange& change : changes) {
      if (change.after >= change.before) continue;
      const std::int64_t warning = change.location_id == kDefaultLocation
                                       ? integer_in(members, "inventory_warning_level")
                                       : change.warning_level;
      if (change.after <= warning && change.before > warning)
        FS_TRY_STATUS(tell_stock(tx_, context_, "low_stock_reached", place, change.location_id));
      if (change.after == 0)
        FS_TRY_STATUS(tell_stock(tx_, context_, "out_of_stock_reached", place, change.location_id));
    }
    return {};
  }

  store::Tx& tx_;
  const app::Context& context_;
  std::int64_t by_;
};

}  // namespace

Result<Moved> move_stock(store::Tx& tx, const app::Context& context, const StockPlace& place,
                         std::int64_t by) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(auto product, app::records::find_record(tx, store_id, kProduct, place.product_id));
  if (!product) return Moved::untracked;
  const std::string tracking = text_in(product->members, "inventory_tracking");
  Mover mover(tx, context, by);
  if (tracking == "product") return mover.of_product(*std::move(product));
  if (tracking != "variant") return Moved::untracked;
  FS_TRY(auto variant, app::records::find_record(tx, store_id, kVariant, place.variant_id));
  if (!variant || variant->parent_id != product->id) return Moved::untracked;
  return mover.of_variant(*std::move(product), *std::move(variant));
}

}  // namespace fieldstone::types
