// What a refund of items comes to (docs/contract/orders.md).
#pragma once

#include <string>
#include <vector>

#include "app/records/reads.hpp"

namespace fieldstone::types {

struct RefundSums {
  std::int64_t total = 0;  // with tax
  std::int64_t tax = 0;
  std::int64_t order_level = 0;  // of it, without tax and without an item
  std::int64_t adjustment = 0;
  std::vector<std::int64_t> items;  // of each item, in the request's order
};

// `sent`: items and tax_adjustment_amount of a request, checked. Errors: through `errors` for items
// that the order has not, or not any more; not_found for the order.
Result<RefundSums> sum_refund(store::Tx& tx, const app::Context& context, std::int64_t order_id,
                              const app::records::Object& sent, ItemErrors& errors);

struct RefundQuote {
  std::int64_t order_id = 0;
  RefundSums sums;
  std::vector<std::string> methods;  // JSON of each
};
struct QuoteRequest {
  std::int64_t order_id = 0;
  app::records::Object sent;
};
Result<RefundQuote> quote_refund(store::Tx& tx, const app::Context& context,
                                 const QuoteRequest& request);

// A number of ten-thousandths as JSON: 12.5, 12.
std::string number_text(std::int64_t value);

// The members of a request for a quote, checked. Errors: validation.
Result<app::records::Object> read_quote(const app::records::Object& body);

}  // namespace fieldstone::types
