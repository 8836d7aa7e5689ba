// Records that belong to a customer, who is no record.
#pragma once

#include "app/customers.hpp"

namespace fieldstone::types {

// Deletes customers with all that belongs to them: app::delete_customers, and wishlists and tax
// values (WISH-4, TAX-7).
Status delete_customers(store::Tx& tx, const app::Context& context,
                        const app::DeleteCustomers& command);

}  // namespace fieldstone::types
