#include "cli/fixed_clock.hpp"

#include <CLI/CLI.hpp>

#include "base/timestamp.hpp"

namespace fieldstone::cli {
namespace {

constexpr std::int64_t kLastTimeMs = 253'402'300'799'999;  // years have four digits

class FixedClock final : public Clock {
 public:
  explicit FixedClock(TimeMs time) : time_(time) {}
  TimeMs now() const override { return time_; }

 private:
  TimeMs time_;
};

}  // namespace

void add_fixed_time_options(CLI::App& command, std::optional<TimeMs>& fixed) {
  CLI::Option* milliseconds =
      command
          .add_option_function<std::int64_t>(
              "--fixed-time-ms", [&fixed](std::int64_t time) { fixed = TimeMs{time}; },
              "Freeze the clock at this many milliseconds since 1970: answers become "
              "reproducible, for tests")
          ->check(CLI::Range(std::int64_t{0}, kLastTimeMs));
  const auto take = [&fixed](const std::string& text) {
    const auto time = parse_time(text);
    // Without a '-' it would be Unix seconds.
    if (!time || text.find('-', 1) == std::string::npos)
      throw CLI::ValidationError("--fixed-time", "expected ISO 8601 such as 2022-06-16T15:59:00Z");
    fixed = TimeMs{time->time.value * 1000};
  };
  command
      .add_option_function<std::string>(
          "--fixed-time", take,
          "The same, as ISO 8601 such as 2022-06-16T15:59:00Z; without an offset it is UTC")
      ->excludes(milliseconds);
}

std::unique_ptr<Clock> make_clock(std::optional<TimeMs> fixed) {
  if (fixed) return std::make_unique<FixedClock>(*fixed);
  return std::make_unique<SystemClock>();
}

}  // namespace fieldstone::cli
