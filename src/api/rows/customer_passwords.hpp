// Passwords of customers on both faces: hashed before a write.
#pragma once

#include <optional>

#include "api/endpoint.hpp"
#include "app/customers.hpp"

namespace fieldstone::api {

// CU-32. A password that will be refused costs nothing; another one counts as an attempt to log in,
// and one too many is answered here (CU-172).
asio::awaitable<Result<std::optional<http::Response>>> hash_passwords(const Services* services,
                                                                      const Call* call,
                                                                      app::WriteCustomers* command);

}  // namespace fieldstone::api
