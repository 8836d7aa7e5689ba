// Dates as objects of V2 show them.
#pragma once

#include <string>

#include "base/timestamp.hpp"

namespace fieldstone::api {

// "2023-07-17 06:30:41", UTC.
inline std::string v2_date_time(TimeS time) {
  constexpr std::size_t kDate = 10;
  constexpr std::size_t kDateTime = 19;
  std::string text(TimestampText(time, TimestampText::Suffix::zulu));
  text.resize(kDateTime);
  text[kDate] = ' ';
  return text;
}

}  // namespace fieldstone::api
