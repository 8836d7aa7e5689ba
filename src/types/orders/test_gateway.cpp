#include "types/orders/test_gateway.hpp"

#include <boost/json/parse.hpp>

#include "json/write.hpp"
#include "store/records/settings_repo.hpp"
#include "types/orders/amounts.hpp"
#include "types/orders/order_use_cases.hpp"
#include "types/orders/payment_actions.hpp"

namespace fieldstone::types {
namespace {

using app::records::Object;

// Stable: names the row of the settings.
constexpr std::string_view kRow = "test_gateway";

constexpr std::string_view kSteps[] = {"authorize", "capture", "void", "refund"};
constexpr std::string_view kReplies[] = {"accept", "decline", "wait"};

Result<Object> rules_of(store::Tx& tx, StoreId store_id) {
  FS_TRY(const auto doc, store::SettingsRepo(tx).find(store_id, kRow, 0));
  if (!doc) return Object();
  return boost::json::parse(*doc).as_object();
}

// What the order waits for, by its payment_status.
std::optional<GatewayStep> step_of(std::string_view payment_status) {
  if (payment_status == "pending") return GatewayStep::authorize;
  if (payment_status == "capture pending") return GatewayStep::capture;
  if (payment_status == "void pending") return GatewayStep::cancel;
  return std::nullopt;
}

}  // namespace

std::span<const std::string_view> gateway_steps() { return kSteps; }
std::string_view name_of(GatewayStep step) { return kSteps[static_cast<std::size_t>(step)]; }
std::string_view name_of(GatewayReply reply) { return kReplies[static_cast<std::size_t>(reply)]; }

Result<GatewayReply> ask_gateway(store::Tx& tx, StoreId store_id, GatewayStep step) {
  FS_TRY(const Object rules, rules_of(tx, store_id));
  const std::string_view rule = view_in(rules, name_of(step));
  if (rule == name_of(GatewayReply::decline)) return GatewayReply::decline;
  if (rule == name_of(GatewayReply::wait)) return GatewayReply::wait;
  return GatewayReply::accept;
}

Status set_gateway_rule(store::Tx& tx, StoreId store_id, GatewayStep step, GatewayReply reply) {
  if (step == GatewayStep::refund && reply == GatewayReply::wait)
    return fail(Code::validation, "ORD-94", "a refund is accepted or declined at once");
  FS_TRY(Object rules, rules_of(tx, store_id));
  rules[name_of(step)] = name_of(reply);
  return store::SettingsRepo(tx).set(store_id, kRow, 0, json::to_text(rules));
}

std::string_view payment_status_of(GatewayStep step, GatewayReply reply) {
  const bool yes = reply == GatewayReply::accept;
  switch (step) {
    case GatewayStep::authorize:
      return reply == GatewayReply::wait ? "pending" : yes ? "authorized" : "declined";
    case GatewayStep::capture:
      return reply == GatewayReply::wait ? "capture pending" : yes ? "captured" : "authorized";
    case GatewayStep::cancel:
      return reply == GatewayReply::wait ? "void pending" : yes ? "void" : "authorized";
    case GatewayStep::refund: break;
  }
  return {};
}

Status answer_payment(store::Tx& tx, const app::Context& context, const GatewayAnswer& answer) {
  FS_TRY(auto order, order_of(tx, context, answer.order_id));
  const auto step = step_of(view_in(order.members, "payment_status"));
  if (!step)
    return fail(Code::validation, "ORD-92", "the order waits for no answer of the gateway");
  return apply_reply(tx, context, std::move(order), {*step, answer.reply});
}

}  // namespace fieldstone::types
