// UTC time as an interface, so that tests can set it.
#pragma once

#include <chrono>
#include <cstdint>

namespace fieldstone {

// Milliseconds since 1970-01-01T00:00:00Z.
struct TimeMs {
  std::int64_t value = 0;
  friend auto operator<=>(const TimeMs&, const TimeMs&) = default;
};

// Seconds since 1970-01-01T00:00:00Z: the resolution of every timestamp on the wire (HTTP-27).
struct TimeS {
  std::int64_t value = 0;
  friend auto operator<=>(const TimeS&, const TimeS&) = default;
};

constexpr TimeS to_seconds(TimeMs time) { return TimeS{time.value / 1000}; }

// Thread: implementations may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimeMs now() const = 0;
};

class SystemClock final : public Clock {
 public:
  TimeMs now() const override {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
  }
};

}  // namespace fieldstone
