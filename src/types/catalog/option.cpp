// Variant options of a product and their values (docs/contract/products.md).
#include "types/catalog/option.hpp"

#include "types/catalog/option_config.hpp"
#include "types/catalog/option_rules.hpp"
#include "types/catalog/product.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kTypes[] = {
    "radio_buttons", "rectangles", "dropdown", "product_list", "product_list_with_images",
    "swatch"};

constexpr Field kFields[] = {
    id(),
    parent_id("product_id"),
    text("display_name", 1, 255)
        .required()
        .folded()
        .is_unique("The product has an option of this name already", Unique::in_parent)
        .cites("PRD-9"),
    choice("type", kTypes).required(),
    object("config", kOptionConfig).merging(),
    integer("sort_order"),
    text("image_url").or_absent(),
    text("name", 0, 300).read_only(),
};

constexpr Operation kOperations[] = {
    list("/v3/catalog/products/{product_id}/options"),
    create("/v3/catalog/products/{product_id}/options"),
    get("/v3/catalog/products/{product_id}/options/{option_id}"),
    update("/v3/catalog/products/{product_id}/options/{option_id}"),
    remove("/v3/catalog/products/{product_id}/options/{option_id}"),
};

constexpr Child kChildren[] = {
    {.type = &kOptionValue,
     .member = "option_values",
     .in_writes = true,
     .in_updates = true,
     .always = true},
};

constexpr Field kValueFields[] = {
    flag("is_default"),
    text("label", 1, 255)
        .required()
        .folded()
        .is_unique("The option has a value of this label already", Unique::in_parent)
        .cites("PRD-9"),
    integer("sort_order"),
    document("value_data"),
    id(),
    integer("listed_product").hidden().indexed(),
};

constexpr Operation kValueOperations[] = {
    list("/v3/catalog/products/{product_id}/options/{option_id}/values"),
    create("/v3/catalog/products/{product_id}/options/{option_id}/values"),
    get("/v3/catalog/products/{product_id}/options/{option_id}/values/{value_id}"),
    update("/v3/catalog/products/{product_id}/options/{option_id}/values/{value_id}"),
    remove("/v3/catalog/products/{product_id}/options/{option_id}/values/{value_id}"),
};

}  // namespace

constexpr RecordType kOption{
    .name = "product_option",
    .dates = Dates::offset,
    .scope = Scope::products,
    .fields = kFields,
    .operations = kOperations,
    .parent = &kProduct,
    .parent_column = "product_id",
    .selects_fields = true,
    .children = kChildren,
    .limits = {.items = 250},
    .rules = &kOptionRules,
    .title = "option",
};

constexpr RecordType kOptionValue{
    .name = "product_option_value",
    .dates = Dates::offset,
    .scope = Scope::products,
    .fields = kValueFields,
    .operations = kValueOperations,
    .parent = &kOption,
    .parent_column = "option_id",
    .selects_fields = true,
    .limits = {.items = 250, .per_parent = 250},
    .rules = &kOptionValueRules,
    .title = "option value",
};

}  // namespace fieldstone::types
