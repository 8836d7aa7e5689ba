// The outside party of payments, built in: it accepts, declines or waits as the rules of the store
// say (ORD-91 … ORD-94). Orders whose payment_provider_id is "testgateway" are paid through it.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "app/records/rules.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::types {

inline constexpr std::string_view kTestGateway = "testgateway";

enum class GatewayStep : std::uint8_t { authorize, capture, cancel, refund };
enum class GatewayReply : std::uint8_t { accept, decline, wait };

// Stable: words of the command line and of what is stored.
std::span<const std::string_view> gateway_steps();
std::string_view name_of(GatewayStep step);
std::string_view name_of(GatewayReply reply);

// What the gateway says to a step. Until somebody sets a rule it accepts.
Result<GatewayReply> ask_gateway(store::Tx& tx, StoreId store_id, GatewayStep step);
Status set_gateway_rule(store::Tx& tx, StoreId store_id, GatewayStep step, GatewayReply reply);

// The payment_status after a step was answered.
std::string_view payment_status_of(GatewayStep step, GatewayReply reply);

struct GatewayAnswer {
  std::int64_t order_id = 0;
  GatewayReply reply = GatewayReply::accept;  // accept or decline
};
// Answers what an order waits for. Errors: validation where it waits for nothing; not_found.
Status answer_payment(store::Tx& tx, const app::Context& context, const GatewayAnswer& answer);

}  // namespace fieldstone::types
