// Passwords of customers on both faces: hashed before a write, and guarded against guessing.
#pragma once

#include <chrono>

#include "api/endpoint.hpp"
#include "app/customers.hpp"

namespace fieldstone::api {

// CU-32. A password that will be refused costs nothing.
asio::awaitable<Status> hash_passwords(const Services* services, app::WriteCustomers* command);

// CU-172: what one attempt too many is answered with.
http::Response refused_login(std::chrono::seconds wait, ErrorFamily family);

}  // namespace fieldstone::api
