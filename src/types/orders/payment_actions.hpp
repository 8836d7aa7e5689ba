// Capture and void: what the API answers before the gateway does (ORD-90, ORD-91).
#pragma once

#include "types/orders/order_use_cases.hpp"

namespace fieldstone::types {

// The payment is authorized: it is scheduled to be captured, or voided. Errors: validation where it
// is not; not_found.
Status capture_payment(store::Tx& tx, const app::Context& context, const OrderPath& path);
Status void_payment(store::Tx& tx, const app::Context& context, const OrderPath& path);

}  // namespace fieldstone::types
