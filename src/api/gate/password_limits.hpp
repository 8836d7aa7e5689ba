// How much hashing of passwords may go on at a time.
#pragma once

#include <cstddef>

namespace fieldstone::api {

struct PasswordLimits {
  unsigned threads = 1;
  std::size_t max_waiting = 64;  // requests; more get 429 (HTTP-163)
};

}  // namespace fieldstone::api
