// Error -> wire body: the only place that does it (HTTP-30 … HTTP-37, HTTP-60 … HTTP-70, MF-140 …
// MF-144).
#pragma once

#include <chrono>

#include "api/endpoint.hpp"
#include "base/error.hpp"
#include "http/response.hpp"

namespace fieldstone::api {

http::Response error_response(const Error& error, ErrorFamily family);

// The `type` member of every error (HTTP-32).
inline constexpr std::string_view kErrorType =
    "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes";

// Log-ins, or passwords that are set, come too fast (CU-172).
http::Response too_many_attempts(std::chrono::seconds wait);

}  // namespace fieldstone::api
