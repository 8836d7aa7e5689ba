#include "api/passwords.hpp"

#include "auth/password.hpp"

namespace fieldstone::api {

boost::asio::awaitable<Result<std::string>> Passwords::hash(std::string password) {
  FS_CO_TRY(auto hashed, co_await pool_.run([password = std::move(password)] {
    return auth::hash_password(password);
  }));
  co_return hashed;
}

boost::asio::awaitable<Result<bool>> Passwords::matches(std::optional<std::string> hash,
                                                        std::string password) {
  co_return co_await pool_.run([hash = std::move(hash), password = std::move(password)] {
    return hash ? auth::verify_password(*hash, password) : auth::reject_password(password);
  });
}

}  // namespace fieldstone::api
