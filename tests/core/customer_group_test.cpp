#include "core/customer_group.hpp"

#include <gtest/gtest.h>

#include "core/limits.hpp"

namespace fieldstone {
namespace {

TextInput text(std::string_view value) { return {InputState::value, value}; }

CustomerGroupInput with_access(std::string_view type, std::vector<std::int64_t> categories) {
  CustomerGroupInput input;
  input.name = text("Wholesale");
  input.category_access = InputState::value;
  input.access_type = text(type);
  input.categories = {InputState::value, std::move(categories)};
  return input;
}

TEST(CustomerGroup, NeedsANameWhenItIsMade) {  // CU-201
  EXPECT_EQ(check_group({}, true), (std::vector<FieldError>{{"name", "error.path.missing"}}));
  EXPECT_TRUE(check_group({}, false).empty());
  CustomerGroupInput input;
  const std::string longest(kMaxGroupNameCodePoints, 'n');
  input.name = text(longest);
  EXPECT_TRUE(check_group(input, true).empty());
  const std::string too_long = longest + "n";
  for (const std::string_view bad : {std::string_view(), std::string_view(too_long)}) {
    input.name = text(bad);
    EXPECT_EQ(check_group(input, true).size(), 1U);
  }
}

TEST(CustomerGroup, CategoriesBelongToSpecificAccess) {  // CU-201
  CustomerGroup group;
  apply_group(with_access("specific", {3, 1}), TimeS{}, group);
  EXPECT_EQ(group.categories, (std::vector<std::int64_t>{3, 1}));
  apply_group(with_access("none", {3}), TimeS{}, group);
  EXPECT_TRUE(group.categories.empty());
  EXPECT_EQ(category_access_name(group.category_access), "none");
}

TEST(CustomerGroup, AccessIsJudged) {  // CU-201
  EXPECT_TRUE(check_group(with_access("all", {}), true).empty());
  EXPECT_EQ(check_group(with_access("some", {}), true).size(), 1U);
  EXPECT_EQ(check_group(with_access("specific", {0}), true).size(), 1U);
  EXPECT_EQ(
      check_group(with_access("specific", std::vector<std::int64_t>(kMaxGroupCategories + 1, 1)),
                  true)
          .size(),
      1U);
}

TEST(CustomerGroup, ModifiedMovesOnlyWithAChange) {  // CU-201
  CustomerGroup group;
  group.name = "Wholesale";
  CustomerGroupInput input;
  input.name = text("Wholesale");
  apply_group(input, TimeS{9}, group);
  EXPECT_EQ(group.date_modified, TimeS{});
  input.name = text("Retail");
  apply_group(input, TimeS{9}, group);
  EXPECT_EQ(group.date_modified, TimeS{9});
}

}  // namespace
}  // namespace fieldstone
