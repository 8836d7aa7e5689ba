// What somebody chose of a catalog product's options and modifiers (ORD-34, ORD-35).
#pragma once

#include <boost/json/array.hpp>
#include <string>

#include "app/records/reads.hpp"

namespace fieldstone::types {

// product_options of a request, and how its errors are named: "products.0".
struct SentOptions {
  const boost::json::array* items = nullptr;  // null: nothing was sent
  std::string name;
};

// The variant whose option values are those that the request names; nothing where it names none.
Result<std::optional<app::records::Record>> chosen_variant(store::Tx& tx,
                                                           const app::Context& context,
                                                           std::int64_t product_id,
                                                           const SentOptions& sent);

// What modifiers make of a price or a weight, in the order of the request.
struct Adjustment {
  bool percentage = false;
  std::int64_t value = 0;  // ten-thousandths
};
struct ChosenOptions {
  boost::json::array options;  // product_options of the order's line
  std::vector<Adjustment> prices;
  std::vector<Adjustment> weights;
};
// Errors: through `errors` for what is no option of the product, and for required modifiers that
// are missing.
Result<ChosenOptions> chosen_options(store::Tx& tx, const app::Context& context,
                                     const app::records::Record& variant, const SentOptions& sent,
                                     ItemErrors& errors);

std::int64_t adjusted(std::int64_t amount, const std::vector<Adjustment>& adjustments);

}  // namespace fieldstone::types
