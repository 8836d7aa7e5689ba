// Passwords of customers: Argon2id through libsodium (CU-32).
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fieldstone::auth {

// The hash with its salt and parameters, as text. Costs tens of milliseconds and 19 MiB while it
// runs. Errors: unavailable when there is no memory for it. Thread: any, but not one that others
// wait for.
Result<std::string> hash_password(std::string_view password);
// Whether the password is that of the hash, at the cost of hash_password().
bool verify_password(const std::string& hash, std::string_view password);
// Always no, at the cost of verify_password(): for accounts that do not exist (CU-173).
bool reject_password(std::string_view password);

}  // namespace fieldstone::auth
