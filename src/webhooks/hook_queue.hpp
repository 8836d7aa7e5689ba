// The pending events of one hook, in the order in which they may go out. Pure.
//
// Events of one resource go out one after the other, in the order in which they happened, also
// while one of them waits for a retry; events of different resources do not wait for each other
// (stronger than WH-47). Memory is bounded: of a resource a few events are held, the rest stay in
// the database until it is their turn.
#pragma once

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
#include "store/delivery_repo.hpp"

namespace fieldstone::webhooks {

using store::PendingEvent;

class HookQueue {
 public:
  static constexpr std::size_t kLaneRows = 16;           // held of one resource
  static constexpr std::size_t kFewReady = 256;          // below: more are welcome
  static constexpr std::size_t kMostResources = 50'000;  // that wait, held at a time

  // Takes rows behind the cursor, in the order of their ids.
  void add(std::vector<PendingEvent> rows, TimeMs now);
  // The highest id that was looked at.
  std::int64_t cursor() const { return cursor_; }
  // Whether rows behind the cursor should be read now.
  bool wants_rows() const { return ready_.size() < kFewReady && lanes_.size() < kMostResources; }

  // The next row to send, if one may go out now; its resource is busy until one of the three below.
  std::optional<PendingEvent> take(TimeMs now);
  void delivered(const std::string& resource);
  // The row comes first again at `at`.
  void postpone(PendingEvent row, TimeMs at);

  // A resource of which rows were left in the database: read those after `after` up to the cursor.
  struct Refill {
    std::string resource;
    std::int64_t after = 0;
    std::int64_t up_to = 0;
  };
  bool wants_refill() const { return !to_refill_.empty(); }
  std::optional<Refill> next_refill();
  // `rows`: at most kLaneRows; fewer mean that there are no more.
  void refill(const Refill& asked, std::vector<PendingEvent> rows, TimeMs now);

  bool has_ready(TimeMs now) const;
  bool empty() const { return lanes_.empty(); }
  std::size_t running() const { return running_; }
  // When the next row that waits for its time may go out.
  std::optional<TimeMs> next_due() const;

 private:
  // All that is known of one resource. A lane without rows, of which nothing runs, is removed.
  struct Lane {
    std::deque<PendingEvent> rows;
    std::int64_t last_id = 0;  // of the rows held now or before
    bool running = false;
    bool skipped = false;  // rows after last_id, up to the cursor, are in the database only
    bool refilling = false;
  };

  void make_ready(const std::string& resource, const Lane& lane, TimeMs now);
  void promote(TimeMs now);
  void next_of(const std::string& resource, TimeMs now);

  std::unordered_map<std::string, Lane> lanes_;  // by resource
  std::deque<std::string> ready_;                // resources whose first row may go out
  std::multimap<TimeMs, std::string> waiting_;   // resources whose first row has to wait
  std::deque<std::string> to_refill_;
  std::int64_t cursor_ = 0;
  std::size_t running_ = 0;
};

}  // namespace fieldstone::webhooks
