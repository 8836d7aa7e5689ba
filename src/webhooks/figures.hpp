// What the dispatcher counts, for /metrics.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fieldstone::webhooks {

// How an attempt ended. Stable: label values, in this order.
enum class AttemptEnd : std::uint8_t {
  delivered,
  refused,  // answered with something else than 2xx
  timed_out,
  unknown_name,
  forbidden,
  unreachable,
  untrusted,
  broken,
  invalid,
  blocked,    // not sent: the domain is blocked (WH-82)
  not_signed  // not sent: the account has no secret to sign with
};
inline constexpr std::array<std::string_view, 11> kAttemptEnds{
    "delivered", "refused", "timed_out", "unknown_name", "forbidden", "unreachable",
    "untrusted", "broken",  "invalid",   "blocked",      "unsigned"};

// Thread: one adds, any reads.
class Figures {
 public:
  static constexpr std::array<std::int64_t, 11> kBoundsMicroseconds{
      1'000,   2'500,   5'000,     10'000,    25'000,    50'000,
      100'000, 250'000, 1'000'000, 2'500'000, 10'000'000};

  using Count = std::atomic<std::uint64_t>;

  void add(AttemptEnd end, std::chrono::microseconds duration) {
    bump(ends_[static_cast<std::size_t>(end)]);
    if (end == AttemptEnd::blocked || end == AttemptEnd::not_signed) return;  // nothing was sent
    std::size_t bucket = 0;
    while (bucket < kBoundsMicroseconds.size() && kBoundsMicroseconds[bucket] < duration.count())
      ++bucket;
    bump(buckets_[bucket]);
    bump(microseconds_, static_cast<std::uint64_t>(duration.count()));
  }
  std::uint64_t count(AttemptEnd end) const {
    return ends_[static_cast<std::size_t>(end)].load(std::memory_order_relaxed);
  }
  // Not cumulative; the last one is for everything longer.
  std::uint64_t in_bucket(std::size_t bucket) const {
    return buckets_[bucket].load(std::memory_order_relaxed);
  }
  double seconds() const {
    return static_cast<double>(microseconds_.load(std::memory_order_relaxed)) / 1e6;
  }

  Count running = 0;          // attempts under way
  Count blocked_domains = 0;  // now
  Count deactivated = 0;      // hooks, since the start
  Count leased = 0;           // hooks whose events this process delivers

 private:
  static void bump(Count& count, std::uint64_t by = 1) {
    count.store(count.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
  }

  std::array<Count, kAttemptEnds.size()> ends_{};
  std::array<Count, kBoundsMicroseconds.size() + 1> buckets_{};
  Count microseconds_ = 0;
};

}  // namespace fieldstone::webhooks
