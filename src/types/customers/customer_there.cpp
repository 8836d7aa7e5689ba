#include "types/customers/customer_there.hpp"

#include "types/members.hpp"

namespace fieldstone::types {

Status require_customer(store::Tx& tx, const app::Context& context,
                        const app::records::Change& change, ItemErrors& errors) {
  const CustomerId customer{integer_in(change.after, "customer_id")};
  FS_TRY(const bool there, tx.customers().exists(context.caller.store_id, customer));
  if (!there) errors.add("customer_id", "customer_id does not exist");
  return {};
}

}  // namespace fieldstone::types
