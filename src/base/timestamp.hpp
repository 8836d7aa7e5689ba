// Dates as text: the two forms of answers (HTTP-27) and the forms that filters take (HTTP-107).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.hpp"

namespace fieldstone {

// "2022-06-16T18:39:00" followed by a suffix; a fixed-size text that needs no allocation.
class TimestampText {
 public:
  enum class Suffix : std::uint8_t { offset /* +00:00 */, zulu /* Z */ };
  TimestampText(TimeS time, Suffix suffix);
  operator std::string_view() const {
    return {text_, size_};
  }  // NOLINT(google-explicit-constructor)

 private:
  char text_[40];
  std::size_t size_;
};

// Whether a time can be written at all: its year has four digits.
bool is_writable(TimeS time);

struct ParsedTime {
  TimeS time;
  bool date_only = false;  // then the whole day may be meant (HTTP-108)
};

// Accepts YYYY-MM-DD, YYYY-MM-DDThh:mm[:ss[.fraction]] with optional Z or ±hh:mm, and Unix seconds.
// Without an offset: UTC. A blank stands for the '+' that form decoding swallowed.
std::optional<ParsedTime> parse_time(std::string_view text);

}  // namespace fieldstone
