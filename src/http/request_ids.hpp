// Ids of requests, for X-Request-Id and the log: random, so that none tells how many others there
// were (HTTP-71).
#pragma once

#include <array>
#include <cstddef>

namespace fieldstone::http {

// Thread: one.
class RequestIds {
 public:
  // 64 bits in lowercase hex.
  std::array<char, 16> next();

 private:
  std::array<unsigned char, 4096> random_;  // drawn in one call for many ids
  std::size_t used_ = random_.size();
};

}  // namespace fieldstone::http
