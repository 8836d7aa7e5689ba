#include "app/instruments.hpp"

namespace fieldstone::app {

Result<std::vector<store::Instrument>> list_instruments(store::Tx& tx, const Context& context,
                                                        const CustomerPath& query) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const bool exists, tx.customers().exists(store_id, query.customer_id));
  if (!exists) return fail(Code::not_found, "CU-191");
  return tx.instruments().of_customer(store_id, query.customer_id);
}

}  // namespace fieldstone::app
