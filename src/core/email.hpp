// E-mail addresses of customers: shape and comparison (CU-2).
#pragma once

#include <string_view>

namespace fieldstone {

// Whether text looks like local@domain.tld: one '@', no blanks or control characters, a dot inside
// the domain. Deliverability is nobody's business here.
bool looks_like_email(std::string_view text);

}  // namespace fieldstone
