// Messages between a customer and the staff: shops write them, the API reads them (ORD-76).
#pragma once

#include <string>

#include "app/context.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::types {

struct NewMessage {
  std::int64_t order_id = 0;
  bool from_staff = false;
  std::string subject;
  std::string text;
};

// The message's id. Errors: not_found, validation.
Result<std::int64_t> add_message(store::Tx& tx, const app::Context& context,
                                 const NewMessage& message);

}  // namespace fieldstone::types
