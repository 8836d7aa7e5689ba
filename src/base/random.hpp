// Random bytes as an interface, so that tests can fix them. The real source is auth/token
// (libsodium).
#pragma once

#include <cstdint>
#include <span>

namespace fieldstone {

// Thread: implementations may be called from any thread.
class Random {
 public:
  virtual ~Random() = default;
  // Fills `bytes` with unpredictable values.
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

}  // namespace fieldstone
