#include "api/rows/customer_passwords.hpp"

#include <string>

#include "api/gate/passwords.hpp"
#include "api/wire/error_response.hpp"

namespace fieldstone::api {

asio::awaitable<Status> hash_passwords(const Services* services, app::WriteCustomers* command) {
  for (std::size_t i = 0; i < command->items.size(); ++i) {
    const TextInput& password = command->items[i].new_password;
    if (!password.has_value() || !is_acceptable_password(password.value)) continue;
    std::string text(password.value);
    FS_CO_TRY(command->password_hashes[i], co_await services->passwords.hash(std::move(text)));
  }
  co_return Status();
}

http::Response refused_login(std::chrono::seconds wait, ErrorFamily family) {
  http::Response response =
      error_response(Error{Code::too_many_requests, "CU-172", {}, {}}, family);
  response.set_header("X-Retry-After", std::to_string(wait.count()));
  response.set_header("X-Rate-Limit-Time-Reset-Ms",
                      std::to_string(std::chrono::milliseconds(wait).count()));
  return response;
}

}  // namespace fieldstone::api
