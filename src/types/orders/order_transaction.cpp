// Payments of an order and what came back: written by refunds and payments, read by the API.
#include "types/orders/order_transaction.hpp"

#include "app/events.hpp"
#include "app/records/writes.hpp"
#include "json/write.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_parts.hpp"
#include "types/orders/test_gateway.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kEvents[] = {"purchase", "authorization", "capture", "refund",
                                        "void",     "pending",       "settled"};
constexpr std::string_view kStates[] = {"ok", "error"};

constexpr Field kFields[] = {
    id(),
    text("order_id"),
    choice("event", kEvents).otherwise("\"purchase\""),
    text("method"),
    money("amount"),
    text("currency"),
    text("gateway"),
    text("gateway_transaction_id"),
    flag("test"),
    choice("status", kStates).otherwise("\"ok\""),
    flag("fraud_review"),
    integer("reference_transaction_id").or_null(),
    created(),
    document("offline"),
    document("custom"),
    text("payment_method_id"),
    text("payment_instrument_token").or_null(),
    text("provider_instrument_token").or_null(),
    text("provider_customer_id").or_null(),
    document("avs_result").otherwise("{}"),
    document("cvv_result").otherwise("{}"),
    document("credit_card"),
    document("gift_certificate"),
    document("store_credit"),
    document("custom_provider_field_result"),
};

constexpr Operation kOperations[] = {list("/v3/orders/{order_id}/transactions")};

// The order's id is text here.
Status name_order(store::Tx&, const app::Context&, app::records::Change& change, ItemErrors&) {
  change.after["order_id"] = std::to_string(change.parent_id);
  return {};
}

Status tell(store::Tx& tx, const app::Context& context, const app::records::Change& change) {
  const std::string order(view_in(change.after, "order_id"));
  const std::string event(view_in(change.after, "event"));
  boost::json::object data;
  data["type"] = "transaction";
  data["order_id"] = order;
  data["transaction_id"] = std::to_string(change.id);
  const bool ok = view_in(change.after, "status") == "ok";
  data["transaction_status"] = ok ? "complete" : "failed";
  data["transaction_type"] = event;
  data["result"] = {{"code", event}, {"message", event}, {"type", ok ? "success" : "error"}};
  data["platform_transaction_id"] = std::to_string(change.id);
  data["provider_transaction_id"] = view_in(change.after, "gateway_transaction_id");
  return app::raise_event(tx, context, "store/order/transaction/created", "order/" + order,
                          json::to_text(data));
}

constexpr app::records::Rules kRules{.judge = &name_order, .settle = &tell};

std::string_view method_of(const Payment& payment) {
  if (payment.offline) return "offline";
  if (payment.provider == "storecredit") return "store_credit";
  return payment.provider == kTestGateway ? "credit_card" : "custom";
}

}  // namespace

constexpr RecordType kOrderTransaction{
    .name = "order_transaction",
    .dates = Dates::offset,
    .scope = Scope::transactions,
    .fields = kFields,
    .operations = kOperations,
    .parent = &kOrder,
    .parent_column = "order_id",
    .empty_list_is_204 = true,
    .rules = &kRules,
    .title = "transaction",
};

Result<std::int64_t> add_transaction(store::Tx& tx, const app::Context& context,
                                     std::int64_t order_id, const Payment& payment) {
  app::records::Draft draft;
  draft.sent["event"] = payment.event;
  draft.sent["method"] = method_of(payment);
  draft.sent["test"] = payment.provider == kTestGateway;
  draft.sent["status"] = payment.declined ? "error" : "ok";
  set_number(draft.sent, "amount", payment.amount);
  draft.sent["currency"] = payment.currency;
  draft.sent["gateway"] = payment.provider;
  draft.sent["payment_method_id"] = payment.provider;
  if (payment.offline) draft.sent["offline"] = {{"display_name", payment.provider}};
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  FS_TRY(const auto made,
         app::records::create_record(tx, context, {kOrderTransaction, order_id}, draft, errors));
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  return made->id;
}

}  // namespace fieldstone::types
