#include "types/orders/payment_actions.hpp"

#include "app/records/values.hpp"
#include "app/records/writes.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order.hpp"
#include "types/orders/order_rules.hpp"
#include "types/orders/order_transaction.hpp"

namespace fieldstone::types {
namespace {

std::string_view event_of(GatewayStep step) {
  switch (step) {
    case GatewayStep::authorize: return "authorization";
    case GatewayStep::capture: return "capture";
    case GatewayStep::cancel: return "void";
    case GatewayStep::refund: break;
  }
  return "refund";
}

// ORD-90. What another provider would do stays open: its answer never comes.
Status schedule(store::Tx& tx, const app::Context& context, std::int64_t order_id,
                GatewayStep step) {
  FS_TRY(auto order, order_of(tx, context, order_id));
  if (view_in(order.members, "payment_status") != "authorized")
    return fail(Code::validation, "ORD-90", "The payment of this order is not authorized.");
  StepReply answered{step, GatewayReply::wait};
  if (view_in(order.members, "payment_provider_id") == kTestGateway) {
    FS_TRY(answered.reply, ask_gateway(tx, context.caller.store_id, step));
  }
  return apply_reply(tx, context, std::move(order), answered);
}

}  // namespace

Status apply_reply(store::Tx& tx, const app::Context& context, app::records::Record order,
                   const StepReply& answered) {
  order.members["payment_status"] = payment_status_of(answered.step, answered.reply);
  order.members["date_modified"] = app::records::date_text(record::Dates::rfc2822, context.now);
  FS_TRY_STATUS(app::records::store_members(tx, context, kOrder, order));
  FS_TRY_STATUS(note_reply(tx, context, order, answered));
  return raise_updated(tx, context, order.id);
}

Status note_reply(store::Tx& tx, const app::Context& context, const app::records::Record& order,
                  const StepReply& answered) {
  if (answered.reply == GatewayReply::wait) return {};
  Payment payment;
  payment.event = event_of(answered.step);
  payment.provider = kTestGateway;
  payment.currency = view_in(order.members, "currency_code");
  payment.amount = amount_in(order.members, "total_inc_tax");
  payment.declined = answered.reply == GatewayReply::decline;
  FS_TRY_STATUS(add_transaction(tx, context, order.id, payment));
  return {};
}

Status capture_payment(store::Tx& tx, const app::Context& context, const OrderPath& path) {
  return schedule(tx, context, path.order_id, GatewayStep::capture);
}

Status void_payment(store::Tx& tx, const app::Context& context, const OrderPath& path) {
  return schedule(tx, context, path.order_id, GatewayStep::cancel);
}

}  // namespace fieldstone::types
