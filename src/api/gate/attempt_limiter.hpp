// Log-in attempts per store, and per store and e-mail (CU-172): guessing passwords is slow,
// whatever the other limits are. A password that is set counts as an attempt does: it costs as much
// (CU-32).
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/gate/rate_limit.hpp"
#include "core/ids.hpp"

namespace fieldstone::api {

struct AttemptLimits {
  RateLimit per_email{10, std::chrono::minutes(1)};
  RateLimit per_store{300, std::chrono::minutes(1)};
};

// Memory: one entry per e-mail that was tried within its window; the limit per store bounds them.
// Thread: any.
class AttemptLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  explicit AttemptLimiter(AttemptLimits limits) : limits_(limits) {}

  // Counts one attempt. When it is one too many, nothing is counted and the answer says how long to
  // wait. `email_fold` is case-folded; empty: only the store's attempts are counted.
  std::optional<std::chrono::seconds> refuse(StoreId store_id, std::string_view email_fold,
                                             Clock::time_point now);

 private:
  struct Window {
    Clock::time_point ends;
    std::int64_t used = 0;
  };
  struct Store {
    Window all;
    std::unordered_map<std::string, Window> by_email;
    std::size_t sweep_at = 64;  // forgets ended windows when there are so many
  };

  static void sweep(Store& store, Clock::time_point now);

  AttemptLimits limits_;
  std::mutex mutex_;
  std::unordered_map<std::int64_t, Store> stores_;
};

}  // namespace fieldstone::api
