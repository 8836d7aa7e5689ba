// Settings for customers, of a store and of its channels (CU-150 … CU-152).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "core/input.hpp"

namespace fieldstone {

// The store's own settings stand beside its channels' under this id.
inline constexpr std::int64_t kAllChannels = 0;

// What is set; what is not set is inherited by a channel and has its default in a store.
struct CustomerSettings {
  std::optional<bool> ask_for_consent;  // ask_shopper_for_tracking_consent
  std::optional<std::string> policy_url;
  std::optional<bool> ask_for_consent_on_checkout;
  std::optional<std::int64_t> guest_group_id;
  std::optional<std::int64_t> default_group_id;
  std::optional<bool> allow_global_logins;  // channels only

  friend bool operator==(const CustomerSettings&, const CustomerSettings&) = default;
};

// The members as sent; null removes what was set (CU-151). Views point into the request.
struct CustomerSettingsInput {
  InputState privacy = InputState::absent;  // the object that holds the next three
  FlagInput ask_for_consent;
  TextInput policy_url;
  FlagInput ask_for_consent_on_checkout;
  InputState groups = InputState::absent;  // the object that holds the next two
  IntegerInput guest_group_id;
  IntegerInput default_group_id;
  FlagInput allow_global_logins;
};

// One FieldError per broken member, named by its path such as "privacy_settings.policy_url".
std::vector<FieldError> check_settings(const CustomerSettingsInput& input);
// Applies the members that were sent. Requires: check_settings found nothing.
void apply_settings(const CustomerSettingsInput& input, CustomerSettings& settings);

// Whether customers with global access may log in on a channel that says nothing of it (CU-151).
bool allows_global_logins_by_default(std::int64_t channel_id);

}  // namespace fieldstone
