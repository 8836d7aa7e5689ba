#include "webhooks/hook_queue.hpp"

#include <algorithm>
#include <iterator>

#include "base/check.hpp"

namespace fieldstone::webhooks {

void HookQueue::add(std::vector<PendingEvent> rows, TimeMs now) {
  for (PendingEvent& row : rows) {
    cursor_ = std::max(cursor_, row.event_id);
    const std::string resource = row.resource;
    Lane& lane = lanes_[resource];
    if (lane.full()) {
      if (!lane.later) lane.later.emplace();
      lane.later->push_back(row.event_id);
      ++later_;
      continue;
    }
    const bool first = lane.rows.empty() && !lane.running;
    lane.rows.push_back(std::move(row));
    if (first) make_ready(resource, lane, now);
  }
}

// The first attempt is due at once, whatever clock wrote the row.
void HookQueue::make_ready(const std::string& resource, const Lane& lane, TimeMs now) {
  const PendingEvent& row = lane.rows.front();
  if (row.attempts == 0 || row.next_at <= now) {
    ready_.push_back(resource);
  } else {
    waiting_.emplace(row.next_at, resource);
  }
}

void HookQueue::promote(TimeMs now) {
  const auto take = [this](auto entry) {
    ready_.push_back(std::move(entry->second));
    waiting_.erase(entry);
  };
  while (!waiting_.empty() && is_due(waiting_.begin()->first, now)) take(waiting_.begin());
  while (!waiting_.empty() && is_due(std::prev(waiting_.end())->first, now))
    take(std::prev(waiting_.end()));
}

std::optional<PendingEvent> HookQueue::take(TimeMs now) {
  promote(now);
  if (ready_.empty()) return std::nullopt;
  const auto found = lanes_.find(ready_.front());
  ready_.pop_front();
  FS_CHECK(found != lanes_.end() && !found->second.rows.empty() && !found->second.running);
  Lane& lane = found->second;
  PendingEvent row = std::move(lane.rows.front());
  lane.rows.erase(lane.rows.begin());
  lane.running = true;
  ++running_;
  return row;
}

void HookQueue::delivered(const std::string& resource) { next_of(resource, TimeMs{0}); }

void HookQueue::next_of(const std::string& resource, TimeMs now) {
  const auto found = lanes_.find(resource);
  FS_CHECK(found != lanes_.end() && found->second.running);
  Lane& lane = found->second;
  lane.running = false;
  --running_;
  if (!lane.rows.empty()) {
    make_ready(resource, lane, now);
  } else if (lane.later) {
    to_refill_.push_back(resource);
  } else {
    lanes_.erase(found);
  }
}

void HookQueue::postpone(PendingEvent row, TimeMs at) {
  const auto found = lanes_.find(row.resource);
  FS_CHECK(found != lanes_.end() && found->second.running);
  Lane& lane = found->second;
  lane.running = false;
  --running_;
  waiting_.emplace(at, row.resource);
  row.next_at = at;
  lane.rows.insert(lane.rows.begin(), std::move(row));
}

std::optional<HookQueue::Refill> HookQueue::next_refill() {
  while (!to_refill_.empty()) {
    Refill refill{std::move(to_refill_.front()), {}};
    to_refill_.pop_front();
    const auto found = lanes_.find(refill.resource);
    if (found == lanes_.end() || !found->second.later) continue;
    Lane& lane = found->second;
    const auto count = std::min(lane.later->size(), kLaneRows);
    const auto end = lane.later->begin() + static_cast<std::ptrdiff_t>(count);
    refill.event_ids.assign(lane.later->begin(), end);
    lane.later->erase(lane.later->begin(), end);
    if (lane.later->empty()) lane.later.reset();
    later_ -= count;
    lane.refilling = true;
    return refill;
  }
  return std::nullopt;
}

void HookQueue::refill(const Refill& asked, std::vector<PendingEvent> rows, TimeMs now) {
  const auto found = lanes_.find(asked.resource);
  if (found == lanes_.end()) return;
  Lane& lane = found->second;
  lane.refilling = false;
  lane.rows = std::move(rows);
  if (!lane.rows.empty()) {
    make_ready(asked.resource, lane, now);
  } else if (lane.later) {
    to_refill_.push_back(asked.resource);
  } else {
    lanes_.erase(found);
  }
}

bool HookQueue::has_ready(TimeMs now) const {
  return !ready_.empty() || (!waiting_.empty() && (is_due(waiting_.begin()->first, now) ||
                                                   is_due(waiting_.rbegin()->first, now)));
}

std::optional<TimeMs> HookQueue::next_due() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.begin()->first;
}

}  // namespace fieldstone::webhooks
