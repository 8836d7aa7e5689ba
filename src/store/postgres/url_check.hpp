// Whether libpq can read the URL of a database, asked without its own words: they quote the URL,
// and the part that it takes for a host or a port may be half a password.
#pragma once

#include <string>

#include "base/result.hpp"

namespace fieldstone::store::postgres {

// Errors: validation, with a sentence that holds no password (HTTP-147).
Status check_url(const std::string& url);

}  // namespace fieldstone::store::postgres
