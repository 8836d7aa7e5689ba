// What an order has taken of the stock (ORD-50 … ORD-55).
#pragma once

#include "app/records/reads.hpp"

namespace fieldstone::types {

enum class StockMoment : std::uint8_t {
  placed,  // it is new
  status,  // its status changed
  edited,  // its lines changed
};

// Takes what the order's lines and status ask for, and gives back what they do not ask for any
// more, as the inventory settings of its channel say. Errors: validation where there is too little.
Status settle_stock(store::Tx& tx, const app::Context& context, const app::records::Record& order,
                    StockMoment moment);

}  // namespace fieldstone::types
