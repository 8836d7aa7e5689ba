// Figures of the process and of the build, under the names that dashboards know.
#pragma once

#include "base/clock.hpp"
#include "http/metrics.hpp"

namespace fieldstone::cli {

// process_cpu_seconds_total, process_resident_memory_bytes and their like, and
// fieldstone_build_info. `started`: when the process was.
void add_process_metrics(http::Metrics& metrics, TimeMs started);

}  // namespace fieldstone::cli
