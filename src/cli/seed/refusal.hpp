// What an answer of the API that is no success says, as one sentence.
#pragma once

#include <string>

#include "http/response.hpp"

namespace fieldstone::cli {

// `only_item`: the request was an array of one, so what its errors are called need no index.
std::string refusal_of(const http::Response& response, bool only_item);

}  // namespace fieldstone::cli
