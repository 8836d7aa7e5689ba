#include "types/orders/catalog_snapshot.hpp"

#include "app/records/values.hpp"
#include "types/catalog/brand.hpp"
#include "types/catalog/product.hpp"
#include "types/catalog/variant.hpp"
#include "types/members.hpp"
#include "types/orders/amounts.hpp"

namespace fieldstone::types {
namespace {

using app::records::Object;
using app::records::Record;
using Found = std::optional<Record>;

// The variant's own, or the product's where it has none.
std::int64_t amount_of_either(const Record& variant, const Record& product, std::string_view name) {
  const bool own = !is_null_in(variant.members, name);
  return amount_in(own ? variant.members : product.members, name);
}

std::string text_of_either(const Record& variant, const Record& product, std::string_view name) {
  const std::string own = text_in(variant.members, name);
  return own.empty() ? text_in(product.members, name) : own;
}

// ORD-34: by its id, by its options, or the only one that there is.
Result<Found> variant_of(store::Tx& tx, const app::Context& context, const Record& product,
                         const WantedProduct& wanted, ItemErrors& errors) {
  const StoreId store_id = context.caller.store_id;
  const std::int64_t base_id = integer_in(product.members, "base_variant_id");
  const std::string& name = wanted.options.name;
  const std::int64_t id = wanted.variant_id != 0 ? wanted.variant_id : base_id;
  if (id != 0) {
    FS_TRY(Found variant, app::records::find_record(tx, store_id, kVariant, id));
    if (variant && variant->parent_id == product.id) return variant;
    errors.add(name + ".variant_id", name + ".variant_id is no variant of the product");
    return Found();
  }
  FS_TRY(Found variant, chosen_variant(tx, context, product.id, wanted.options));
  if (!variant) {
    errors.add(name + ".product_options",
               name + ".product_options must name a value of each option of the product");
  }
  return variant;
}

Result<std::string> brand_of(store::Tx& tx, const app::Context& context, const Record& product) {
  const std::int64_t id = integer_in(product.members, "brand_id");
  if (id == 0) return std::string();
  FS_TRY(const auto brand, app::records::find_record(tx, context.caller.store_id, kBrand, id));
  return brand ? text_in(brand->members, "name") : std::string();
}

void set_prices(Object& line, const Record& variant, const Record& product,
                const ChosenOptions& chosen) {
  const std::int64_t price =
      adjusted(amount_in(variant.members, "calculated_price"), chosen.prices);
  set_amount(line, "price_ex_tax", price);
  set_amount(line, "price_inc_tax", price);
  const std::int64_t cost = amount_of_either(variant, product, "cost_price");
  for (const std::string_view name : {"base_cost_price", "cost_price_inc_tax", "cost_price_ex_tax"})
    set_amount(line, name, cost);
  set_amount(line, "fixed_shipping_cost",
             amount_of_either(variant, product, "fixed_cost_shipping_price"));
}

void set_measures(Object& line, const Record& variant, const Record& product,
                  const ChosenOptions& chosen) {
  for (const std::string_view name : {"width", "height", "depth"})
    set_amount(line, name, amount_of_either(variant, product, name));
  set_amount(line, "weight",
             adjusted(amount_in(variant.members, "calculated_weight"), chosen.weights));
}

}  // namespace

Result<std::optional<Object>> catalog_snapshot(store::Tx& tx, const app::Context& context,
                                               const WantedProduct& wanted, ItemErrors& errors) {
  const std::string& name = wanted.options.name;
  const std::size_t known = errors.all().size();
  FS_TRY(const Found product,
         app::records::find_record(tx, context.caller.store_id, kProduct, wanted.product_id));
  if (!product) {
    errors.add(name + ".product_id", name + ".product_id is no product of the catalog");
    return std::optional<Object>();
  }
  FS_TRY(const Found variant, variant_of(tx, context, *product, wanted, errors));
  if (!variant) return std::optional<Object>();
  FS_TRY(auto chosen, chosen_options(tx, context, *variant, wanted.options, errors));
  if (errors.all().size() > known) return std::optional<Object>();
  Object line;
  line["product_id"] = product->id;
  line["variant_id"] = variant->id;
  for (const std::string_view member : {"name", "name_customer", "name_merchant"})
    line[member] = text_in(product->members, "name");
  for (const std::string_view member : {"sku", "upc", "bin_picking_number"})
    line[member] = text_of_either(*variant, *product, member);
  line["type"] = text_in(product->members, "type");
  FS_TRY(line["brand"], brand_of(tx, context, *product));
  set_prices(line, *variant, *product, chosen);
  set_measures(line, *variant, *product, chosen);
  line["product_options"] = std::move(chosen.options);
  return std::optional(std::move(line));
}

}  // namespace fieldstone::types
