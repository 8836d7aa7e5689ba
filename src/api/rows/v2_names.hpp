// What V2 faces of rows share: messages that speak of V3's members, and counts.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "api/endpoint.hpp"
#include "base/error.hpp"

namespace fieldstone::api {

struct V2Name {
  std::string_view v3;
  std::string_view v2;
};

// Fields and messages of the one item "0." as V2 names them; the first name that fits counts.
void rename_as_v2(std::span<const V2Name> names, std::vector<FieldError>& errors);

// {"count":n}
http::Response encode_v2_count(const Call& call, const std::int64_t& count);

}  // namespace fieldstone::api
