// JSON text of values that came from a client.
#pragma once

#include <boost/json/value.hpp>
#include <string>

namespace fieldstone::api {

// Compact. A number has the digits that it needs and an exponent only where it is very large or
// small (HTTP-28): 12.345, not 1.2345E1.
std::string json_text(const boost::json::value& value);

}  // namespace fieldstone::api
