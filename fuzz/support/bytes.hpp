// Takes decisions and texts off the front of a fuzzer's input; an empty one answers with zeros.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fieldstone::fuzz {

class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size)
      : rest_(reinterpret_cast<const char*>(data), size) {}

  bool done() const { return rest_.empty(); }
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto taken = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return taken;
  }
  // 0 … bound - 1. Requires: 0 < bound <= 256.
  unsigned below(unsigned bound) { return byte() % bound; }
  bool flag() { return (byte() & 1U) != 0; }
  std::string_view take(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  // Up to the next separator, which is dropped.
  std::string_view until(char separator) {
    const std::string_view taken = rest_.substr(0, rest_.find(separator));
    rest_.remove_prefix(std::min(taken.size() + 1, rest_.size()));
    return taken;
  }
  std::string_view rest() { return take(rest_.size()); }

 private:
  std::string_view rest_;
};

}  // namespace fieldstone::fuzz
