// Amounts of an order in ten-thousandths: sums of integers are exact.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string_view>

#include "core/record/field.hpp"
#include "types/members.hpp"

namespace fieldstone::types {

// The largest amount that anything of an order may have: sums of a thousand of them still fit.
inline constexpr std::int64_t kMostAmount = 900'000'000'000'000;

// A member that is money, "0.0000" where nobody sets it.
constexpr record::Field cost(std::string_view name) {
  return record::money(name).otherwise("\"0.0000\"");
}

void set_amount(boost::json::object& members, std::string_view name, std::int64_t value);
// The same as a number, for V3.
void set_number(boost::json::object& members, std::string_view name, std::int64_t value);

// The names of a cost with and without tax: "shipping_cost" has shipping_cost_ex_tax and so on.
struct CostNames {
  std::string_view base, ex_tax, inc_tax, tax;
};
// Sets the tax as the difference of the other two.
void set_tax(boost::json::object& members, const CostNames& names);

}  // namespace fieldstone::types
