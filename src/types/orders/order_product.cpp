// Lines of an order: what was bought, as it was at that moment.
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_parts.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kKinds[] = {"physical", "digital", "giftcertificate"};

constexpr Field kOptions[] = {
    integer("id"),
    integer("option_id"),
    integer("order_product_id"),
    integer("product_option_id"),
    text("display_name"),
    text("display_value"),
    text("value"),
    text("type"),
    text("name"),
    text("display_style"),
    text("display_name_customer"),
    text("display_name_merchant"),
    text("display_value_customer"),
    text("display_value_merchant"),
};

constexpr Field kDiscounts[] = {
    text("id"), cost("amount"), text("name"), text("code").or_null(), text("target"),
};

constexpr Field kConfigurable[] = {text("name"), text("value")};

constexpr Field kFields[] = {
    id(),
    parent_id("order_id"),
    integer("product_id").indexed(),
    integer("variant_id"),
    integer("order_pickup_method_id"),
    integer("order_address_id"),
    text("name"),
    text("name_customer"),
    text("name_merchant"),
    text("sku"),
    text("upc"),
    choice("type", kKinds).otherwise("\"physical\""),
    cost("base_price"),
    cost("price_ex_tax"),
    cost("price_inc_tax"),
    cost("price_tax"),
    cost("base_total"),
    cost("total_ex_tax"),
    cost("total_inc_tax"),
    cost("total_tax"),
    cost("discounted_total_inc_tax"),
    text("weight").otherwise("\"0.0000\""),
    text("width").otherwise("\"0.0000\""),
    text("height").otherwise("\"0.0000\""),
    text("depth").otherwise("\"0.0000\""),
    integer("quantity"),
    cost("base_cost_price"),
    cost("cost_price_inc_tax"),
    cost("cost_price_ex_tax"),
    cost("cost_price_tax"),
    flag("is_refunded"),
    integer("quantity_refunded"),
    cost("refund_amount"),
    integer("return_id"),
    integer("wrapping_id"),
    text("wrapping_name"),
    cost("base_wrapping_cost"),
    cost("wrapping_cost_ex_tax"),
    cost("wrapping_cost_inc_tax"),
    cost("wrapping_cost_tax"),
    text("wrapping_message"),
    integer("quantity_shipped"),
    text("event_name").or_null(),
    text("event_date").or_null(),
    cost("fixed_shipping_cost"),
    text("ebay_item_id"),
    text("ebay_transaction_id"),
    integer("option_set_id").or_null(),
    integer("parent_order_product_id").or_null(),
    flag("is_bundled_product"),
    text("bin_picking_number"),
    text("external_id").or_null(),
    text("fulfillment_source"),
    text("brand"),
    integer("gift_certificate_id").or_null(),
    objects("applied_discounts", kDiscounts),
    objects("product_options", kOptions),
    objects("configurable_fields", kConfigurable),
};

constexpr Operation kOperations[] = {
    list("/v2/orders/{order_id}/products"),
    get("/v2/orders/{order_id}/products/{product_id}"),
};

}  // namespace

constexpr RecordType kOrderProduct{
    .name = "order_product",
    .face = Face::v2,
    .dates = Dates::rfc2822,
    .scope = Scope::orders,
    .fields = kFields,
    .operations = kOperations,
    .parent = &kOrder,
    .parent_column = "order_id",
    .empty_list_is_204 = true,
    .strict_filters = false,
    .limits = {.per_parent = 1'000},
    .title = "order product",
};

}  // namespace fieldstone::types
