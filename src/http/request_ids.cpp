#include "http/request_ids.hpp"

#include <openssl/rand.h>

#include "base/check.hpp"

namespace fieldstone::http {

std::array<char, 16> RequestIds::next() {
  constexpr char kHex[] = "0123456789abcdef";
  if (used_ == random_.size()) {
    FS_CHECK(RAND_bytes(random_.data(), static_cast<int>(random_.size())) == 1);
    used_ = 0;
  }
  std::array<char, 16> id;
  for (std::size_t i = 0; i < id.size(); i += 2) {
    const unsigned byte = random_[used_++];
    id[i] = kHex[byte >> 4U];
    id[i + 1] = kHex[byte & 0xFU];
  }
  return id;
}

}  // namespace fieldstone::http
