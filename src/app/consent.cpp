#include "app/consent.hpp"

namespace fieldstone::app {

Result<Consent> get_consent(store::Tx& tx, const Context& context, const CustomerPath& query) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto customer, tx.customers().find(store_id, query.customer_id));
  if (!customer) return fail(Code::not_found, "CU-132");
  FS_TRY(const auto stored, tx.consents().find(store_id, query.customer_id));
  return stored.value_or(Consent{0, 0, customer->date_created});
}

Result<Consent> set_consent(store::Tx& tx, const Context& context, const WriteConsent& command) {
  if (auto broken = check_consent(command.input); !broken.empty())
    return fail(Code::validation, "CU-131", {}, std::move(broken));
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const bool exists, tx.customers().exists(store_id, command.customer_id));
  if (!exists) return fail(Code::not_found, "CU-132");
  Consent consent = make_consent(command.input, context.now);
  FS_TRY(const auto stored, tx.consents().find(store_id, command.customer_id));
  if (stored) consent.updated_at = std::max(consent.updated_at, stored->updated_at);
  FS_TRY_STATUS(tx.consents().set(store_id, command.customer_id, consent));
  return consent;
}

}  // namespace fieldstone::app
