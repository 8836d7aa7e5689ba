#include "webhooks/destination.hpp"

namespace fieldstone::webhooks {

void Destination::end(Answer answer, std::chrono::microseconds duration, Clock::time_point now) {
  --running_;
  if (answer == Answer::any) {
    failures_ = 0;
    pause_ = {};
    quick_ = duration < kQuick;
    limit_ = std::clamp(limit_ + 1, kFirstQuick, kMost);
    return;
  }
  quick_ = false;
  limit_ = 1;
  if (++failures_ < kMostFailures) return;
  // Those that were under way together fail together: one pause for all of them.
  if (now < alone_until_) return;
  pause_ = std::min(std::max(kFirstPause, pause_ * 2), longest_pause_);
  alone_until_ = now + pause_;
}

}  // namespace fieldstone::webhooks
