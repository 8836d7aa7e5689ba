// The path of a request that no route knows, as the log may have it. Pure.
#pragma once

#include <string>
#include <string_view>

namespace fieldstone::http {

// Words of lower-case letters and versions such as v3 remain; a store's hash, ids and all that may
// be somebody's value are placeholders (HTTP-148). At most twelve segments.
std::string anonymous_path(std::string_view path);

}  // namespace fieldstone::http
