// The pending events of one hook, in the order in which they may go out. Pure.
//
// Events of one resource go out one after the other, in the order in which they happened, also
// while one of them waits for a retry; events of different resources do not wait for each other
// (stronger than WH-47). Memory is bounded: of a resource a few events are held; of the rest, which
// stay in the database until it is their turn, the numbers.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.hpp"
#include "store/hooks/delivery_repo.hpp"

namespace fieldstone::webhooks {

using store::PendingEvent;

class HookQueue {
 public:
  static constexpr std::size_t kLaneRows = 16;           // held of one resource
  static constexpr std::size_t kFewReady = 256;          // below: more are welcome
  static constexpr std::size_t kMostResources = 50'000;  // that wait, held at a time
  static constexpr std::size_t kMostLater = 1'000'000;   // known by their numbers, at a time

  // A row that is to wait for longer was put off under a clock that was ahead: it is due.
  explicit HookQueue(std::chrono::milliseconds longest_wait = std::chrono::hours(24))
      : longest_wait_(longest_wait) {}

  // Takes rows behind the cursor, in the order of their ids.
  void add(std::vector<PendingEvent> rows, TimeMs now);
  // The highest id that was looked at.
  std::int64_t cursor() const { return cursor_; }
  // Whether rows behind the cursor should be read now.
  bool wants_rows() const {
    return ready_.size() < kFewReady && lanes_.size() < kMostResources && later_ < kMostLater;
  }

  // The next row to send, if one may go out now; its resource is busy until one of the three below.
  std::optional<PendingEvent> take(TimeMs now);
  void delivered(const std::string& resource);
  // The row comes first again at `at`.
  void postpone(PendingEvent row, TimeMs at);

  // The next rows of a resource that were left in the database, at most kLaneRows.
  struct Refill {
    std::string resource;
    std::vector<std::int64_t> event_ids;
  };
  bool wants_refill() const { return !to_refill_.empty(); }
  std::optional<Refill> next_refill();
  // `rows`: what is left of those asked for, in the order of their ids.
  void refill(const Refill& asked, std::vector<PendingEvent> rows, TimeMs now);

  bool has_ready(TimeMs now) const;
  bool empty() const { return lanes_.empty(); }
  std::size_t running() const { return running_; }
  // When the next row that waits for its time may go out.
  std::optional<TimeMs> next_due() const;

 private:
  // All that is known of one resource. A lane without rows, of which nothing runs, is removed.
  struct Lane {
    std::vector<PendingEvent> rows;  // few: cheaper than a deque, which has memory while empty
    std::optional<std::deque<std::int64_t>> later;  // never empty: the events after those
    bool running = false;
    bool refilling = false;

    bool full() const { return refilling || later || rows.size() >= kLaneRows; }
  };

  void make_ready(const std::string& resource, const Lane& lane, TimeMs now);
  bool is_due(TimeMs at, TimeMs now) const {
    return at <= now || at.value - now.value > longest_wait_.count();
  }
  void promote(TimeMs now);
  void next_of(const std::string& resource, TimeMs now);

  std::chrono::milliseconds longest_wait_;
  std::unordered_map<std::string, Lane> lanes_;  // by resource
  std::deque<std::string> ready_;                // resources whose first row may go out
  std::multimap<TimeMs, std::string> waiting_;   // resources whose first row has to wait
  std::deque<std::string> to_refill_;
  std::int64_t cursor_ = 0;
  std::size_t later_ = 0;  // of all lanes
  std::size_t running_ = 0;
};

}  // namespace fieldstone::webhooks
