// What clients send of an order's parts: members of POST and PUT that the order itself has not.
#pragma once

#include "types/orders/address_fields.hpp"
#include "types/orders/amounts.hpp"

namespace fieldstone::types {

inline constexpr record::Field kOptionInput[] = {
    record::integer("id"),
    record::text("value"),
    record::text("display_name", 1),
    record::text("display_name_customer", 1),
    record::text("display_name_merchant"),
    record::text("display_value", 1),
    record::text("display_value_customer", 1),
    record::text("display_value_merchant", 1),
};

inline constexpr record::Field kProductInput[] = {
    record::integer("id", 1),
    record::integer("product_id", 0),
    record::integer("variant_id", 0),
    record::text("name", 1, 250),
    record::text("name_customer", 1, 250),
    record::text("name_merchant", 0, 250),
    record::text("sku", 0, 255),
    record::text("upc", 0, 255),
    record::integer("quantity", 0),
    record::money("price_ex_tax"),
    record::money("price_inc_tax"),
    record::integer("wrapping_id", 0),
    record::text("wrapping_name"),
    record::text("wrapping_message"),
    record::money("wrapping_cost_ex_tax"),
    record::money("wrapping_cost_inc_tax"),
    record::objects("product_options", kOptionInput),
};

inline constexpr record::Field kAddressInput[] = {
    record::integer("id", 1),
    record::text("first_name", 0, kAddressText),
    record::text("last_name", 0, kAddressText),
    record::text("company", 0, kAddressText),
    record::text("street_1", 0, kAddressText),
    record::text("street_2", 0, kAddressText),
    record::text("city", 0, kAddressText),
    record::text("zip", 0, kAddressText),
    record::text("country", 0, kAddressText),
    record::text("country_iso2", 0, 2),
    record::text("state", 0, kAddressText),
    record::text("email", 0, kAddressText),
    record::text("phone", 0, kAddressText),
    record::text("shipping_method", 0, kAddressText),
    record::objects("form_fields", kFormFieldValues),
};

inline constexpr std::string_view kFeeKinds[] = {"custom_fee"};
inline constexpr record::Field kFeeInput[] = {
    record::integer("id", 1),
    record::choice("type", kFeeKinds),
    record::text("display_name_customer", 0, 255),
    record::text("display_name_merchant", 0, 255),
    record::text("source", 0, 255),
    record::money("cost_ex_tax"),
    record::money("cost_inc_tax"),
    record::money("cost_tax"),
    record::integer("tax_class_id").takes_null(),
};

inline constexpr record::Field kLocationInput[] = {
    record::text("name", 0, 255),           record::text("code", 0, 50),
    record::text("address_line_1", 0, 255), record::text("address_line_2", 0, 255),
    record::text("city", 0, 255),           record::text("state", 0, 255),
    record::text("postal_code", 0, 50),     record::text("country_alpha2", 2, 2),
    record::text("email", 0, 255),          record::text("phone", 0, 125),
};
inline constexpr record::Field kPickupInput[] = {
    record::integer("id", 1),
    record::integer("pickup_method_id"),
    record::text("pickup_method_display_name", 0, 250),
    record::text("collection_instructions"),
    record::text("collection_time_description", 0, 250),
    record::object("location", kLocationInput),
    record::objects("line_items", kProductInput),
};
inline constexpr record::Field kConsignmentInput[] = {
    record::objects("pickups", kPickupInput, 1),
};

}  // namespace fieldstone::types
