// Who may log in (CU-170 … CU-173).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/customer.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

struct FindLogin {
  std::string_view email;
  std::int64_t channel_id = 1;
};

// The customer with that e-mail who may log in on the channel, and the hash of the password to
// compare; neither when there is none. Looks the same way whoever is there.
struct Login {
  CustomerId customer_id;
  std::optional<std::string> password_hash;
};
Result<Login> find_login(store::Tx& tx, const Context& context, const FindLogin& query);

}  // namespace fieldstone::app
