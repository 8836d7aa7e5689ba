// Where an outgoing call goes. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fieldstone::http {

struct Url {
  bool tls = false;
  std::string host;  // a name or an address without brackets, lower case
  std::uint16_t port = 0;
  std::string authority;  // as the Host header says it: the default port is left out
  std::string target;     // path and query; "/" at least

  // Calls of the same origin may share connections.
  std::string origin() const;
};

// An absolute http or https URL. Refuses what two readers could take for different places: user
// info, blanks, control characters, backslashes, an empty host. A fragment is cut off.
// Errors: validation with a sentence.
Result<Url> parse_url(std::string_view text);

}  // namespace fieldstone::http
