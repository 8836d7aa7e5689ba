// One unit of work in progress: the repositories of one transaction.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "store/account_repo.hpp"
#include "store/address_repo.hpp"
#include "store/attribute_repo.hpp"
#include "store/consent_repo.hpp"
#include "store/counter_repo.hpp"
#include "store/customer_group_repo.hpp"
#include "store/customer_password_repo.hpp"
#include "store/customer_repo.hpp"
#include "store/customer_settings_repo.hpp"
#include "store/delivery_repo.hpp"
#include "store/dialect.hpp"
#include "store/form_field_repo.hpp"
#include "store/hook_attempt_repo.hpp"
#include "store/hook_fate_repo.hpp"
#include "store/hook_key.hpp"
#include "store/hook_repo.hpp"
#include "store/instrument_repo.hpp"
#include "store/known_resource_repo.hpp"
#include "store/metafield_repo.hpp"
#include "store/outbox_repo.hpp"
#include "store/sql.hpp"

namespace fieldstone::store {

// Repositories are thin values over the connection: ask for one where it is needed.
// Thread: the one that runs the unit of work.
class Tx {
 public:
  Tx(sql::Connection& connection, const Dialect& dialect)
      : connection_(connection), dialect_(dialect) {}

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
  AccountRepo accounts() { return AccountRepo(connection_); }
  KnownResourceRepo known_resources() { return KnownResourceRepo(connection_); }
  HookRepo hooks() { return HookRepo(connection_, &touched_); }
  OutboxRepo outbox() { return OutboxRepo(connection_, &touched_); }
  CounterRepo counters() { return CounterRepo(connection_); }
  DeliveryRepo deliveries() { return DeliveryRepo(connection_, dialect_); }
  HookAttemptRepo hook_attempts() { return HookAttemptRepo(connection_); }
  HookFateRepo hook_fates() { return HookFateRepo(connection_); }

  // Hooks that have new events or were changed: the store tells its listener after COMMIT.
  std::vector<HookKey>& touched_hooks() { return touched_; }

  // The active hooks of a store, looked up once in a unit of work. Valid as long as this.
  Result<std::vector<ActiveHook>*> listeners(StoreId store_id) {
    if (!listeners_ || listeners_->store_id != store_id) {
      FS_TRY(auto hooks, HookRepo(connection_).active(store_id));
      listeners_ = Listeners{store_id, std::move(hooks)};
    }
    return &listeners_->hooks;
  }

  sql::Connection& connection() { return connection_; }
  const Dialect& dialect() const { return dialect_; }

 private:
  struct Listeners {
    StoreId store_id;
    std::vector<ActiveHook> hooks;
  };

  sql::Connection& connection_;
  const Dialect& dialect_;
  std::optional<Listeners> listeners_;
  std::vector<HookKey> touched_;
};

}  // namespace fieldstone::store
