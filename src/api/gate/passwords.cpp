#include "api/gate/passwords.hpp"

#include "auth/password.hpp"

namespace fieldstone::api {

// GCC 12 destroys a temporary closure inside a co_await expression twice: each has a name here.
boost::asio::awaitable<Result<std::string>> Passwords::hash(StoreId store_id,
                                                            std::string password) {
  auto work = [secret = std::move(password)] { return auth::hash_password(secret); };
  auto hashed = co_await pool_.run(store_id.value, std::move(work));
  if (!hashed) co_return fail(std::move(hashed).error());
  co_return *std::move(hashed);
}

boost::asio::awaitable<Result<bool>> Passwords::matches(StoreId store_id,
                                                        std::optional<std::string> hash,
                                                        std::string password) {
  auto work = [stored = std::move(hash), secret = std::move(password)] {
    return stored ? auth::verify_password(*stored, secret) : auth::reject_password(secret);
  };
  co_return co_await pool_.run(store_id.value, std::move(work));
}

}  // namespace fieldstone::api
