#include "core/customer_settings.hpp"

#include <gtest/gtest.h>

namespace fieldstone {
namespace {

TEST(CustomerSettings, NullUnsetsAndAbsenceLeaves) {  // CU-150, CU-151
  CustomerSettings settings;
  settings.policy_url = "https://a.example";
  settings.ask_for_consent = true;
  CustomerSettingsInput input;
  input.policy_url = {InputState::null, {}};
  ASSERT_TRUE(check_settings(input).empty());
  apply_settings(input, settings);
  EXPECT_FALSE(settings.policy_url);
  EXPECT_EQ(settings.ask_for_consent, true);
}

TEST(CustomerSettings, FalseAndZeroAreSaid) {  // CU-150
  CustomerSettings settings;
  CustomerSettingsInput input;
  input.ask_for_consent = {InputState::value, false};
  input.guest_group_id = {InputState::value, 0};
  ASSERT_TRUE(check_settings(input).empty());
  apply_settings(input, settings);
  EXPECT_EQ(settings.ask_for_consent, false);
  EXPECT_EQ(settings.guest_group_id, 0);
}

TEST(CustomerSettings, ErrorsAreNamedByTheirPath) {  // CU-152
  CustomerSettingsInput input;
  input.privacy = InputState::wrong_type;
  input.guest_group_id = {InputState::value, -1};
  input.policy_url = {InputState::wrong_type, {}};
  std::vector<std::string> fields;
  for (const FieldError& error : check_settings(input)) fields.push_back(error.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"privacy_settings", "privacy_settings.policy_url",
                                              "customer_group_settings.guest_customer_group_id"}));
}

TEST(CustomerSettings, OnlyTheFirstChannelTakesGlobalLogins) {  // CU-151
  EXPECT_TRUE(allows_global_logins_by_default(1));
  EXPECT_FALSE(allows_global_logins_by_default(2));
}

}  // namespace
}  // namespace fieldstone
