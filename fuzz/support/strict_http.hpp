// A second reader of requests, written from RFC 9112 and nothing else: strict, slow, obvious.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fieldstone::fuzz {

struct HeaderLine {
  std::string name;
  std::string value;
  friend bool operator==(const HeaderLine&, const HeaderLine&) = default;
};

struct StrictRequest {
  std::string target;
  std::vector<HeaderLine> headers;
  std::optional<std::string> body;  // nothing: not all of it is there, or it is broken
  std::size_t used = 0;             // bytes up to the next request; with a body only
};

// Nothing when the head is not all there, breaks a rule, or could be read in two ways.
std::optional<StrictRequest> read_strictly(std::string_view bytes);

}  // namespace fieldstone::fuzz
