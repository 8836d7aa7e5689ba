// What an order keeps of a catalog product (ORD-33 … ORD-35).
#pragma once

#include <optional>

#include "types/orders/chosen_options.hpp"

namespace fieldstone::types {

struct WantedProduct {
  std::int64_t product_id = 0;
  std::int64_t variant_id = 0;  // 0: the options say which
  SentOptions options;
};

// Members of an order product as the catalog has them now. Errors: through `errors` where there is
// no such product or variant, or the options do not fit; nothing then.
Result<std::optional<app::records::Object>> catalog_snapshot(store::Tx& tx,
                                                             const app::Context& context,
                                                             const WantedProduct& wanted,
                                                             ItemErrors& errors);

}  // namespace fieldstone::types
