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

DiscountRuleInput rule(std::string_view type, std::string_view method, std::int64_t amount) {
  DiscountRuleInput made;
  made.type = text(type);
  made.method = text(method);
  made.amount = {InputState::value, amount};
  return made;
}

std::vector<std::string> broken_rules(std::vector<DiscountRuleInput> rules) {
  CustomerGroupInput input;
  input.discount_rules = {InputState::value, std::move(rules)};
  std::vector<std::string> fields;
  for (const FieldError& error : check_group(input, false)) fields.push_back(error.field);
  return fields;
}

TEST(DiscountRules, AreKeptInOneForm) {  // CU-204
  DiscountRuleInput category = rule("category", "fixed", 125'000);
  category.category_id = {InputState::value, 3};
  EXPECT_EQ(broken_rules({rule("all", "percent", 50'000), category}), std::vector<std::string>{});
  EXPECT_EQ(discount_rules_json({rule("all", "percent", 1), category}),
            R"([{"type":"all","method":"percent","amount":"0.0001"},)"
            R"({"type":"category","method":"fixed","amount":"12.5000","category_id":3}])");
  DiscountRuleInput list;
  list.type = text("price_list");
  list.price_list_id = {InputState::value, 7};
  EXPECT_EQ(broken_rules({list}), std::vector<std::string>{});
  EXPECT_EQ(discount_rules_json({list}), R"([{"type":"price_list","price_list_id":7}])");
}

TEST(DiscountRules, AreJudged) {  // CU-204
  using Fields = std::vector<std::string>;
  EXPECT_EQ(broken_rules({DiscountRuleInput{}}), Fields{"discount_rules.0.type"});
  EXPECT_EQ(broken_rules({rule("some", "percent", 1)}), Fields{"discount_rules.0.type"});
  EXPECT_EQ(broken_rules({rule("all", "half", 1)}), Fields{"discount_rules.0.method"});
  EXPECT_EQ(broken_rules({rule("all", "price", -1)}), Fields{"discount_rules.0.amount"});
  EXPECT_EQ(broken_rules({rule("product", "price", 1)}), Fields{"discount_rules.0.product_id"});
  EXPECT_EQ(broken_rules({rule("all", "price", 1), rule("all", "price", 2)}),
            Fields{"discount_rules"});
  DiscountRuleInput list;
  list.type = text("price_list");
  EXPECT_EQ(broken_rules({list}), Fields{"discount_rules.0.price_list_id"});
  list.price_list_id = {InputState::value, 7};
  EXPECT_EQ(broken_rules({list, rule("all", "price", 1)}), Fields{"discount_rules"});
}

}  // namespace
}  // namespace fieldstone
