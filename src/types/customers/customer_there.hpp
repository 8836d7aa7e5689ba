// Records that name a customer, who is no record.
#pragma once

#include "app/records/rules.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::types {

// For `judge`: an error of customer_id unless the customer is there.
Status require_customer(store::Tx& tx, const app::Context& context,
                        const app::records::Change& change, ItemErrors& errors);

}  // namespace fieldstone::types
