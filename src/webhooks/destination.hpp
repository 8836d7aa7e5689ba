// How many deliveries one destination gets at a time: its own share, and a breaker. Pure.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace fieldstone::webhooks {

// Of all destinations together. Those that answer quickly never wait for a place behind those that
// do not: each kind has places of its own, and one store has half of each at most.
struct Places {
  int quick = 192;
  int slow = 96;
};

// One destination (scheme, host, port) of one store. It begins with one delivery at a time, as a
// slow one; the first quick answer makes it a quick one. A destination that gives no answer several
// times in a row is left alone for a while, and then tried with a single delivery. Nothing of that
// counts as an attempt of an event.
class Destination {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr int kMost = 16;         // deliveries at a time
  static constexpr int kFirstQuick = 4;    // after the first quick answer
  static constexpr int kMostFailures = 5;  // in a row, until it is left alone
  static constexpr std::chrono::milliseconds kQuick{1'000};
  static constexpr std::chrono::milliseconds kFirstPause{1'000};

  // `longest_pause` of being left alone.
  explicit Destination(std::chrono::milliseconds longest_pause) : longest_pause_(longest_pause) {}

  // Whether its share admits another delivery now.
  bool admits(Clock::time_point now) const { return running_ < limit_ && now >= alone_until_; }
  bool quick() const { return quick_; }
  bool left_alone(Clock::time_point now) const { return now < alone_until_; }
  int running() const { return running_; }

  // Returns the kind of place it takes, to be given back with it.
  bool start() {
    ++running_;
    return quick_;
  }

  enum class Answer : std::uint8_t { any, none };
  void end(Answer answer, std::chrono::microseconds duration, Clock::time_point now);

 private:
  std::chrono::milliseconds longest_pause_;
  std::chrono::milliseconds pause_{0};
  Clock::time_point alone_until_{};
  int running_ = 0;
  int limit_ = 1;
  int failures_ = 0;
  bool quick_ = false;
};

}  // namespace fieldstone::webhooks
