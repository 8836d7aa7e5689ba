#include "core/customer_group.hpp"

#include <algorithm>
#include <optional>

#include "core/item_errors.hpp"
#include "core/limits.hpp"
#include "core/modified.hpp"

namespace fieldstone {
namespace {

constexpr CategoryAccess kAccesses[] = {CategoryAccess::all, CategoryAccess::specific,
                                        CategoryAccess::none};

std::optional<CategoryAccess> access_of(std::string_view name) {
  for (const CategoryAccess access : kAccesses) {
    if (category_access_name(access) == name) return access;
  }
  return std::nullopt;
}

void check_access(const CustomerGroupInput& input, ItemErrors& errors) {
  if (input.category_access == InputState::absent || input.category_access == InputState::null)
    return;
  if (input.category_access != InputState::value) {
    errors.add("category_access", "category_access must be an object");
    return;
  }
  if (!input.access_type.has_value() || !access_of(input.access_type.value)) {
    errors.add("category_access.type", "type must be all, specific or none");
  }
  const auto& ids = input.categories;
  if (!is_absent(ids) && (!ids.has_value() || ids.value.size() > kMaxGroupCategories ||
                          std::any_of(ids.value.begin(), ids.value.end(),
                                      [](auto id) { return id < 1 || id > kMaxInt32; }))) {
    errors.add("category_access.categories", "categories must be an array of category ids");
  }
}

void check_rules(const Input<std::vector<DiscountRuleInput>>& rules, ItemErrors& errors) {
  if (is_absent(rules)) return;
  if (!rules.has_value()) {
    errors.add("discount_rules", "discount_rules must be an array of objects");
    return;
  }
  const std::size_t known = errors.all().size();
  check_discount_rules(rules.value, errors);
  if (errors.all().size() > known) return;
  if (discount_rules_json(rules.value).size() > kMaxDiscountRulesBytes)
    errors.add("discount_rules", "discount_rules may have at most " +
                                     std::to_string(kMaxDiscountRulesBytes) + " bytes as JSON");
}

}  // namespace

std::vector<FieldError> check_group(const CustomerGroupInput& input, bool create) {
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  errors.text("name", input.name, {1, kMaxGroupNameCodePoints},
              create ? Presence::required : Presence::optional);
  errors.flag("is_default", input.is_default);
  errors.flag("is_group_for_guests", input.is_group_for_guests);
  check_access(input, errors);
  check_rules(input.discount_rules, errors);
  return broken;
}

void apply_group(const CustomerGroupInput& input, TimeS now, CustomerGroup& group) {
  const CustomerGroup before = group;
  if (input.name.has_value()) group.name = input.name.value;
  if (input.category_access == InputState::value) {
    group.category_access = *access_of(input.access_type.value);
    group.categories.clear();
    if (group.category_access == CategoryAccess::specific)
      group.categories = input.categories.value;
  }
  if (input.discount_rules.has_value())
    group.discount_rules = discount_rules_json(input.discount_rules.value);
  if (group != before)
    group.date_modified = time_of_change(now, group.date_created, group.date_modified);
}

std::string_view category_access_name(CategoryAccess access) {
  switch (access) {
    case CategoryAccess::all: return "all";
    case CategoryAccess::specific: return "specific";
    case CategoryAccess::none: return "none";
  }
  return "all";
}

}  // namespace fieldstone
