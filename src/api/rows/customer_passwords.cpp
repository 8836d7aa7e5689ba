#include "api/rows/customer_passwords.hpp"

#include <string>

#include "api/gate/attempt_limiter.hpp"
#include "api/gate/passwords.hpp"
#include "api/wire/error_response.hpp"
#include "base/utf8.hpp"

namespace fieldstone::api {

asio::awaitable<Result<std::optional<http::Response>>> hash_passwords(
    const Services* services, const Call* call, app::WriteCustomers* command) {
  const StoreId store_id = call->context.caller.store_id;
  for (std::size_t i = 0; i < command->items.size(); ++i) {
    const CustomerInput& item = command->items[i];
    const TextInput& password = item.new_password;
    if (!password.has_value() || !is_acceptable_password(password.value)) continue;
    const std::string email = item.email.has_value() ? fold_case(item.email.value) : std::string();
    if (const auto wait = services->logins.refuse(store_id, email, AttemptLimiter::Clock::now())) {
      co_return too_many_attempts(*wait, call->endpoint.family);
    }
    std::string text(password.value);
    FS_CO_TRY(command->password_hashes[i],
              co_await services->passwords.hash(store_id, std::move(text)));
  }
  co_return std::optional<http::Response>();
}

}  // namespace fieldstone::api
