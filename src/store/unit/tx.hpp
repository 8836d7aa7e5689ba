// One unit of work in progress: the repositories of one transaction.
#pragma once

#include <utility>
#include <vector>

#include "store/accounts/account_repo.hpp"
#include "store/accounts/app_repo.hpp"
#include "store/accounts/user_repo.hpp"
#include "store/customers/address_repo.hpp"
#include "store/customers/attribute_repo.hpp"
#include "store/customers/consent_repo.hpp"
#include "store/customers/customer_group_repo.hpp"
#include "store/customers/customer_password_repo.hpp"
#include "store/customers/customer_repo.hpp"
#include "store/customers/customer_settings_repo.hpp"
#include "store/customers/form_field_repo.hpp"
#include "store/customers/instrument_repo.hpp"
#include "store/hooks/delivery_repo.hpp"
#include "store/hooks/hook_attempt_repo.hpp"
#include "store/hooks/hook_fate_repo.hpp"
#include "store/hooks/hook_key.hpp"
#include "store/hooks/hook_repo.hpp"
#include "store/hooks/outbox_repo.hpp"
#include "store/metafields/known_resource_repo.hpp"
#include "store/metafields/metafield_repo.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"
#include "store/unit/counter_repo.hpp"
#include "store/unit/group_facts.hpp"

namespace fieldstone::store {

// Repositories are thin values over the connection: ask for one where it is needed.
// Thread: the one that runs the unit of work.
class Tx {
 public:
  // `group`: what the units of the same transaction share; without it the unit is alone.
  Tx(sql::Connection& connection, const Dialect& dialect, GroupFacts* group = nullptr)
      : connection_(connection), dialect_(dialect), facts_(group == nullptr ? &own_ : group) {}
  Tx(const Tx&) = delete;
  Tx& operator=(const Tx&) = delete;

  MetafieldRepo metafields() { return MetafieldRepo(connection_, dialect_); }
  CustomerRepo customers() { return CustomerRepo(connection_, dialect_); }
  AddressRepo addresses() { return AddressRepo(connection_, dialect_); }
  AttributeRepo attributes() { return AttributeRepo(connection_, dialect_); }
  AttributeValueRepo attribute_values() { return AttributeValueRepo(connection_, dialect_); }
  ConsentRepo consents() { return ConsentRepo(connection_); }
  InstrumentRepo instruments() { return InstrumentRepo(connection_); }
  FormFieldRepo form_fields() { return FormFieldRepo(connection_, dialect_); }
  CustomerGroupRepo customer_groups() { return CustomerGroupRepo(connection_, dialect_); }
  CustomerSettingsRepo customer_settings() { return CustomerSettingsRepo(connection_); }
  CustomerPasswordRepo passwords() { return CustomerPasswordRepo(connection_); }
  AccountRepo accounts() {
    facts_->hooks_changed = true;
    return AccountRepo(connection_);
  }
  AppRepo apps() {
    facts_->hooks_changed = true;  // of the accounts of installations
    return AppRepo(connection_);
  }
  UserRepo users() { return UserRepo(connection_); }
  KnownResourceRepo known_resources() { return KnownResourceRepo(connection_); }
  HookRepo hooks() {
    facts_->hooks_changed = true;
    return HookRepo(connection_, &touched_);
  }
  OutboxRepo outbox() { return OutboxRepo(connection_, &touched_, facts_); }
  CounterRepo counters() { return CounterRepo(connection_); }
  DeliveryRepo deliveries() { return DeliveryRepo(connection_, dialect_); }
  HookAttemptRepo hook_attempts() { return HookAttemptRepo(connection_); }
  HookFateRepo hook_fates() {
    facts_->hooks_changed = true;
    return HookFateRepo(connection_);
  }

  // Hooks that have new events or were changed: the store tells its listener after COMMIT.
  std::vector<HookKey>& touched_hooks() { return touched_; }

  // The active hooks of a store, looked up once in a transaction, or since a unit of it may have
  // changed them. Valid as long as this.
  Result<std::vector<ActiveHook>*> listeners(StoreId store_id) {
    auto& known = facts_->listeners;
    if (!known || known->store_id != store_id) {
      FS_TRY(auto hooks, HookRepo(connection_).active(store_id));
      known = GroupFacts::Listeners{store_id, std::move(hooks)};
    }
    return &known->hooks;
  }

  // For repositories that change neither hooks nor accounts.
  sql::Connection& rows() { return connection_; }
  sql::Connection& connection() {
    facts_->hooks_changed = true;
    return connection_;
  }
  const Dialect& dialect() const { return dialect_; }
  // How much text the unit has read: what its answer will be like.
  std::uint64_t bytes_read() const { return connection_.bytes_read(); }

 private:
  sql::Connection& connection_;
  const Dialect& dialect_;
  GroupFacts own_;
  GroupFacts* facts_;
  std::vector<HookKey> touched_;
};

}  // namespace fieldstone::store
