#include "cli/import_pace.hpp"

#include <algorithm>

namespace fieldstone::cli {

std::size_t ImportPace::take(std::size_t at_hand, std::uint64_t foreign_commits,
                             Clock::time_point now) {
  if (foreign_commits != foreign_commits_) shared_until_ = now + kSharedFor;
  foreign_commits_ = foreign_commits;
  const bool shared = now < shared_until_;
  // What others wait for already shall not be the last group of the usual size.
  if (shared && !shared_)
    rows_ = std::max(kMinSharedRows, rows_ * kSharedTime.count() / kTime.count());
  shared_ = shared;
  return std::min(at_hand, rows_);
}

ImportPace::Clock::duration ImportPace::pause_after(std::size_t rows, Clock::duration took) {
  const std::chrono::duration<double> time = shared_ ? kSharedTime : kTime;
  const double factor = std::min(2.0, time / std::max(took, Clock::duration(1)));
  rows_ = std::clamp(static_cast<std::size_t>(static_cast<double>(rows) * factor),
                     shared_ ? kMinSharedRows : kMinRows, kMaxRows);
  return shared_ ? kSharedPause : Clock::duration(0);
}

}  // namespace fieldstone::cli
