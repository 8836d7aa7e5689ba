// Fees of an order and places where it is picked up.
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_parts.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kKinds[] = {"custom_fee"};

constexpr Field kFeeFields[] = {
    id(),
    choice("type", kKinds).otherwise("\"custom_fee\""),
    text("display_name_customer", 0, 255),
    text("display_name_merchant", 0, 255),
    text("source", 0, 255),
    cost("base_cost"),
    cost("cost_ex_tax"),
    cost("cost_inc_tax"),
    cost("cost_tax"),
    integer("tax_class_id").or_null(),
};

constexpr Field kLocation[] = {
    integer("id"),
    text("name", 0, 255),
    text("code", 0, 50),
    text("address_line_1", 0, 255),
    text("address_line_2", 0, 255),
    text("city", 0, 255),
    text("state", 0, 255),
    text("postal_code", 0, 50),
    text("country_alpha2", 0, 2),
    text("email", 0, 255),
    text("phone", 0, 125),
};

constexpr Field kPickupFields[] = {
    id(),
    integer("pickup_method_id"),
    text("pickup_method_display_name", 0, 250),
    text("collection_instructions"),
    text("collection_time_description", 0, 250),
    object("location", kLocation),
};

}  // namespace

constexpr RecordType kOrderFee{
    .name = "order_fee",
    .face = Face::v2,
    .dates = Dates::rfc2822,
    .scope = Scope::orders,
    .fields = kFeeFields,
    .parent = &kOrder,
    .parent_column = "order_id",
    .limits = {.per_parent = 250},
    .title = "fee",
};

constexpr RecordType kOrderPickup{
    .name = "order_pickup",
    .face = Face::v2,
    .dates = Dates::rfc2822,
    .scope = Scope::orders,
    .fields = kPickupFields,
    .parent = &kOrder,
    .parent_column = "order_id",
    .limits = {.per_parent = 1},
    .title = "pickup",
};

}  // namespace fieldstone::types
