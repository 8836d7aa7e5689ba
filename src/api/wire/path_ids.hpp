// Ids in paths (HTTP-6).
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace fieldstone::api {

// A non-negative integer; absurdly large ones become a number that no row has.
// Errors: invalid_input for anything else.
Result<std::int64_t> path_integer(std::string_view text);

// Whether an integer is beyond what path_integer() can tell apart.
bool is_beyond_ids(std::string_view text);

// The same for entities that are simply not there under any other text. Errors: not_found.
Result<std::int64_t> path_entity(std::string_view text);

}  // namespace fieldstone::api
