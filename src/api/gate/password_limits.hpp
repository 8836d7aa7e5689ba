// How much hashing of passwords may go on at a time.
#pragma once

#include <cstddef>

namespace fieldstone::api {

// Stores take turns. What waits beyond these gets 429 (HTTP-163).
struct PasswordLimits {
  unsigned threads = 1;
  std::size_t max_waiting = 512;
  std::size_t max_waiting_each = 64;  // of one store
};

}  // namespace fieldstone::api
