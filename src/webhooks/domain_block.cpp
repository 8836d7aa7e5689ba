#include "webhooks/domain_block.hpp"

#include <algorithm>

namespace fieldstone::webhooks {
namespace {

// Different failures of one domain are few; a receiver must not make us keep more.
constexpr std::size_t kMaxDescriptions = 20;

template <class Reasons>
void note_failure(Reasons& reasons, std::string_view failure, TimeS now) {
  auto found = reasons.find(failure);
  if (found == reasons.end()) {
    if (reasons.size() >= kMaxDescriptions) return;
    found = reasons.emplace(std::string(failure), BlockReason{std::string(failure), 0, {}}).first;
  }
  ++found->second.count;
  found->second.latest = now;
}

template <class Reasons>
std::vector<BlockReason> most_frequent(const Reasons& reasons, std::size_t most) {
  std::vector<BlockReason> sorted;
  sorted.reserve(reasons.size());
  for (const auto& [description, reason] : reasons) sorted.push_back(reason);
  std::sort(sorted.begin(), sorted.end(), [](const BlockReason& a, const BlockReason& b) {
    return a.count != b.count ? a.count > b.count : a.description < b.description;
  });
  if (sorted.size() > most) sorted.resize(most);
  return sorted;
}

}  // namespace

std::optional<DomainBlock> DomainBlocks::count(const DomainKey& key, TimeMs now,
                                               std::string_view failure) {
  Domain& domain = domains_[key];
  const TimeS now_s = to_seconds(now);
  if (domain.last_second + kWindowSeconds <= now_s.value) domain.reasons.clear();
  domain.last_second = now_s.value;
  Second& current = domain.seconds[static_cast<std::size_t>(now_s.value % kWindowSeconds)];
  if (current.second != now_s.value) current = {now_s.value, 0, 0};
  ++current.requests;
  if (!failure.empty()) {
    ++current.failures;
    note_failure(domain.reasons, failure, now_s);
  }
  std::int64_t requests = 0;
  std::int64_t failures = 0;
  for (const Second& second : domain.seconds) {
    if (second.second <= now_s.value - kWindowSeconds || second.second > now_s.value) continue;
    requests += second.requests;
    failures += second.failures;
  }
  if (lasts(domain.until, now) || failure.empty() || requests < kLeastRequests ||
      (requests - failures) * 100 >= requests * kLeastPercent)
    return std::nullopt;
  DomainBlock made{TimeMs{now.value + kBlockMs}, most_frequent(domain.reasons, kMaxReasons)};
  domain = {};  // after the block it begins anew
  domain.until = made.until;
  domain.last_second = now_s.value;
  return made;
}

std::optional<TimeMs> DomainBlocks::blocked_until(const DomainKey& key, TimeMs now) const {
  const auto found = domains_.find(key);
  if (found == domains_.end() || !lasts(found->second.until, now)) return std::nullopt;
  return found->second.until;
}

void DomainBlocks::block(const DomainKey& key, TimeMs until) {
  Domain& domain = domains_[key];
  if (domain.until < until) domain.until = until;
}

std::size_t DomainBlocks::blocked(TimeMs now) const {
  return static_cast<std::size_t>(
      std::count_if(domains_.begin(), domains_.end(),
                    [now](const auto& entry) { return lasts(entry.second.until, now); }));
}

void DomainBlocks::sweep(TimeMs now) {
  const std::int64_t oldest = to_seconds(now).value - kWindowSeconds;
  std::erase_if(domains_, [&](const auto& entry) {
    const bool recent =
        entry.second.last_second >= oldest && entry.second.last_second <= to_seconds(now).value;
    return !lasts(entry.second.until, now) && !recent;
  });
}

}  // namespace fieldstone::webhooks
