#include "types/orders/order_totals.hpp"

#include "types/orders/amounts.hpp"

namespace fieldstone::types {
namespace {

using app::records::Change;
using app::records::Object;

constexpr CostNames kShipping{"base_shipping_cost", "shipping_cost_ex_tax", "shipping_cost_inc_tax",
                              "shipping_cost_tax"};
constexpr CostNames kHandling{"base_handling_cost", "handling_cost_ex_tax", "handling_cost_inc_tax",
                              "handling_cost_tax"};
constexpr CostNames kWrapping{"base_wrapping_cost", "wrapping_cost_ex_tax", "wrapping_cost_inc_tax",
                              "wrapping_cost_tax"};

// A base cost that nobody sets follows the cost without tax; a cost of which one side is missing
// takes the other.
void settle_cost(Change& change, const CostNames& names) {
  Object& order = change.after;
  const bool ex_tax = change.sends(names.ex_tax);
  const bool inc_tax = change.sends(names.inc_tax);
  if (change.sends(names.base) && !ex_tax && !inc_tax && change.creates()) {
    order[names.ex_tax] = order.at(names.base);
    order[names.inc_tax] = order.at(names.base);
  }
  if (ex_tax && !inc_tax) order[names.inc_tax] = order.at(names.ex_tax);
  if (inc_tax && !ex_tax) order[names.ex_tax] = order.at(names.inc_tax);
  if (!change.sends(names.base)) order[names.base] = order.at(names.ex_tax);
  set_tax(order, names);
}

void settle_wrapping(Change& change, const OrderSums& sums) {
  const bool given = change.sends(kWrapping.ex_tax) || change.sends(kWrapping.inc_tax) ||
                     change.sends(kWrapping.base);
  const bool wrapped = sums.wrapping_ex_tax != 0 || sums.wrapping_inc_tax != 0;
  if (!given && wrapped) {
    set_amount(change.after, kWrapping.ex_tax, sums.wrapping_ex_tax);
    set_amount(change.after, kWrapping.inc_tax, sums.wrapping_inc_tax);
  }
  settle_cost(change, kWrapping);
}

// ORD-41: what the client sends stands until lines change.
void settle_subtotal(Change& change, const OrderSums& sums) {
  Object& order = change.after;
  const bool lines = change.creates() || change.sends("products") || change.sends("consignments");
  if (lines && !change.sends("subtotal_ex_tax")) {
    set_amount(order, "subtotal_ex_tax", sums.lines_ex_tax);
    set_amount(order, "subtotal_inc_tax", sums.lines_inc_tax);
  }
  set_amount(order, "subtotal_tax",
             amount_in(order, "subtotal_inc_tax") - amount_in(order, "subtotal_ex_tax"));
}

std::int64_t sum(const Object& order, const std::string& side, std::int64_t fees) {
  const std::int64_t parts =
      amount_in(order, "subtotal_" + side) + amount_in(order, "shipping_cost_" + side) +
      amount_in(order, "handling_cost_" + side) + amount_in(order, "wrapping_cost_" + side) + fees;
  return parts - amount_in(order, "discount_amount") - amount_in(order, "coupon_discount");
}

bool changes_a_part(const Change& change) {
  constexpr std::string_view kParts[] = {
      "subtotal_ex_tax",       "subtotal_inc_tax",      "shipping_cost_ex_tax",
      "shipping_cost_inc_tax", "handling_cost_ex_tax",  "handling_cost_inc_tax",
      "wrapping_cost_ex_tax",  "wrapping_cost_inc_tax", "discount_amount"};
  for (const std::string_view part : kParts) {
    if (change.changes(part)) return true;
  }
  return change.creates() || change.sends("products") || change.sends("fees");
}

}  // namespace

OrderSums sums_of(const std::vector<Line>& lines, const std::vector<app::records::Record>& fees) {
  OrderSums sums;
  for (const Line& line : lines) {
    if (line.fate == Fate::removed) continue;
    const Object& members = line.record.members;
    sums.items += integer_in(members, "quantity");
    sums.shipped += integer_in(members, "quantity_shipped");
    sums.lines_ex_tax += amount_in(members, "total_ex_tax");
    sums.lines_inc_tax += amount_in(members, "total_inc_tax");
    sums.wrapping_ex_tax += amount_in(members, "wrapping_cost_ex_tax");
    sums.wrapping_inc_tax += amount_in(members, "wrapping_cost_inc_tax");
  }
  for (const app::records::Record& fee : fees) {
    sums.fees_ex_tax += amount_in(fee.members, "cost_ex_tax");
    sums.fees_inc_tax += amount_in(fee.members, "cost_inc_tax");
  }
  return sums;
}

void set_order_totals(Change& change, const OrderSums& sums, ItemErrors& errors) {
  Object& order = change.after;
  order["items_total"] = sums.items;
  order["items_shipped"] = sums.shipped;
  settle_cost(change, kShipping);
  settle_cost(change, kHandling);
  settle_wrapping(change, sums);
  settle_subtotal(change, sums);
  if (!change.sends("total_ex_tax") && changes_a_part(change)) {
    const std::int64_t ex_tax = sum(order, "ex_tax", sums.fees_ex_tax);
    const std::int64_t inc_tax = sum(order, "inc_tax", sums.fees_inc_tax);
    if (ex_tax < 0 || inc_tax < 0)
      errors.add("discount_amount", "discount_amount is more than the order costs");
    set_amount(order, "total_ex_tax", ex_tax);
    set_amount(order, "total_inc_tax", inc_tax);
    if (std::max(ex_tax, inc_tax) > kMostAmount)
      errors.add("total_inc_tax", "total_inc_tax would be too large");
  }
  set_amount(order, "total_tax",
             amount_in(order, "total_inc_tax") - amount_in(order, "total_ex_tax"));
}

}  // namespace fieldstone::types
