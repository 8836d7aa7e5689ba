// Requests per store and time window (HTTP-160 … HTTP-163). Off unless the operator sets it.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "core/ids.hpp"
#include "http/response.hpp"

namespace fieldstone::api {

// "150/30s": `quota` requests in each `window`.
struct RateLimit {
  std::int64_t quota = 0;
  std::chrono::milliseconds window{30'000};
};

// Thread: any.
class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  struct Verdict {
    bool admitted = true;
    std::vector<http::Header> headers;  // HTTP-160; with X-Retry-After when refused (HTTP-162)
  };

  explicit RateLimiter(RateLimit limit) : limit_(limit) {}

  // Counts one request of the store.
  Verdict admit(StoreId store_id, Clock::time_point now);

 private:
  struct Window {
    Clock::time_point ends;
    std::int64_t used = 0;
  };

  RateLimit limit_;
  std::mutex mutex_;
  std::unordered_map<std::int64_t, Window> windows_;  // one per store
};

}  // namespace fieldstone::api
