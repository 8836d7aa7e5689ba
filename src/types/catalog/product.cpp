// Products (docs/contract/products.md). What a table can't say is in product_rules.cpp.
#include "types/catalog/product.hpp"

#include "types/catalog/modifier.hpp"
#include "types/catalog/option.hpp"
#include "types/catalog/product_parts.hpp"
#include "types/catalog/product_rules.hpp"
#include "types/catalog/review.hpp"
#include "types/catalog/variant.hpp"
#include "types/inventory/inventory_item.hpp"
#include "types/tax/tax_property.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kTypes[] = {"physical", "digital"};
constexpr std::string_view kTrackings[] = {"none", "product", "variant"};
constexpr std::string_view kAvailabilities[] = {"available", "disabled", "preorder"};
constexpr std::string_view kWrappings[] = {"any", "none", "list"};
constexpr std::string_view kConditions[] = {"New", "Used", "Refurbished"};
constexpr std::string_view kGraphTypes[] = {"product", "album", "book", "drink",  "food",
                                            "game",    "movie", "song", "tv_show"};

constexpr std::int64_t kBillion = 1'000'000'000;
constexpr std::int64_t kLongText = 1'000'000;

constexpr Field kCustomUrl[] = {
    text("url", 1, 255)
        .stored_as("custom_url")
        .is_unique("The URL is in use by another product")
        .cites("PRD-3"),
    flag("is_customized"),
    flag("create_redirect").hidden(),
};

constexpr Field kFields[] = {
    id().asked(kAnyInteger | kSort),
    text("name", 1, 250)
        .required()
        .folded()
        .asked(kEqual | kSort)
        .is_unique("The product name is a duplicate")
        .cites("PRD-1"),
    choice("type", kTypes).required().asked(kEqual).without_index(),
    text("sku", 0, 255)
        .folded()
        .asked(kEqual | kIn | kSort)
        .is_unique("The product SKU is a duplicate")
        .cites("PRD-2"),
    text("description", 0, kLongText),
    number("weight", 0).required().asked(kEqual),
    number("width", 0),
    number("depth", 0),
    number("height", 0),
    money("price").required().asked(kEqual | kSort),
    money("cost_price"),
    money("retail_price"),
    money("sale_price"),
    money("map_price"),
    integer("tax_class_id", 0, 255),
    text("product_tax_code", 0, 255),
    money("calculated_price").read_only().asked(kSort),
    list("categories", kIds).asked(kEqual | kIn),
    integer("brand_id", 0, kBillion).asked(kEqual),
    text("brand_name", 0, 255).hidden(),
    integer("option_set_id").or_null().read_only(),
    text("option_set_display").otherwise("\"right\"").read_only(),
    integer("inventory_level", 0).asked(kAnyInteger | kSort),
    integer("inventory_warning_level", 0),
    choice("inventory_tracking", kTrackings).otherwise("\"none\""),
    integer("reviews_rating_sum", 0),
    integer("reviews_count", 0),
    integer("total_sold", 0).asked(kEqual | kSort),
    money("fixed_cost_shipping_price"),
    flag("is_free_shipping").asked(kEqual).without_index(),
    flag("is_visible", true).asked(kEqual | kSort).without_index(),
    flag("is_featured").asked(kEqual).without_index(),
    list("related_products", kIds),
    text("warranty"),
    text("bin_picking_number", 0, 255),
    text("layout_file", 0, 500),
    text("upc", 0, 14).asked(kEqual),
    text("mpn", 0, 255).asked(kEqual),
    text("gtin", 0, 14),
    date("date_last_imported").or_absent().asked(kEqual | kNot | kMin | kMax | kSort),
    text("search_keywords"),
    choice("availability", kAvailabilities)
        .otherwise("\"available\"")
        .asked(kEqual)
        .without_index(),
    text("availability_description", 0, 255),
    choice("gift_wrapping_options_type", kWrappings).otherwise("\"any\""),
    list("gift_wrapping_options_list", kIds),
    integer("sort_order"),
    choice("condition", kConditions).otherwise("\"New\"").folded().asked(kEqual).without_index(),
    flag("is_condition_shown"),
    integer("order_quantity_minimum", 0, kBillion),
    integer("order_quantity_maximum", 0, kBillion),
    text("page_title", 0, 255),
    list("meta_keywords", kTexts, kAnyLength),
    text("meta_description"),
    created(),
    modified().asked(kRange | kSort),
    integer("view_count", 0, kBillion),
    date("preorder_release_date"),
    text("preorder_message", 0, 255),
    flag("is_preorder_only"),
    flag("is_price_hidden"),
    text("price_hidden_label", 0, 200),
    object("custom_url", kCustomUrl).merging(),
    integer("base_variant_id").or_null().read_only(),
    choice("open_graph_type", kGraphTypes).otherwise("\"product\""),
    text("open_graph_title"),
    text("open_graph_description"),
    flag("open_graph_use_meta_description", true),
    flag("open_graph_use_product_name", true),
    flag("open_graph_use_image", true),
    flag("inventory_low").hidden().asked(kEqual),
    flag("out_of_stock").hidden().asked(kEqual),
    list("words", kTexts).hidden().indexed(),
};

constexpr Operation kOperations[] = {
    list("/v3/catalog/products"),
    create("/v3/catalog/products"),
    update_many("/v3/catalog/products"),
    remove_many("/v3/catalog/products"),
    get("/v3/catalog/products/{product_id}"),
    update("/v3/catalog/products/{product_id}"),
    remove("/v3/catalog/products/{product_id}"),
};

constexpr Child kChildren[] = {
    {.type = &kOption, .member = "options"},
    {.type = &kVariant, .member = "variants", .in_writes = true},
    {.type = &kComplexRule},
    {.type = &kModifier, .member = "modifiers"},
    {.type = &kCustomField, .member = "custom_fields", .in_writes = true, .in_updates = true},
    {.type = &kBulkPricingRule,
     .member = "bulk_pricing_rules",
     .in_writes = true,
     .in_updates = true},
    {.type = &kProductImage, .member = "images", .in_writes = true, .in_updates = true},
    {.type = &kProductVideo, .member = "videos", .in_writes = true, .in_updates = true},
    {.type = &kReview, .member = "reviews"},
    {.type = &kProductTax},
    {.type = &kInventoryItem},
};

}  // namespace

constexpr RecordType kProduct{
    .name = "product",
    .dates = Dates::offset,
    .scope = Scope::products,
    .fields = kFields,
    .operations = kOperations,
    .selects_fields = true,
    .children = kChildren,
    .limits = {.items = 10},
    .metafields = ResourceType::product,
    .events = {.prefix = "store/product/", .kind = "product"},
    .rules = &kProductRules,
};

}  // namespace fieldstone::types
