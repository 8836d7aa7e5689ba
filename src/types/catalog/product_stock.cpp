#include "types/catalog/product_stock.hpp"

#include <algorithm>

#include "app/events.hpp"
#include "app/records/whole.hpp"
#include "app/records/writes.hpp"
#include "types/catalog/product.hpp"
#include "types/catalog/variant.hpp"
#include "types/members.hpp"

namespace fieldstone::types {

Result<std::int64_t> stock_of_variants(store::Tx& tx, const app::Context& context,
                                       std::int64_t product_id) {
  FS_TRY(const auto variants,
         app::records::records_of(tx, context.caller.store_id, kVariant, product_id));
  std::int64_t level = 0;
  for (const app::records::Record& variant : variants)
    level += std::max<std::int64_t>(0, integer_in(variant.members, "inventory_level"));
  return std::min(level, record::kInt32);
}

Status refresh_stock(store::Tx& tx, const app::Context& context, app::records::Record product) {
  if (text_in(product.members, "inventory_tracking") != "variant") return {};
  FS_TRY(const auto level, stock_of_variants(tx, context, product.id));
  if (level == integer_in(product.members, "inventory_level")) return {};
  product.members["inventory_level"] = level;
  app::records::note_change(kProduct, product.members, context.now);
  FS_TRY_STATUS(app::records::store_members(tx, context, kProduct, product));
  return raise_product_stock(tx, context, product.id, level);
}

Status raise_product_stock(store::Tx& tx, const app::Context& context, std::int64_t product_id,
                           std::int64_t level) {
  const std::string id = std::to_string(product_id);
  return app::raise_event(tx, context, "store/product/inventory/updated", "product/" + id,
                          R"({"type":"product","id":)" + id + R"(,"inventory":{"product_id":)" +
                              id + R"(,"method":"absolute","value":)" + std::to_string(level) +
                              "}}");
}

Status raise_sku_stock(store::Tx& tx, const app::Context& context,
                       const app::records::Record& variant) {
  const std::string id = std::to_string(variant.id);
  const std::string level = std::to_string(integer_in(variant.members, "inventory_level"));
  return app::raise_event(tx, context, "store/sku/inventory/updated", "sku/" + id,
                          R"({"type":"sku","id":)" + id + R"(,"inventory":{"product_id":)" +
                              std::to_string(variant.parent_id) +
                              R"(,"method":"absolute","value":)" + level + R"(,"variant_id":)" +
                              id + "}}");
}

}  // namespace fieldstone::types
