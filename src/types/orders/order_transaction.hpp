// Money that moved for an order.
#pragma once

#include <string_view>

#include "app/context.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::types {

struct Payment {
  std::string_view event;  // "refund", "capture", …
  std::string_view provider;
  std::string_view currency;
  std::int64_t amount = 0;  // ten-thousandths
  bool offline = false;
  bool declined = false;
};

// The id of the transaction; raises its event.
Result<std::int64_t> add_transaction(store::Tx& tx, const app::Context& context,
                                     std::int64_t order_id, const Payment& payment);

}  // namespace fieldstone::types
