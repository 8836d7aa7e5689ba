// Use cases of settings for customers (CU-150 … CU-152).
#pragma once

#include <cstdint>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/customer_settings.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

// kAllChannels: the store's own.
struct ReadSettings {
  std::int64_t channel_id = kAllChannels;
};

struct WriteSettings {
  std::int64_t channel_id = kAllChannels;
  CustomerSettingsInput input;
};

// What is set there (CU-151: what is inherited is not).
Result<CustomerSettings> get_settings(store::Tx& tx, const Context& context,
                                      const ReadSettings& query);
// Errors: validation naming every broken member; a group that does not exist (CU-152).
Result<CustomerSettings> update_settings(store::Tx& tx, const Context& context,
                                         const WriteSettings& command);

// Whether customers with global access may log in on the channel (CU-151, CU-171).
Result<bool> allows_global_logins(store::Tx& tx, StoreId store_id, std::int64_t channel_id);

}  // namespace fieldstone::app
