#include "base/timestamp.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace fieldstone {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

// Requires: value < 100.
void two_digits(char* out, unsigned value) {
  out[0] = static_cast<char>('0' + value / 10);
  out[1] = static_cast<char>('0' + value % 10);
}

// "2022-06-16". Rows that are shown together are often of one day: the last one is kept.
std::string_view date_text(std::chrono::sys_days day) {
  struct Written {
    std::chrono::sys_days day = std::chrono::sys_days::max();
    char text[10] = {'0', '0', '0', '0', '-', '0', '0', '-', '0', '0'};
  };
  static thread_local Written last;
  if (day != last.day) {
    const std::chrono::year_month_day date(day);
    const auto year = static_cast<unsigned>(std::clamp(static_cast<int>(date.year()), 0, 9999));
    two_digits(last.text, year / 100);
    two_digits(last.text + 2, year % 100);
    two_digits(last.text + 5, static_cast<unsigned>(date.month()));
    two_digits(last.text + 8, static_cast<unsigned>(date.day()));
    last.day = day;
  }
  return {last.text, sizeof last.text};
}

// Reads pieces of a text from its front.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  bool take(char c) {
    if (peek() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool digits(std::size_t count, int& value) {
    if (rest_.size() < count) return false;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + count, value);
    if (error != std::errc() || end != rest_.data() + count || rest_.front() == '-') return false;
    rest_.remove_prefix(count);
    return true;
  }
  void skip_digits() {
    while (peek() >= '0' && peek() <= '9') rest_.remove_prefix(1);
  }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> scan_date(Scanner& scan) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!scan.digits(4, year) || !scan.take('-') || !scan.digits(2, month) || !scan.take('-') ||
      !scan.digits(2, day)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count() * kSecondsPerDay;
}

std::optional<std::int64_t> scan_clock(Scanner& scan) {
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!scan.digits(2, hour) || !scan.take(':') || !scan.digits(2, minute)) return std::nullopt;
  if (scan.take(':') && !scan.digits(2, second)) return std::nullopt;
  if (scan.take('.')) scan.skip_digits();
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return (hour * 60 + minute) * 60 + second;
}

// Seconds east of UTC.
std::optional<std::int64_t> scan_offset(Scanner& scan) {
  if (scan.done() || scan.take('Z') || scan.take('z')) return 0;
  const bool west = scan.peek() == '-';
  if (!scan.take('+') && !scan.take('-') && !scan.take(' ')) return std::nullopt;
  int hours = 0;
  int minutes = 0;
  if (!scan.digits(2, hours)) return std::nullopt;
  scan.take(':');
  if (!scan.done() && !scan.digits(2, minutes)) return std::nullopt;
  if (hours > 14 || minutes > 59) return std::nullopt;
  const int offset = (hours * 60 + minutes) * 60;
  return west ? -offset : offset;
}

std::optional<ParsedTime> parse_unix_seconds(std::string_view text) {
  constexpr std::size_t kMaxDigits = 12;
  const bool digits =
      !text.empty() && text.size() <= kMaxDigits &&
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return std::nullopt;
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return ParsedTime{TimeS{seconds}, false};
}

}  // namespace

TimestampText::TimestampText(TimeS time, Suffix suffix) {
  const std::chrono::sys_seconds point{std::chrono::seconds(time.value)};
  const auto day = std::chrono::floor<std::chrono::days>(point);
  const auto second_of_day = static_cast<unsigned>((point - day).count());
  constexpr std::string_view kShape = "0000-00-00T00:00:00";
  std::copy(kShape.begin(), kShape.end(), text_);
  const std::string_view date = date_text(day);
  std::copy(date.begin(), date.end(), text_);
  two_digits(text_ + 11, second_of_day / 3600);
  two_digits(text_ + 14, second_of_day / 60 % 60);
  two_digits(text_ + 17, second_of_day % 60);
  const std::string_view tail = suffix == Suffix::zulu ? "Z" : "+00:00";
  std::copy(tail.begin(), tail.end(), text_ + kShape.size());
  size_ = kShape.size() + tail.size();
}

bool is_writable(TimeS time) {
  constexpr std::int64_t kFirst = -62'167'219'200;  // 0000-01-01T00:00:00
  constexpr std::int64_t kLast = 253'402'300'799;   // 9999-12-31T23:59:59
  return time.value >= kFirst && time.value <= kLast;
}

std::optional<ParsedTime> parse_time(std::string_view text) {
  if (auto seconds = parse_unix_seconds(text)) return seconds;
  Scanner scan(text);
  const auto date = scan_date(scan);
  if (!date) return std::nullopt;
  if (scan.done()) return ParsedTime{TimeS{*date}, true};
  if (!scan.take('T') && !scan.take('t') && !scan.take(' ')) return std::nullopt;
  const auto clock = scan_clock(scan);
  if (!clock) return std::nullopt;
  const auto offset = scan_offset(scan);
  if (!offset || !scan.done()) return std::nullopt;
  return ParsedTime{TimeS{*date + *clock - *offset}, false};
}

}  // namespace fieldstone
