// Settings of a store and its channels: what was set, over what holds until then.
#pragma once

#include "app/records/rules.hpp"
#include "core/record/settings_type.hpp"

namespace fieldstone::app::records {

struct SettingsAddress {
  const record::SettingsType& type;
  std::int64_t channel_id = 0;  // 0: the store's own
};

// As the API shows them: a channel's members are null where it inherits (SET-1).
// Errors: not_found for a channel that is not there.
Result<Object> get_settings(store::Tx& tx, const Context& context, const SettingsAddress& address);

// What holds: a channel's own, else the store's, else the fallback. For other types' rules.
Result<Object> effective_settings(store::Tx& tx, StoreId store_id, const SettingsAddress& address);

struct PutSettings {
  SettingsAddress address;
  Object sent;  // checked; null: as if it had never been set (SET-2)
};
Result<Object> put_settings(store::Tx& tx, const Context& context, const PutSettings& put);

// The members that a client sent. Errors: through `errors`.
Object read_settings(const record::SettingsType& type, const Object& body, ItemErrors& errors);

}  // namespace fieldstone::app::records
