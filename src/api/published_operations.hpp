// Every operation that the vendor publishes for the management API, hosted here or not
// (published_operations.def).
#pragma once

#include <span>
#include <string_view>

namespace fieldstone::api {

struct PublishedPath {
  std::string_view group;
  std::string_view path;     // below /stores/{store_hash}
  std::string_view methods;  // "GET PUT"
};

std::span<const PublishedPath> published_paths();

}  // namespace fieldstone::api
