// A discount of a customer group, as V2 has it (CU-204).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/input.hpp"
#include "core/item_errors.hpp"

namespace fieldstone {

// The members as sent. Views point into the request.
struct DiscountRuleInput {
  TextInput type;
  TextInput method;
  Input<std::int64_t> amount;  // in ten-thousandths
  IntegerInput price_list_id;
  IntegerInput category_id;
  IntegerInput product_id;
};

void check_discount_rules(const std::vector<DiscountRuleInput>& rules, ItemErrors& errors);

// JSON of the rules as they are kept and shown: the members of their type, amounts with four
// decimals in a string. Requires: check_discount_rules found nothing.
std::string discount_rules_json(const std::vector<DiscountRuleInput>& rules);

}  // namespace fieldstone
