// The hooks whose events this process delivers, and its leases on them. Private to webhooks/.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "store/unit/store.hpp"
#include "webhooks/dispatcher.hpp"
#include "webhooks/hook_state.hpp"
#include "webhooks/sender.hpp"

namespace fieldstone::webhooks {

// Thread: the loop's.
class Registry {
 public:
  struct Parts {
    asio::io_context& context;
    store::Store& store;
    const Clock& clock;
    log::Logger& logger;
    Sender& sender;
    Figures& figures;
    OpenSecret open_secret;
    std::function<void(const Hook&)> leased;  // its rows may be read now
  };

  // `longest_wait`: for a retry.
  Registry(Parts parts, std::chrono::milliseconds timeout, std::chrono::milliseconds longest_wait);

  // What the database says of a hook: a new one, or the one that is known, changed where it changed
  // (WH-84). Null while an earlier state of it is still being wound up.
  Hook reconcile(const store::DeliveryHook& found);
  void drop(store::HookKey key);
  const std::map<store::HookKey, Hook>& hooks() const { return hooks_; }
  Hook find(store::HookKey key) const;

  // Takes and renews leases where that is due; begins what was asked to be read anew.
  void maintain();
  // Gives all leases back.
  asio::awaitable<void> release();
  bool idle() const { return writing_ == 0; }
  bool owns(const HookState& hook) const {
    const TimeMs now = parts_.clock.now();
    return hook.lease_until > now && hook.lease_until <= latest_lease(now);
  }

 private:
  // A lease that lasts beyond was written under a clock that was ahead: it is void, as the
  // database holds it (DeliveryRepo::lease).
  TimeMs latest_lease(TimeMs now) const {
    return TimeMs{now.value + kLeaseSlack * (timeout_ + margin_).count()};
  }
  void note_foreign_lease(HookState& hook, const store::DeliveryHook& found);
  Hook make(const store::DeliveryHook& found);
  void set_secret(HookState& hook);
  bool needs_lease(const HookState& hook, TimeMs now) const;
  asio::awaitable<void> take_leases(StoreId store_id, std::vector<Hook> hooks);
  asio::awaitable<void> begin_anew(Hook hook);

  static constexpr std::int64_t kLeaseSlack = 4;

  Parts parts_;
  const std::string owner_;
  const std::chrono::milliseconds timeout_;
  const std::chrono::milliseconds margin_;  // what a lease is longer than an attempt
  const std::chrono::milliseconds longest_wait_;
  std::map<store::HookKey, Hook> hooks_;
  std::size_t writing_ = 0;
};

}  // namespace fieldstone::webhooks
