// Refunds: their amounts, what they change of the order, and the payments that carry them.
#include "app/events.hpp"
#include "app/records/values.hpp"
#include "app/records/writes.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_parts.hpp"
#include "types/orders/order_rules.hpp"
#include "types/orders/order_status.hpp"
#include "types/orders/order_transaction.hpp"
#include "types/orders/order_use_cases.hpp"
#include "types/orders/refund_sums.hpp"
#include "types/orders/test_gateway.hpp"

namespace fieldstone::types {
namespace {

using namespace record;
using app::records::Change;
using app::records::Object;
using app::records::Record;
using app::records::Use;

constexpr std::string_view kItemTypes[] = {"PRODUCT",  "GIFT_WRAPPING", "SHIPPING",
                                           "HANDLING", "ORDER",         "FEE"};

constexpr Field kAdjustments[] = {
    money("amount", -9'999'999'999, 0),
    text("description", 0, 255),
};

constexpr Field kItems[] = {
    choice("item_type", kItemTypes).required(),
    integer("item_id", 1).required(),
    text("reason", 0, 1'000),
    integer("quantity", 0),
    objects("adjustments", kAdjustments, 100),
    money("requested_amount").read_only(),
    money("amount").hidden(),
};

constexpr Field kPayments[] = {
    integer("id").read_only(),          text("provider_id", 1, 255).required(),
    money("amount").required(),         flag("offline"),
    flag("is_declined").read_only(),    text("declined_message").read_only(),
    text("transaction_id").read_only(),
};

constexpr Field kOverride[] = {
    money("total_amount").required(),
    money("total_tax").required(),
};

constexpr Field kFields[] = {
    id().asked(kIn),
    parent_id("order_id").asked(kIn),
    integer("user_id").read_only(),
    created("created").asked(kMin | kMax),
    text("reason", 0, 1'000),
    money("total_amount").read_only(),
    money("total_tax", -9'999'999'999).read_only(),
    flag("uses_merchant_override_values").read_only(),
    objects("payments", kPayments, 10),
    objects("items", kItems),
    object("merchant_calculated_override", kOverride).hidden(),
    money("tax_adjustment_amount", -9'999'999'999).hidden(),
};

constexpr Operation kOperations[] = {
    list("/v3/orders/payment_actions/refunds"),
    get("/v3/orders/payment_actions/refunds/{refund_id}"),
    list("/v3/orders/{order_id}/payment_actions/refunds"),
    create("/v3/orders/{order_id}/payment_actions/refunds", 201),
};

void check_refund(const Object& sent, Use, ItemErrors& errors) {
  const auto* items = sent.if_contains("items");
  const bool no_items = items == nullptr || !items->is_array() || items->get_array().empty();
  if (no_items && !sent.contains("tax_adjustment_amount")) errors.missing("items");
  if (!no_items && !sent.contains("payments")) errors.missing("payments");
}

void set_requested(Change& change, const RefundSums& sums) {
  auto* items = change.after.at("items").if_array();
  for (std::size_t i = 0; i < items->size() && i < sums.items.size(); ++i)
    set_number((*items)[i].as_object(), "requested_amount", sums.items[i]);
}

// ORD-82: payments carry exactly what is refunded.
void check_payments(const Change& change, std::int64_t total, ItemErrors& errors) {
  const auto& payments = change.after.at("payments").as_array();
  if (payments.empty()) return;
  std::int64_t paid = 0;
  for (const auto& payment : payments) paid += amount_in(payment.as_object(), "amount");
  if (paid != total)
    errors.add("payments", "payments must come to " + app::records::money_text(total));
}

// ORD-83.
void check_store_credit(const Change& change, const Object& order, ItemErrors& errors) {
  if (integer_in(order, "customer_id") != 0) return;
  for (const auto& payment : change.after.at("payments").as_array()) {
    if (view_in(payment.as_object(), "provider_id") == "storecredit")
      errors.add("payments", "Unable to provide store credit for a guest customer.");
  }
}

Status judge_refund(store::Tx& tx, const app::Context& context, Change& change,
                    ItemErrors& errors) {
  FS_TRY(const auto order, order_of(tx, context, change.parent_id));
  FS_TRY(auto sums, sum_refund(tx, context, change.parent_id, change.sent, errors));
  if (const auto* own = change.sent.if_contains("merchant_calculated_override")) {
    sums.total = amount_in(own->as_object(), "total_amount");
    sums.tax = amount_in(own->as_object(), "total_tax");
    change.after["uses_merchant_override_values"] = true;
    if (sums.total + amount_in(order.members, "refunded_amount") >
        amount_in(order.members, "total_inc_tax"))
      errors.add("merchant_calculated_override.total_amount",
                 "total_amount is more than there is left to refund");
  }
  set_number(change.after, "total_amount", sums.total);
  set_number(change.after, "total_tax", sums.tax);
  set_requested(change, sums);
  check_payments(change, sums.total, errors);
  check_store_credit(change, order.members, errors);
  return {};
}

Status refund_line(store::Tx& tx, const app::Context& context, const Object& item) {
  FS_TRY(auto line, app::records::find_record(tx, context.caller.store_id, kOrderProduct,
                                              integer_in(item, "item_id")));
  if (!line) return {};
  Object& members = line->members;
  const std::int64_t refunded =
      integer_in(members, "quantity_refunded") + integer_in(item, "quantity");
  members["quantity_refunded"] = refunded;
  members["is_refunded"] = refunded >= integer_in(members, "quantity");
  return app::records::store_members(tx, context, kOrderProduct, *line);
}

// ORD-84: the order is refunded, wholly or in part.
Status refund_order(store::Tx& tx, const app::Context& context, std::int64_t order_id,
                    std::int64_t carried) {
  FS_TRY(auto order, order_of(tx, context, order_id));
  Object& members = order.members;
  const std::int64_t refunded = amount_in(members, "refunded_amount") + carried;
  set_amount(members, "refunded_amount", refunded);
  const bool all = refunded >= amount_in(members, "total_inc_tax");
  members["payment_status"] = all ? "refunded" : "partially refunded";
  members["date_modified"] = app::records::date_text(Dates::rfc2822, context.now);
  const std::int64_t before = integer_in(members, "status_id");
  const std::int64_t after = all ? kRefunded : kPartiallyRefunded;
  set_order_status(members, after, context.now);
  FS_TRY_STATUS(app::records::store_members(tx, context, kOrder, order));
  FS_TRY_STATUS(raise_updated(tx, context, order.id));
  if (before == after) return {};
  return raise_status_updated(tx, context, order.id, {before, after});
}

// ORD-94: the test gateway may decline its payment.
Result<bool> is_declined(store::Tx& tx, const app::Context& context, const Object& payment) {
  if (view_in(payment, "provider_id") != kTestGateway || payment.at("offline").as_bool())
    return false;
  FS_TRY(const auto reply, ask_gateway(tx, context.caller.store_id, GatewayStep::refund));
  return reply == GatewayReply::decline;
}

// The transactions of the payments: the refund is stored again with their ids. What was not
// declined, in ten-thousandths.
Result<std::int64_t> carry(store::Tx& tx, const app::Context& context, const Change& refund) {
  FS_TRY(const auto order, order_of(tx, context, refund.parent_id));
  Record record{refund.id, refund.parent_id, refund.after};
  std::int64_t number = 0;
  std::int64_t carried = 0;
  for (auto& value : record.members.at("payments").as_array()) {
    Object& member = value.as_object();
    Payment payment{"refund", view_in(member, "provider_id"),
                    view_in(order.members, "currency_code"), amount_in(member, "amount"),
                    member.at("offline").as_bool()};
    FS_TRY(payment.declined, is_declined(tx, context, member));
    FS_TRY(const auto id, add_transaction(tx, context, refund.parent_id, payment));
    member["id"] = ++number;
    member["transaction_id"] = std::to_string(id);
    member["is_declined"] = payment.declined;
    if (payment.declined) member["declined_message"] = "The test gateway declined the refund.";
    if (!payment.declined) carried += payment.amount;
  }
  FS_TRY_STATUS(app::records::store_members(tx, context, kOrderRefund, record));
  return carried;
}

Status settle_refund(store::Tx& tx, const app::Context& context, const Change& refund) {
  FS_TRY(auto carried, carry(tx, context, refund));
  const bool paid = !refund.after.at("payments").as_array().empty();
  if (!paid) carried = amount_in(refund.after, "total_amount");
  const std::string order = std::to_string(refund.parent_id);
  FS_TRY_STATUS(app::raise_event(tx, context, "store/order/refund/created", "order/" + order,
                                 R"({"type":"order","id":)" + order + R"(,"refund":{"refund_id":)" +
                                     std::to_string(refund.id) + "}}"));
  if (paid && carried == 0) return {};
  for (const auto& value : refund.after.at("items").as_array()) {
    const Object& item = value.as_object();
    if (view_in(item, "item_type") == "PRODUCT") FS_TRY_STATUS(refund_line(tx, context, item));
  }
  return refund_order(tx, context, refund.parent_id, carried);
}

constexpr app::records::Rules kRules{
    .check = &check_refund, .judge = &judge_refund, .settle = &settle_refund};

}  // namespace

constexpr RecordType kOrderRefund{
    .name = "order_refund",
    .dates = Dates::offset,
    .scope = Scope::orders,
    .fields = kFields,
    .operations = kOperations,
    .parent = &kOrder,
    .parent_column = "order_id",
    .limits = {.per_parent = 1'000},
    .rules = &kRules,
    .title = "refund",
};

}  // namespace fieldstone::types
