// A clock that stands still, for tests: answers become reproducible byte for byte (CL-7).
#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <optional>

#include "base/clock.hpp"

namespace fieldstone::cli {

// --fixed-time-ms and --fixed-time, of which one may be given. Requires: `fixed` outlives the
// parsing.
void add_fixed_time_options(CLI::App& command, std::optional<TimeMs>& fixed);

// The system's clock where nothing is fixed.
std::unique_ptr<Clock> make_clock(std::optional<TimeMs> fixed);

}  // namespace fieldstone::cli
