// The stock that orders take and give back (ORD-50 … ORD-53).
#pragma once

#include "app/context.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::types {

struct StockPlace {
  std::int64_t product_id = 0;
  std::int64_t variant_id = 0;
};

enum class Moved : std::uint8_t {
  yes,
  untracked,  // nobody counts it, or it is not there any more
  too_few,    // the level would fall below 0: nothing is written
};

// Adds `by` to the level of what is tracked: the product's or the variant's.
Result<Moved> move_stock(store::Tx& tx, const app::Context& context, const StockPlace& place,
                         std::int64_t by);

}  // namespace fieldstone::types
