// Records that belong to a customer, who is no record.
#pragma once

#include "app/customers.hpp"

namespace fieldstone::types {

// Deletes customers with all that belongs to them: app::delete_customers, and wishlists, tax values
// and shopper profiles (WISH-4, TAX-7, SEG-2).
Status delete_customers(store::Tx& tx, const app::Context& context,
                        const app::DeleteCustomers& command);

// app::list_customers with what segments know of them, where it is asked for.
Result<app::CustomersPage> list_customers(store::Tx& tx, const app::Context& context,
                                          const app::ListCustomers& command);

}  // namespace fieldstone::types
