// What an app is sent by its callbacks, signed with its client secret (APP-22, APP-23). Pure but
// for the random bytes.
#pragma once

#include <string>
#include <string_view>

#include "base/random.hpp"

namespace fieldstone::auth {

// A random UUID, version 4, lower case.
std::string make_uuid(Random& random);

// A JSON web token, HS256. `claims`: JSON.
std::string sign_jwt(std::string_view secret, std::string_view claims);
// The older form: base64 of the JSON, a dot, base64 of the HMAC-SHA256 in hex.
std::string sign_payload(std::string_view secret, std::string_view json);

}  // namespace fieldstone::auth
