#include "app/credentials.hpp"

#include "app/customer_settings.hpp"

namespace fieldstone::app {
namespace {

// CU-171: channel access, or global access on a channel that admits it.
Result<bool> may_log_in(store::Tx& tx, StoreId store_id, const Customer& customer,
                        std::int64_t channel_id) {
  if (customer.channel_ids) return on_channel(customer.channel_ids, channel_id);
  return allows_global_logins(tx, store_id, channel_id);
}

}  // namespace

Result<Login> find_login(store::Tx& tx, const Context& context, const FindLogin& query) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto holders, tx.customers().find_by_email(store_id, query.email));
  for (const Customer& holder : holders) {
    FS_TRY(const bool may, may_log_in(tx, store_id, holder, query.channel_id));
    if (!may) continue;  // at most one passes: e-mails are unique where channels overlap (CU-30)
    FS_TRY(auto hash, tx.passwords().find(store_id, holder.id));
    return Login{holder.id, std::move(hash)};
  }
  return Login{};
}

}  // namespace fieldstone::app
