// Domains that fail too often are left alone for a while (WH-82). Pure: time is an argument.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "core/ids.hpp"

namespace fieldstone::webhooks {

// Whose deliveries share a count: all paths of one domain, of one client.
struct DomainKey {
  std::int64_t store_id = 0;
  std::string client_id;
  std::string domain;
  friend auto operator<=>(const DomainKey&, const DomainKey&) = default;
};

struct BlockReason {
  std::string description;
  std::int64_t count = 0;
  TimeS latest;
};

struct DomainBlock {
  TimeMs until;
  std::vector<BlockReason> reasons;  // the most frequent first, at most kMaxReasons
};

class DomainBlocks {
 public:
  static constexpr std::int64_t kWindowSeconds = 120;
  static constexpr std::int64_t kLeastRequests = 100;
  static constexpr std::int64_t kLeastPercent = 90;
  static constexpr std::int64_t kBlockMs = 180'000;
  static constexpr std::size_t kMaxReasons = 5;

  // Counts one request; `failure` is empty for a success, else what went wrong in few words.
  // Returns the block when this request is the one that brings it about.
  std::optional<DomainBlock> count(const DomainKey& key, TimeMs now, std::string_view failure);
  // When the block of a domain ends; none when it is not blocked.
  std::optional<TimeMs> blocked_until(const DomainKey& key, TimeMs now) const;
  // Takes over a block that another process has set.
  void block(const DomainKey& key, TimeMs until);
  std::size_t blocked(TimeMs now) const;
  // Forgets domains that nothing was sent to for a window. For a loop of the owner.
  void sweep(TimeMs now);

 private:
  // A block that lasts beyond was set under a clock that was ahead.
  static bool lasts(TimeMs until, TimeMs now) {
    return until > now && until.value <= now.value + kBlockMs;
  }

  struct Second {
    std::int64_t second = 0;
    std::int32_t requests = 0;
    std::int32_t failures = 0;
  };
  struct Domain {
    std::array<Second, kWindowSeconds> seconds{};
    std::map<std::string, BlockReason, std::less<>> reasons;
    std::int64_t last_second = 0;
    TimeMs until;
  };

  std::map<DomainKey, Domain> domains_;
};

}  // namespace fieldstone::webhooks
