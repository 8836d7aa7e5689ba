// Reads hooks and their pending events, all of it in one loop, so that nothing it learns is older
// than what it knows. Private to webhooks/.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <set>
#include <span>
#include <vector>

#include "base/log.hpp"
#include "store/unit/store.hpp"
#include "webhooks/hook_state.hpp"
#include "webhooks/registry.hpp"
#include "webhooks/sender.hpp"

namespace fieldstone::webhooks {

// Thread: the loop's.
class Loader {
 public:
  struct Parts {
    asio::io_context& context;
    store::Store& store;
    const Clock& clock;
    log::Logger& logger;
    Registry& registry;
    Sender& sender;
    std::function<void(std::vector<store::BlockedDomain>)> blocked;  // what is blocked at present
  };

  explicit Loader(Parts parts) : parts_(std::move(parts)), signal_(parts_.context) {}

  // Until stop(): looks at hooks that were woken, at once where they are woken seldom; at all of
  // them once a second.
  asio::awaitable<void> run();
  void stop();
  bool ended() const { return ended_; }

  // New events, or a change.
  void wake(std::span<const store::HookKey> keys);
  // Reads rows of the hook, if it has room for them.
  void want(const Hook& hook);

 private:
  // Rows to read for one hook, and then these rows.
  struct Plan {
    Hook hook;
    unsigned generation = 0;
    std::optional<HookQueue::Refill> refill;
    std::int64_t cursor = 0;
    std::vector<store::PendingEvent> rows;
  };

  asio::awaitable<void> wait();
  asio::awaitable<void> poll();
  asio::awaitable<void> look_at_woken();
  asio::awaitable<void> read_rows();
  std::vector<Plan> plan();
  void take_in(Plan& plan);
  void notice(const store::DeliveryHook& found);
  void complain(const Error& error);

  Parts parts_;
  asio::steady_timer signal_;
  std::chrono::steady_clock::time_point next_poll_{};
  std::chrono::steady_clock::time_point next_look_{};
  std::set<store::HookKey> woken_;
  std::set<Hook> wanting_;
  bool stopping_ = false;
  bool ended_ = false;
};

}  // namespace fieldstone::webhooks
