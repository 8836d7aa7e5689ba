// Hashing and checking passwords off the I/O threads, a bounded number at a time, so that a flood
// of log-ins stalls nobody else (CU-32, CU-172).
#pragma once

#include <optional>
#include <string>

#include "api/gate/password_limits.hpp"
#include "core/ids.hpp"
#include "http/worker_pool.hpp"

namespace fieldstone::api {

// Thread: any.
class Passwords {
 public:
  explicit Passwords(PasswordLimits limits)
      : pool_({limits.threads, limits.max_waiting, limits.max_waiting_each}) {}

  // Errors: too_many_requests when too many wait.
  boost::asio::awaitable<Result<std::string>> hash(StoreId store_id, std::string password);
  // Whether the password is that of the hash. Without a hash the answer is no, at the same cost
  // (CU-173). Errors: too_many_requests when too many wait.
  boost::asio::awaitable<Result<bool>> matches(StoreId store_id, std::optional<std::string> hash,
                                               std::string password);

 private:
  http::WorkerPool pool_;
};

}  // namespace fieldstone::api
