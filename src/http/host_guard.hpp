// Whether a host that is an address in digits may be reached at all (WH-49).
#pragma once

#include <string>
#include <string_view>

namespace fieldstone::http {

// "a loopback address" and the like for a host that names one in any spelling of digits, or is
// localhost; empty for an address of the public Internet and for names, which tell nothing before
// they are looked up.
std::string_view refusal_of_host(std::string host);

}  // namespace fieldstone::http
