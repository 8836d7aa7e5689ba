// Totals of an order: always the sum of its parts (ORD-40 … ORD-43).
#pragma once

#include <vector>

#include "types/orders/order_lines.hpp"

namespace fieldstone::types {

// What the records below an order add up to.
struct OrderSums {
  std::int64_t items = 0;
  std::int64_t shipped = 0;
  std::int64_t lines_ex_tax = 0;
  std::int64_t lines_inc_tax = 0;
  std::int64_t wrapping_ex_tax = 0;
  std::int64_t wrapping_inc_tax = 0;
  std::int64_t fees_ex_tax = 0;
  std::int64_t fees_inc_tax = 0;
};
OrderSums sums_of(const std::vector<Line>& lines, const std::vector<app::records::Record>& fees);

// Sets what follows from the sums and from what the client sent. Errors: through `errors` where a
// total would be negative or too large.
void set_order_totals(app::records::Change& change, const OrderSums& sums, ItemErrors& errors);

}  // namespace fieldstone::types
