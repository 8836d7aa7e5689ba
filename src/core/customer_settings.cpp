#include "core/customer_settings.hpp"

#include "core/item_errors.hpp"
#include "core/limits.hpp"

namespace fieldstone {
namespace {

constexpr std::int64_t kFirstChannel = 1;

// Null is a value here: it unsets.
bool is_set(InputState state) { return state != InputState::absent && state != InputState::null; }

void check_object(std::string_view name, InputState state, ItemErrors& errors) {
  if (state == InputState::null || state == InputState::wrong_type)
    errors.add(name, std::string(name) + " must be an object");
}

template <class T, class Value>
void assign(const Input<T>& input, std::optional<Value>& value) {
  if (input.state == InputState::null) value.reset();
  if (input.has_value()) value = Value(input.value);
}

}  // namespace

std::vector<FieldError> check_settings(const CustomerSettingsInput& input) {
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  check_object("privacy_settings", input.privacy, errors);
  check_object("customer_group_settings", input.groups, errors);
  ItemErrors privacy("privacy_settings.", broken);
  if (is_set(input.ask_for_consent.state))
    privacy.flag("ask_shopper_for_tracking_consent", input.ask_for_consent);
  if (is_set(input.policy_url.state))
    privacy.text("policy_url", input.policy_url, {0, kMaxPolicyUrlCodePoints}, Presence::optional);
  if (is_set(input.ask_for_consent_on_checkout.state))
    privacy.flag("ask_shopper_for_tracking_consent_on_checkout", input.ask_for_consent_on_checkout);
  ItemErrors groups("customer_group_settings.", broken);
  if (is_set(input.guest_group_id.state))
    groups.integer("guest_customer_group_id", input.guest_group_id, 0);
  if (is_set(input.default_group_id.state))
    groups.integer("default_customer_group_id", input.default_group_id, 0);
  if (is_set(input.allow_global_logins.state))
    errors.flag("allow_global_logins", input.allow_global_logins);
  return broken;
}

void apply_settings(const CustomerSettingsInput& input, CustomerSettings& settings) {
  assign(input.ask_for_consent, settings.ask_for_consent);
  assign(input.policy_url, settings.policy_url);
  assign(input.ask_for_consent_on_checkout, settings.ask_for_consent_on_checkout);
  assign(input.guest_group_id, settings.guest_group_id);
  assign(input.default_group_id, settings.default_group_id);
  assign(input.allow_global_logins, settings.allow_global_logins);
}

bool allows_global_logins_by_default(std::int64_t channel_id) {
  return channel_id == kFirstChannel;
}

}  // namespace fieldstone
