// How much a thread has worked, whatever else the processors did.
#pragma once

#include <chrono>
#include <ctime>

namespace fieldstone {

// Of the calling thread, since it began.
inline std::chrono::nanoseconds processor_time() noexcept {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

}  // namespace fieldstone
