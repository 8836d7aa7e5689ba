#include "core/discount_rule.hpp"

#include <algorithm>
#include <string_view>

namespace fieldstone {
namespace {

constexpr std::string_view kPriceList = "price_list";
constexpr std::string_view kAll = "all";
constexpr std::string_view kMethods[] = {"percent", "fixed", "price"};

// What a rule's type names, if anything.
struct Target {
  std::string_view type;
  std::string_view member;
  IntegerInput DiscountRuleInput::* id;
};
constexpr Target kTargets[] = {
    {kPriceList, "price_list_id", &DiscountRuleInput::price_list_id},
    {kAll, {}, nullptr},
    {"category", "category_id", &DiscountRuleInput::category_id},
    {"product", "product_id", &DiscountRuleInput::product_id},
};

const Target* target_of(const DiscountRuleInput& rule) {
  if (!rule.type.has_value()) return nullptr;
  const auto* found = std::find_if(std::begin(kTargets), std::end(kTargets),
                                   [&](const Target& one) { return one.type == rule.type.value; });
  return found == std::end(kTargets) ? nullptr : found;
}

void check_rule(const DiscountRuleInput& rule, ItemErrors& errors) {
  const Target* target = target_of(rule);
  if (target == nullptr) {
    errors.add("type", "type must be price_list, all, category or product");
    return;
  }
  if (target->id != nullptr)
    errors.integer(target->member, rule.*target->id, 1, Presence::required);
  if (target->type == kPriceList) return;
  if (!rule.method.has_value() || std::find(std::begin(kMethods), std::end(kMethods),
                                            rule.method.value) == std::end(kMethods)) {
    errors.add("method", "method must be percent, fixed or price");
  }
  if (!rule.amount.has_value() || rule.amount.value < 0)
    errors.add("amount", "amount must be a number of 0 or more, or a string of one");
}

std::size_t count_of(const std::vector<DiscountRuleInput>& rules, std::string_view type) {
  return static_cast<std::size_t>(
      std::count_if(rules.begin(), rules.end(), [type](const DiscountRuleInput& rule) {
        return rule.type.has_value() && rule.type.value == type;
      }));
}

// 50000 -> "5.0000".
std::string amount_text(std::int64_t ten_thousandths) {
  constexpr std::int64_t kScale = 10'000;
  std::string rest = std::to_string(ten_thousandths % kScale);
  rest.insert(0, 4 - rest.size(), '0');
  return std::to_string(ten_thousandths / kScale) + "." + rest;
}

}  // namespace

void check_discount_rules(const std::vector<DiscountRuleInput>& rules, ItemErrors& errors) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    ItemErrors item(errors.prefix() + "discount_rules." + std::to_string(i) + ".", errors.all());
    check_rule(rules[i], item);
  }
  if (count_of(rules, kPriceList) > 0 && rules.size() > 1)
    errors.add("discount_rules", "a rule of type price_list must be the only one");
  if (count_of(rules, kAll) > 1) errors.add("discount_rules", "there may be one rule of type all");
}

std::string discount_rules_json(const std::vector<DiscountRuleInput>& rules) {
  std::string json = "[";
  for (const DiscountRuleInput& rule : rules) {
    const Target& target = *target_of(rule);
    if (json.size() > 1) json += ',';
    json.append(R"({"type":")").append(target.type).append("\"");
    if (target.type != kPriceList) {
      json.append(R"(,"method":")").append(rule.method.value);
      json.append(R"(","amount":")").append(amount_text(rule.amount.value)).append("\"");
    }
    if (target.id != nullptr) {
      json.append(",\"").append(target.member).append("\":");
      json.append(std::to_string((rule.*target.id).value));
    }
    json += '}';
  }
  return json + "]";
}

}  // namespace fieldstone
