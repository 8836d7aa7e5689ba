#include "cli/process_metrics.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace fieldstone::cli {
namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

enum class Memory : unsigned char { all, resident };

// /proc/self/statm: pages of the address space, then those that are resident.
double memory_bytes(Memory which) {
  std::ifstream file("/proc/self/statm");
  double all = 0;
  double resident = 0;
  file >> all >> resident;
  return (which == Memory::all ? all : resident) * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double open_descriptors() {
  std::error_code error;
  double count = -1;  // the walk has one of its own
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end;
       !error && entry != end; entry.increment(error))
    ++count;
  return count;
}

double most_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

}  // namespace

void add_process_metrics(http::Metrics& metrics, TimeMs started) {
  metrics.add_counter("process_cpu_seconds_total", "Processor time of the process, all threads.",
                      cpu_seconds);
  metrics.add_gauge("process_resident_memory_bytes", "Memory of the process that is resident.",
                    [] { return memory_bytes(Memory::resident); });
  metrics.add_gauge("process_virtual_memory_bytes", "Address space of the process.",
                    [] { return memory_bytes(Memory::all); });
  metrics.add_gauge("process_open_fds", "Open file descriptors.", open_descriptors);
  metrics.add_gauge("process_max_fds", "Most file descriptors that may be open.", most_descriptors);
  metrics.add_gauge("process_start_time_seconds", "When the process started, since 1970.",
                    [started] { return static_cast<double>(started.value) / 1000; });
  metrics.add_info("fieldstone_build_info", "The version that runs; always 1.",
                   {{"version", FS_VERSION}, {"compiler", __VERSION__}});
}

}  // namespace fieldstone::cli
