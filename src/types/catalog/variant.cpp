// Variants: what can be bought of a product (docs/contract/products.md).
#include "types/catalog/variant.hpp"

#include "types/catalog/product.hpp"
#include "types/catalog/variant_rules.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kOptionValues[] = {
    integer("id", 0),
    text("label", 0, 255),
    integer("option_id", 0),
    text("option_display_name", 0, 255),
};

constexpr Field kFields[] = {
    money("cost_price").or_null(),
    money("price").or_null(),
    money("sale_price").or_null(),
    money("retail_price").or_null(),
    number("weight", 0).or_null(),
    number("width", 0).or_null(),
    number("height", 0).or_null(),
    number("depth", 0).or_null(),
    flag("is_free_shipping"),
    money("fixed_cost_shipping_price").or_null(),
    flag("purchasing_disabled"),
    text("purchasing_disabled_message", 0, 255),
    text("image_url"),
    text("upc", 0, 14).otherwise("\"\"").takes_null().asked(kEqual),
    integer("inventory_level").otherwise("0").takes_null(),
    integer("inventory_warning_level").otherwise("0").takes_null(),
    text("bin_picking_number", 0, 255).otherwise("\"\"").takes_null(),
    text("mpn", 0, 255).otherwise("\"\"").takes_null(),
    text("gtin", 0, 14).otherwise("\"\"").takes_null(),
    id().asked(kEqual),
    // A create whose path names no product has it in its body.
    parent_id("product_id").asked(kIn),
    text("sku", 1, 255)
        .required()
        .folded()
        .asked(kEqual)
        .is_unique("The variant SKU is a duplicate")
        .cites("PRD-2"),
    integer("sku_id").or_null().read_only(),
    objects("option_values", kOptionValues, 250, 1).required().ignores_change(),
    money("calculated_price").read_only(),
    number("calculated_weight").read_only(),
    text("combination")
        .hidden()
        .is_unique("The option_values are those of another variant", Unique::in_parent)
        .cites("PRD-10"),
};

constexpr Operation kOperations[] = {
    list("/v3/catalog/products/{product_id}/variants"),
    create("/v3/catalog/products/{product_id}/variants"),
    get("/v3/catalog/products/{product_id}/variants/{variant_id}"),
    update("/v3/catalog/products/{product_id}/variants/{variant_id}"),
    remove("/v3/catalog/products/{product_id}/variants/{variant_id}"),
    list("/v3/catalog/variants"),
    upsert_many("/v3/catalog/variants"),
};

}  // namespace

constexpr RecordType kVariant{
    .name = "product_variant",
    .dates = Dates::offset,
    .scope = Scope::products,
    .fields = kFields,
    .operations = kOperations,
    .parent = &kProduct,
    .parent_column = "product_id",
    .selects_fields = true,
    .limits = {.items = 50, .per_parent = 600},
    .metafields = ResourceType::variant,
    .events = {.prefix = "store/sku/", .kind = "sku"},
    .rules = &kVariantRules,
    .title = "variant",
};

}  // namespace fieldstone::types
