// Modifiers of a product, their values, and the complex rules that speak of them
// (docs/contract/products.md).
#include "types/catalog/modifier.hpp"

#include "types/catalog/modifier_rules.hpp"
#include "types/catalog/option_config.hpp"
#include "types/catalog/product.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kTypes[] = {"date",
                                       "checkbox",
                                       "file",
                                       "text",
                                       "multi_line_text",
                                       "numbers_only_text",
                                       "radio_buttons",
                                       "rectangles",
                                       "dropdown",
                                       "product_list",
                                       "product_list_with_images",
                                       "swatch"};

constexpr Field kFields[] = {
    choice("type", kTypes).required().ignores_change(),
    flag("required").required(),
    integer("sort_order"),
    object("config", kOptionConfig).merging(),
    text("display_name", 1, 255)
        .required()
        .folded()
        .is_unique("The product has a modifier of this name already", Unique::in_parent)
        .cites("PRD-9"),
    id(),
    parent_id("product_id"),
    text("name", 0, 300).read_only(),
};

constexpr Operation kOperations[] = {
    list("/v3/catalog/products/{product_id}/modifiers"),
    create("/v3/catalog/products/{product_id}/modifiers"),
    get("/v3/catalog/products/{product_id}/modifiers/{modifier_id}"),
    update("/v3/catalog/products/{product_id}/modifiers/{modifier_id}"),
    remove("/v3/catalog/products/{product_id}/modifiers/{modifier_id}"),
};

constexpr Child kChildren[] = {
    {.type = &kModifierValue,
     .member = "option_values",
     .in_writes = true,
     .in_updates = true,
     .always = true},
};

constexpr std::string_view kAdjusters[] = {"relative", "percentage"};

constexpr Field kAdjuster[] = {
    choice("adjuster", kAdjusters).or_null(),
    number("adjuster_value"),
};

constexpr Field kDisabling[] = {
    flag("status"),
    text("message", 0, 255),
};

constexpr Field kValueAdjusters[] = {
    object("price", kAdjuster).or_null(),
    object("weight", kAdjuster).or_null(),
    text("image_url"),
    object("purchasing_disabled", kDisabling),
};

constexpr Field kValueFields[] = {
    flag("is_default"),
    text("label", 1, 255)
        .required()
        .folded()
        .is_unique("The modifier has a value of this label already", Unique::in_parent)
        .cites("PRD-9"),
    integer("sort_order"),
    document("value_data"),
    object("adjusters", kValueAdjusters).merging(),
    id(),
    parent_id("option_id"),
    integer("listed_product").hidden().indexed(),
};

constexpr Operation kValueOperations[] = {
    list("/v3/catalog/products/{product_id}/modifiers/{modifier_id}/values"),
    create("/v3/catalog/products/{product_id}/modifiers/{modifier_id}/values"),
    get("/v3/catalog/products/{product_id}/modifiers/{modifier_id}/values/{value_id}"),
    update("/v3/catalog/products/{product_id}/modifiers/{modifier_id}/values/{value_id}"),
    remove("/v3/catalog/products/{product_id}/modifiers/{modifier_id}/values/{value_id}"),
};

constexpr Field kRuleConditions[] = {
    integer("id").or_null().read_only(), integer("rule_id").or_null().read_only(),
    integer("modifier_id").or_null(),    integer("modifier_value_id").or_null(),
    integer("variant_id").or_null(),     integer("combination_id").read_only(),
};

constexpr Field kRuleFields[] = {
    id(),
    parent_id("product_id"),
    integer("sort_order"),
    flag("enabled", true),
    flag("stop"),
    flag("purchasing_disabled"),
    text("purchasing_disabled_message", 0, 255),
    flag("purchasing_hidden"),
    text("image_url"),
    object("price_adjuster", kAdjuster).or_null(),
    object("weight_adjuster", kAdjuster).or_null(),
    objects("conditions", kRuleConditions, 250),
};

constexpr Operation kRuleOperations[] = {
    list("/v3/catalog/products/{product_id}/complex-rules"),
    create("/v3/catalog/products/{product_id}/complex-rules"),
    get("/v3/catalog/products/{product_id}/complex-rules/{complex_rule_id}"),
    update("/v3/catalog/products/{product_id}/complex-rules/{complex_rule_id}"),
    remove("/v3/catalog/products/{product_id}/complex-rules/{complex_rule_id}"),
};

}  // namespace

constexpr RecordType kModifier{
    .name = "product_modifier",
    .dates = Dates::offset,
    .scope = Scope::products,
    .fields = kFields,
    .operations = kOperations,
    .parent = &kProduct,
    .parent_column = "product_id",
    .selects_fields = true,
    .children = kChildren,
    .limits = {.items = 250},
    .rules = &kModifierRules,
    .title = "modifier",
};

constexpr RecordType kModifierValue{
    .name = "product_modifier_value",
    .dates = Dates::offset,
    .scope = Scope::products,
    .fields = kValueFields,
    .operations = kValueOperations,
    .parent = &kModifier,
    .parent_column = "modifier_id",
    .selects_fields = true,
    .limits = {.items = 250, .per_parent = 250},
    .rules = &kModifierValueRules,
    .title = "modifier value",
};

constexpr RecordType kComplexRule{
    .name = "product_complex_rule",
    .dates = Dates::offset,
    .scope = Scope::products,
    .fields = kRuleFields,
    .operations = kRuleOperations,
    .parent = &kProduct,
    .parent_column = "product_id",
    .selects_fields = true,
    .rules = &kComplexRuleRules,
    .title = "complex rule",
};

}  // namespace fieldstone::types
