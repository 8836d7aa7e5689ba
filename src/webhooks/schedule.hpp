// When a failed delivery is tried again (WH-80). Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace fieldstone::webhooks {

using Millis = std::chrono::milliseconds;

class RetrySchedule {
 public:
  // The documented one: 11 retries over 48 hours.
  RetrySchedule();
  // Requires: at least one pause.
  explicit RetrySchedule(std::vector<Millis> pauses) : pauses_(std::move(pauses)) {}

  // The pause after so many failed attempts; none after the last one.
  std::optional<Millis> pause_after(int failed_attempts) const;
  int attempts() const { return static_cast<int>(pauses_.size()) + 1; }
  Millis shortest() const;
  Millis longest() const;

 private:
  std::vector<Millis> pauses_;
};

}  // namespace fieldstone::webhooks
