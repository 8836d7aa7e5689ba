#include "webhooks/schedule.hpp"

#include <algorithm>

namespace fieldstone::webhooks {

using std::chrono::seconds;

RetrySchedule::RetrySchedule()
    : pauses_{seconds(60),    seconds(180),   seconds(300),  seconds(600),
              seconds(900),   seconds(1800),  seconds(3600), seconds(7200),
              seconds(21600), seconds(50400), seconds(86400)} {}

std::optional<Millis> RetrySchedule::pause_after(int failed_attempts) const {
  if (failed_attempts < 1 || failed_attempts > static_cast<int>(pauses_.size()))
    return std::nullopt;
  return pauses_[static_cast<std::size_t>(failed_attempts) - 1];
}

Millis RetrySchedule::shortest() const { return *std::min_element(pauses_.begin(), pauses_.end()); }
Millis RetrySchedule::longest() const { return *std::max_element(pauses_.begin(), pauses_.end()); }

}  // namespace fieldstone::webhooks
