// Starts deliveries where a place is free, and judges how they end. Private to webhooks/.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/log.hpp"
#include "http/client.hpp"
#include "store/unit/store.hpp"
#include "webhooks/figures.hpp"
#include "webhooks/hook_state.hpp"
#include "webhooks/ledger.hpp"
#include "webhooks/notice.hpp"
#include "webhooks/schedule.hpp"

namespace fieldstone::webhooks {

// Thread: the loop's.
class Sender {
 public:
  struct Parts {
    asio::io_context& context;
    http::Caller& client;
    store::Store& store;
    const Clock& clock;
    log::Logger& logger;
    Ledger& ledger;
    Figures& figures;
    // A delivery of the hook has ended: it may want more rows.
    std::function<void(const Hook&)> settled;
  };
  struct Settings {
    RetrySchedule retries;
    std::chrono::milliseconds timeout{};  // of an attempt
    Places places;
    bool domain_blocks = true;  // WH-82
  };

  Sender(Parts parts, Settings settings)
      : parts_(std::move(parts)), settings_(std::move(settings)) {}
  ~Sender() {
    for (const auto& [key, target] : targets_) target->ready.clear();  // they hold each other
  }
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  // What one store sends to one origin has a gate of its own: a store whose receivers hang slows
  // down nobody else's deliveries to the same place.
  std::shared_ptr<Target> target_of(std::int64_t store_id, const std::string& origin);
  // The hook may have something to send: sends what may go out now.
  void offer(const Hook& hook);
  // Nothing is started any more; abandon() also gives up what is under way, which counts as never
  // tried.
  void stop() { stopping_ = true; }
  void abandon();
  std::size_t running() const { return running_; }
  DomainBlocks& blocks() { return blocks_; }
  // Forgets what has not been needed for a while. For a loop of the owner.
  void sweep();

 private:
  struct Place {
    bool quick = false;
  };
  struct Running {
    int quick = 0;
    int slow = 0;
  };

  bool has_place(const Target& target) const;
  void occupy(std::int64_t store_id, Place place);
  void vacate(std::int64_t store_id, Place place);
  bool may_send(const HookState& hook, TimeMs now) const;
  void start(const std::shared_ptr<Target>& target);
  bool start_one(const std::shared_ptr<Target>& target);
  bool hold_back(const Hook& hook, store::PendingEvent& row, TimeMs now);
  void feed_starved();

  asio::awaitable<void> deliver(Hook hook, store::PendingEvent row, Place place);
  asio::awaitable<bool> still_wanted(store::HookKey key, std::int64_t event_id);
  asio::awaitable<http::CallResult> attempt(Hook hook, const store::PendingEvent* row);
  void settle(const Hook& hook, store::PendingEvent row, const http::CallResult& result);
  void fail_attempt(const Hook& hook, Outcome outcome, const std::string& description);
  Outcome begin_outcome(const Hook& hook, const store::PendingEvent& row) const;

  Parts parts_;
  Settings settings_;
  std::unordered_map<std::string, std::shared_ptr<Target>> targets_;  // by store and origin
  std::deque<std::shared_ptr<Target>> starved_;
  DomainBlocks blocks_;
  RetryNotices notices_;
  Running all_running_;
  std::unordered_map<std::int64_t, Running> running_of_;  // by store, with any
  std::size_t running_ = 0;
  bool stopping_ = false;
  bool abandoned_ = false;
};

}  // namespace fieldstone::webhooks
