// A group of customers, as V2 has it (CU-200 … CU-203).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "core/discount_rule.hpp"
#include "core/ids.hpp"
#include "core/input.hpp"

namespace fieldstone {

// Stable: stored as numbers.
enum class CategoryAccess : std::uint8_t { all = 0, specific = 1, none = 2 };

// Whether it is the default or the guests' group is said by CustomerSettings (CU-203).
struct CustomerGroup {
  std::int64_t id = 0;
  std::string name;
  CategoryAccess category_access = CategoryAccess::all;
  std::vector<std::int64_t> categories;  // of specific access
  std::string discount_rules = "[]";     // JSON, kept whole
  TimeS date_created;
  TimeS date_modified;

  friend bool operator==(const CustomerGroup&, const CustomerGroup&) = default;
};

// The members as sent. Views point into the request.
struct CustomerGroupInput {
  TextInput name;
  FlagInput is_default;
  FlagInput is_group_for_guests;
  InputState category_access = InputState::absent;  // the object that holds the next two
  TextInput access_type;
  IntegersInput categories;
  Input<std::vector<DiscountRuleInput>> discount_rules;
};

// One FieldError per broken member (CU-201). A create needs a name.
std::vector<FieldError> check_group(const CustomerGroupInput& input, bool create);
// Applies the members that were sent; date_modified moves only if something changed.
// Requires: check_group found nothing.
void apply_group(const CustomerGroupInput& input, TimeS now, CustomerGroup& group);

// "all", "specific" or "none".
std::string_view category_access_name(CategoryAccess access);

}  // namespace fieldstone
