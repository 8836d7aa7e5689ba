#include "core/consent.hpp"

#include <gtest/gtest.h>

namespace fieldstone {
namespace {

using Kinds = Input<std::vector<std::string_view>>;

Kinds kinds(std::vector<std::string_view> names) { return {InputState::value, std::move(names)}; }

TEST(Consent, NamesEachKindAtMostOnce) {  // CU-130, CU-131
  EXPECT_TRUE(check_consent({kinds({}), kinds({})}).empty());
  EXPECT_TRUE(check_consent({kinds({"essential", "targeting"}), kinds({"analytics"})}).empty());
  EXPECT_EQ(check_consent({kinds({"essential", "essential"}), kinds({})}).size(), 1U);
  EXPECT_EQ(check_consent({kinds({"essential"}), kinds({"essential"})}).size(), 1U);
  EXPECT_EQ(check_consent({kinds({"Essential"}), kinds({"other"})}).size(), 2U);
}

TEST(Consent, NeedsNeitherList) {  // CU-131
  EXPECT_TRUE(check_consent({{}, kinds({})}).empty());
  EXPECT_TRUE(check_consent({{}, {InputState::null, {}}}).empty());
  EXPECT_EQ(make_consent({{}, kinds({"targeting"})}, TimeS{7}).allow, 0U);
}

TEST(Consent, KeepsWhatWasSaidAndWhen) {  // CU-131
  const Consent made =
      make_consent({kinds({"functional"}), kinds({"targeting", "analytics"})}, TimeS{7});
  EXPECT_EQ(made.allow, 2U);
  EXPECT_EQ(made.deny, 12U);
  EXPECT_EQ(made.updated_at, TimeS{7});
}

}  // namespace
}  // namespace fieldstone
