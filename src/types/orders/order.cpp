// The declaration. What follows from what: order_rules.cpp.
#include "types/orders/order.hpp"

#include "types/channels/channel.hpp"
#include "types/orders/order_input.hpp"
#include "types/orders/order_parts.hpp"
#include "types/orders/order_rules.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kBilling[] = {
    text("first_name", 0, kAddressText),      text("last_name", 0, kAddressText),
    text("company", 0, kAddressText),         text("street_1", 0, kAddressText),
    text("street_2", 0, kAddressText),        text("city", 0, kAddressText),
    text("state", 0, kAddressText),           text("zip", 0, kAddressText).required(),
    text("country", 0, kAddressText),         text("country_iso2", 0, 2),
    text("phone", 0, kAddressText),           text("email", 0, kAddressText).folded().asked(kEqual),
    objects("form_fields", kFormFieldValues),
};

constexpr Field kFields[] = {
    id().asked(kMin | kMax | kSort),
    integer("customer_id", 0).asked(kEqual | kSort),
    date("date_created").asked(kMin | kMax | kSort),
    modified().asked(kMin | kMax | kSort),
    text("date_shipped").read_only(),
    integer("status_id", 0, 14).otherwise("1").asked(kEqual | kSort),
    text("status").read_only(),
    cost("subtotal_ex_tax"),
    cost("subtotal_inc_tax"),
    cost("subtotal_tax").read_only(),
    cost("base_shipping_cost"),
    cost("shipping_cost_ex_tax"),
    cost("shipping_cost_inc_tax"),
    cost("shipping_cost_tax").read_only(),
    integer("shipping_cost_tax_class_id").read_only(),
    cost("base_handling_cost"),
    cost("handling_cost_ex_tax"),
    cost("handling_cost_inc_tax"),
    cost("handling_cost_tax").read_only(),
    integer("handling_cost_tax_class_id").read_only(),
    cost("base_wrapping_cost"),
    cost("wrapping_cost_ex_tax"),
    cost("wrapping_cost_inc_tax"),
    cost("wrapping_cost_tax").read_only(),
    integer("wrapping_cost_tax_class_id").read_only(),
    cost("total_ex_tax"),
    cost("total_inc_tax").asked(kMin | kMax).called("total"),
    cost("total_tax").read_only(),
    integer("items_total").read_only(),
    integer("items_shipped").read_only(),
    text("payment_method", 0, 255).otherwise("\"Manual\"").asked(kEqual),
    text("payment_provider_id", 0, 255),
    text("payment_status").read_only(),
    cost("refunded_amount").read_only(),
    flag("order_is_digital"),
    cost("store_credit_amount").read_only(),
    cost("gift_certificate_amount").read_only(),
    text("ip_address", 0, 30),
    text("ip_address_v6", 0, 39),
    text("geoip_country", 0, 255),
    text("geoip_country_iso2", 0, 2),
    integer("currency_id").read_only().otherwise("1"),
    text("currency_code").read_only(),
    text("currency_exchange_rate").read_only().otherwise("\"1.0000000000\""),
    integer("default_currency_id").read_only().otherwise("1"),
    text("default_currency_code", 3, 3).otherwise("\"USD\"").ignores_change(),
    text("staff_notes"),
    text("customer_message"),
    cost("discount_amount"),
    cost("coupon_discount").read_only(),
    integer("shipping_address_count").read_only(),
    flag("is_deleted").asked(kEqual),
    text("ebay_order_id", 0, 255).otherwise("\"0\""),
    text("cart_id").read_only().asked(kEqual),
    object("billing_address", kBilling).required().merging(),
    flag("is_email_opt_in").read_only(),
    text("order_source", 0, 255).otherwise("\"external\""),
    integer("channel_id", 1).otherwise("1").refers_to(kChannel).asked(kEqual | kSort),
    text("external_source", 0, 255).or_null(),
    text("external_id").read_only().or_null().asked(kSort),
    text("external_merchant_id", 0, 255).or_null(),
    text("tax_provider_id", 0, 255),
    text("customer_locale", 0, 8),
    text("external_order_id", 0, 255).takes_null().asked(kEqual),
    text("store_default_currency_code").read_only().otherwise("\"USD\""),
    text("store_default_to_transactional_exchange_rate").read_only().otherwise("\"1.0000000000\""),
    text("custom_status").read_only(),
    flag("is_tax_inclusive_pricing").read_only(),
    objects("products", kProductInput, 1'000).hidden(),
    objects("shipping_addresses", kAddressInput, 250).hidden(),
    objects("fees", kFeeInput, 250).hidden(),
    object("consignments", kConsignmentInput).hidden(),
};

constexpr Operation kOperations[] = {
    list("/v2/orders"),
    create("/v2/orders"),
    get("/v2/orders/{order_id}"),
    update("/v2/orders/{order_id}"),
};

constexpr Child kChildren[] = {
    {&kOrderProduct},  {&kOrderShippingAddress}, {&kOrderFee},    {&kOrderPickup},
    {&kOrderShipment}, {&kOrderMessage},         {&kOrderCoupon}, {&kOrderTransaction},
    {&kOrderRefund},   {&kOrderStock},
};

}  // namespace

constexpr RecordType kOrder{
    .name = "sales_order",
    .face = Face::v2,
    .dates = Dates::rfc2822,
    .scope = Scope::orders,
    .fields = kFields,
    .operations = kOperations,
    .first_id = 100,
    .empty_list_is_204 = true,
    .strict_filters = false,
    .children = kChildren,
    .metafields = ResourceType::order,
    .events = {.prefix = "store/order/", .kind = "order"},
    .rules = &kOrderRules,
    .title = "order",
};

}  // namespace fieldstone::types
