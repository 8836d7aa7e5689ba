// Dates as the V2 face writes them: "Thu, 16 Jun 2022 18:39:00 +0000".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace fieldstone {

std::string rfc2822_text(TimeS time);

// Accepts a name of a day or none, one or two digits of a day, an offset or GMT.
std::optional<TimeS> parse_rfc2822(std::string_view text);

}  // namespace fieldstone
