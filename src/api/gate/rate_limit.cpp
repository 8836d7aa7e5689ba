#include "api/gate/rate_limit.hpp"

#include <algorithm>
#include <string>

namespace fieldstone::api {

RateLimiter::Verdict RateLimiter::admit(StoreId store_id, Clock::time_point now) {
  std::int64_t left = 0;
  bool admitted = false;
  Clock::time_point ends;
  {
    const std::lock_guard lock(mutex_);
    Window& window = windows_[store_id.value];
    if (window.ends <= now) window = {now + limit_.window, 0};
    admitted = window.used < limit_.quota;
    if (admitted) ++window.used;
    left = limit_.quota - window.used;
    ends = window.ends;
  }
  const auto reset = std::chrono::ceil<std::chrono::milliseconds>(ends - now);
  Verdict verdict;
  verdict.admitted = admitted;
  verdict.headers = {{"X-Rate-Limit-Time-Window-Ms", std::to_string(limit_.window.count())},
                     {"X-Rate-Limit-Time-Reset-Ms", std::to_string(reset.count())},
                     {"X-Rate-Limit-Requests-Quota", std::to_string(limit_.quota)},
                     {"X-Rate-Limit-Requests-Left", std::to_string(left)}};
  if (!admitted) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(reset);
    verdict.headers.push_back(
        {"X-Retry-After", std::to_string(std::max<std::int64_t>(1, seconds.count()))});
  }
  return verdict;
}

}  // namespace fieldstone::api
