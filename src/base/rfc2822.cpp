#include "base/rfc2822.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

namespace fieldstone {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Reads words and numbers from a text's front; a failed read makes all that follow fail.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  void skip(std::string_view characters) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(characters), rest_.size()));
  }
  int digits(std::size_t min, std::size_t max) {
    std::size_t size = 0;
    while (size < rest_.size() && size < max && rest_[size] >= '0' && rest_[size] <= '9') ++size;
    if (size < min) failed_ = true;
    int value = 0;
    std::from_chars(rest_.data(), rest_.data() + size, value);
    rest_.remove_prefix(size);
    return value;
  }
  std::string_view take(std::size_t size) {
    const std::string_view word = rest_.substr(0, size);
    rest_.remove_prefix(word.size());
    return word;
  }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }
  void fail() { failed_ = true; }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

template <std::size_t kSize>
int place_of(std::string_view word, const std::array<std::string_view, kSize>& words) {
  for (std::size_t i = 0; i < kSize; ++i) {
    if (words[i] == word) return static_cast<int>(i);
  }
  return -1;
}

std::chrono::seconds offset(Scanner& in) {
  const char sign = in.peek();
  if (sign != '+' && sign != '-') {
    const std::string_view zone = in.take(3);
    if (zone != "GMT" && zone != "UTC" && zone != "Z") in.fail();
    return {};
  }
  in.take(1);
  const int hours = in.digits(2, 2);
  in.skip(":");
  const std::chrono::seconds away =
      std::chrono::hours(hours) + std::chrono::minutes(in.digits(2, 2));
  return sign == '-' ? -away : away;
}

}  // namespace

std::string rfc2822_text(TimeS time) {
  const std::chrono::sys_seconds at{std::chrono::seconds(time.value)};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(at - day);
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday(day).c_encoding()],
      static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
      clock.seconds().count());
}

std::optional<TimeS> parse_rfc2822(std::string_view text) {
  Scanner in(text);
  if (in.peek() > '9') {
    if (place_of(in.take(3), kDays) < 0) return std::nullopt;
    in.skip(", ");
  }
  const int day = in.digits(1, 2);
  in.skip(" ");
  const int month = place_of(in.take(3), kMonths);
  in.skip(" ");
  const int year = in.digits(4, 4);
  in.skip(" ");
  const int hour = in.digits(2, 2);
  in.skip(":");
  const int minute = in.digits(2, 2);
  in.skip(":");
  const int second = in.digits(2, 2);
  in.skip(" ");
  const std::chrono::seconds away = offset(in);
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month + 1)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (in.failed() || !in.at_end() || month < 0 || !date.ok() || hour > 23 || minute > 59 ||
      second > 60) {
    return std::nullopt;
  }
  const std::chrono::sys_seconds at = std::chrono::sys_days(date) + std::chrono::hours(hour) +
                                      std::chrono::minutes(minute) + std::chrono::seconds(second);
  return TimeS{(at - away).time_since_epoch().count()};
}

}  // namespace fieldstone
