// Times of changes under a clock that was ahead and has been put right (HTTP-29).
#pragma once

#include <algorithm>

#include "base/clock.hpp"

namespace fieldstone {

// What a change at `now` leaves as the time of the last change of something that was made and last
// changed at these times: never before either.
constexpr TimeS time_of_change(TimeS now, TimeS made, TimeS changed) {
  return std::max({now, made, changed});
}

}  // namespace fieldstone
