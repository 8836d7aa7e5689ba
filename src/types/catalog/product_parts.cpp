// Custom fields, bulk pricing rules, images and videos (docs/contract/products.md).
#include "types/catalog/product_parts.hpp"

#include "types/catalog/part_rules.hpp"
#include "types/catalog/product.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kCustomFields[] = {
    id(),
    text("name", 1, 250).required(),
    text("value", 1, 250).required(),
    text("pair")
        .hidden()
        .is_unique("The product has this name with this value already", Unique::in_parent)
        .cites("PRD-12"),
};

constexpr Operation kCustomFieldOperations[] = {
    list("/v3/catalog/products/{product_id}/custom-fields"),
    create("/v3/catalog/products/{product_id}/custom-fields"),
    get("/v3/catalog/products/{product_id}/custom-fields/{custom_field_id}"),
    update("/v3/catalog/products/{product_id}/custom-fields/{custom_field_id}"),
    remove("/v3/catalog/products/{product_id}/custom-fields/{custom_field_id}"),
};

constexpr std::string_view kDiscounts[] = {"price", "percent", "fixed"};

constexpr Field kBulkFields[] = {
    id(),
    integer("quantity_min", 0).required(),
    integer("quantity_max", 0).required(),
    choice("type", kDiscounts).required(),
    money("amount").required(),
};

constexpr Operation kBulkOperations[] = {
    create("/v3/catalog/products/{product_id}/bulk-pricing-rules"),
    list("/v3/catalog/products/{product_id}/bulk-pricing-rules"),
    get("/v3/catalog/products/{product_id}/bulk-pricing-rules/{bulk_pricing_rule_id}"),
    update("/v3/catalog/products/{product_id}/bulk-pricing-rules/{bulk_pricing_rule_id}"),
    remove("/v3/catalog/products/{product_id}/bulk-pricing-rules/{bulk_pricing_rule_id}"),
};

constexpr Field kImageFields[] = {
    flag("is_thumbnail"),
    integer("sort_order"),
    text("description"),
    modified(),
    id(),
    parent_id("product_id"),
    text("image_url", 1, 255).or_absent(),
    text("url_zoom").read_only(),
    text("url_standard").read_only(),
    text("url_thumbnail").read_only(),
    text("url_tiny").read_only(),
};

constexpr Operation kImageOperations[] = {
    list("/v3/catalog/products/{product_id}/images"),
    create("/v3/catalog/products/{product_id}/images"),
    get("/v3/catalog/products/{product_id}/images/{image_id}"),
    update("/v3/catalog/products/{product_id}/images/{image_id}"),
    remove("/v3/catalog/products/{product_id}/images/{image_id}"),
};

constexpr std::string_view kVideoTypes[] = {"youtube"};

constexpr Field kVideoFields[] = {
    text("title", 0, 255),
    text("description"),
    integer("sort_order"),
    choice("type", kVideoTypes).otherwise("\"youtube\""),
    text("video_id", 1, 25).required().ignores_change(),
    id(),
    parent_id("product_id"),
    text("length", 0, 20).read_only(),
};

constexpr Operation kVideoOperations[] = {
    list("/v3/catalog/products/{product_id}/videos"),
    create("/v3/catalog/products/{product_id}/videos"),
    get("/v3/catalog/products/{product_id}/videos/{video_id}"),
    update("/v3/catalog/products/{product_id}/videos/{video_id}"),
    remove("/v3/catalog/products/{product_id}/videos/{video_id}"),
};

// What all of them share.
constexpr RecordType part(std::string_view name, std::span<const Field> fields,
                          std::span<const Operation> operations, std::string_view title) {
  return {.name = name,
          .dates = Dates::offset,
          .scope = Scope::products,
          .fields = fields,
          .operations = operations,
          .parent = &kProduct,
          .parent_column = "product_id",
          .selects_fields = true,
          .title = title};
}

constexpr RecordType with(RecordType type, Limits limits, const app::records::Rules* rules) {
  type.limits = limits;
  type.rules = rules;
  return type;
}

}  // namespace

constexpr RecordType kCustomField =
    with(part("product_custom_field", kCustomFields, kCustomFieldOperations, "custom field"),
         {.items = 200, .per_parent = 200}, &kCustomFieldRules);
constexpr RecordType kBulkPricingRule =
    with(part("product_bulk_pricing_rule", kBulkFields, kBulkOperations, "bulk pricing rule"),
         {.items = 250, .per_parent = 1'000}, &kBulkPricingRules);
constexpr RecordType kProductImage =
    with(part("product_image", kImageFields, kImageOperations, "image"),
         {.items = 1'000, .per_parent = 1'000}, &kProductImageRules);
constexpr RecordType kProductVideo =
    with(part("product_video", kVideoFields, kVideoOperations, "video"),
         {.items = 250, .per_parent = 1'000}, nullptr);

}  // namespace fieldstone::types
