// Authorization, capture and void of an order's payment (ORD-90 … ORD-93).
#pragma once

#include "types/orders/order_use_cases.hpp"
#include "types/orders/test_gateway.hpp"

namespace fieldstone::types {

// The payment is authorized: it is to be captured, or voided. Where the gateway waits, the order
// says so until the answer comes. Errors: validation where the payment is not authorized;
// not_found.
Status capture_payment(store::Tx& tx, const app::Context& context, const OrderPath& path);
Status void_payment(store::Tx& tx, const app::Context& context, const OrderPath& path);

struct StepReply {
  GatewayStep step = GatewayStep::authorize;
  GatewayReply reply = GatewayReply::accept;
};
// Writes what the gateway said into the order, with its transaction and event.
Status apply_reply(store::Tx& tx, const app::Context& context, app::records::Record order,
                   const StepReply& answered);
// The transaction of an answer. A reply that waits has none.
Status note_reply(store::Tx& tx, const app::Context& context, const app::records::Record& order,
                  const StepReply& answered);

}  // namespace fieldstone::types
