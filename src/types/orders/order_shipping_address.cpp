// Where an order goes.
#include "app/records/reads.hpp"
#include "types/link.hpp"
#include "types/orders/address_fields.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_parts.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr Field kFields[] = {
    id(),
    parent_id("order_id"),
    text("first_name", 0, kAddressText),
    text("last_name", 0, kAddressText),
    text("company", 0, kAddressText),
    text("street_1", 0, kAddressText),
    text("street_2", 0, kAddressText),
    text("city", 0, kAddressText),
    text("zip", 0, kAddressText),
    text("country", 0, kAddressText),
    text("country_iso2", 0, 2),
    text("state", 0, kAddressText),
    text("email", 0, kAddressText),
    text("phone", 0, kAddressText),
    integer("items_total").read_only(),
    integer("items_shipped").read_only(),
    text("shipping_method", 0, kAddressText),
    cost("base_cost").read_only(),
    cost("cost_ex_tax").read_only(),
    cost("cost_inc_tax").read_only(),
    cost("cost_tax").read_only(),
    integer("cost_tax_class_id").read_only(),
    cost("base_handling_cost").read_only(),
    cost("handling_cost_ex_tax").read_only(),
    cost("handling_cost_inc_tax").read_only(),
    cost("handling_cost_tax").read_only(),
    integer("handling_cost_tax_class_id").read_only(),
    integer("shipping_zone_id").read_only(),
    text("shipping_zone_name").read_only(),
    objects("form_fields", kFormFieldValues),
};

constexpr Operation kOperations[] = {
    list("/v2/orders/{order_id}/shipping_addresses"),
    get("/v2/orders/{order_id}/shipping_addresses/{id}"),
    update("/v2/orders/{order_id}/shipping_addresses/{id}"),
};

Status link_quotes(store::Tx&, const app::Context& context, std::span<app::records::Answer> all) {
  for (app::records::Answer& answer : all) {
    const std::string address = "/orders/" + std::to_string(answer.parent_id()) +
                                "/shipping_addresses/" + std::to_string(answer.id());
    answer.add("shipping_quotes", link_text(context, address + "/shipping_quotes"));
  }
  return {};
}

constexpr app::records::Rules kRules{.derive = &link_quotes};

}  // namespace

constexpr RecordType kOrderShippingAddress{
    .name = "order_shipping_address",
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
    .rules = &kRules,
    .title = "shipping address",
};

}  // namespace fieldstone::types
