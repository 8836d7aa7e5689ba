// Use cases of consent (CU-130 … CU-132).
#pragma once

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/consent.hpp"
#include "core/ids.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

struct CustomerPath {
  CustomerId customer_id;
};

struct WriteConsent {
  CustomerId customer_id;
  ConsentInput input;
};

// Before the first PUT: nothing either way, as of the customer's creation. Errors: not_found.
Result<Consent> get_consent(store::Tx& tx, const Context& context, const CustomerPath& query);
// Replaces both lists (CU-131). Errors: validation, not_found.
Result<Consent> set_consent(store::Tx& tx, const Context& context, const WriteConsent& command);

}  // namespace fieldstone::app
