#include "webhooks/loader.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace fieldstone::webhooks {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPoll{1};
constexpr std::chrono::milliseconds kBetweenLooks{10};
constexpr std::int64_t kPage = 512;       // rows of one hook, read at once
constexpr std::size_t kHooksAtOnce = 32;  // in one unit of work

}  // namespace

asio::awaitable<void> Loader::run() {
  while (!stopping_) {
    if (SteadyClock::now() >= next_poll_) {
      next_poll_ = SteadyClock::now() + kPoll;
      co_await poll();
    }
    // Under load each commit wakes: many of them are looked at together.
    if (!woken_.empty() && SteadyClock::now() >= next_look_) co_await look_at_woken();
    parts_.registry.maintain();
    if (!wanting_.empty()) co_await read_rows();
    if (wanting_.empty() && !stopping_) co_await wait();
  }
  ended_ = true;
}

void Loader::stop() {
  stopping_ = true;
  signal_.cancel();
}

asio::awaitable<void> Loader::wait() {
  signal_.expires_at(woken_.empty() ? next_poll_ : std::min(next_poll_, next_look_));
  co_await signal_.async_wait(asio::as_tuple(asio::use_awaitable));
}

void Loader::wake(std::span<const store::HookKey> keys) {
  const bool asleep = woken_.empty();
  woken_.insert(keys.begin(), keys.end());
  if (asleep) signal_.cancel();
}

void Loader::want(const Hook& hook) {
  const bool wants = hook->queue.wants_refill() || (hook->more && hook->queue.wants_rows());
  if (!wants || hook->gone || hook->reload || !parts_.registry.owns(*hook)) return;
  wanting_.insert(hook);
  signal_.cancel();
}

void Loader::complain(const Error& error) {
  parts_.logger.error("webhooks can't read the outbox", {{"error", code_name(error.code)}});
}

void Loader::notice(const store::DeliveryHook& found) {
  const Hook hook = parts_.registry.reconcile(found);
  if (!hook) return;
  hook->more = true;
  want(hook);
}

// What other processes have written, and what was missed. A hook with events that is not found any
// more has been deleted, deactivated or changed: its events are no more.
asio::awaitable<void> Loader::poll() {
  struct Found {
    std::vector<store::DeliveryHook> hooks;
    std::vector<store::BlockedDomain> blocked;
  };
  const TimeMs now = parts_.clock.now();
  const auto work = [now](store::Tx& tx) -> Result<Found> {
    Found found;
    FS_TRY(found.hooks, tx.deliveries().pending_hooks());
    FS_TRY(found.blocked, tx.hook_fates().blocked(now));
    return found;
  };
  const auto found = co_await parts_.store.read(work);
  if (!found) {
    complain(found.error());
    co_return;
  }
  std::set<store::HookKey> pending;
  for (const store::DeliveryHook& hook : found->hooks) {
    pending.insert(hook.key);
    notice(hook);
  }
  for (const store::BlockedDomain& blocked : found->blocked) {
    parts_.sender.blocks().block({blocked.store_id, blocked.client_id, blocked.domain},
                                 blocked.until);
  }
  parts_.blocked(found->blocked);
  std::vector<store::HookKey> over;
  for (const auto& [key, hook] : parts_.registry.hooks()) {
    if (pending.contains(key)) continue;
    const bool dropped = hook->gone || !hook->queue.empty();
    const bool forgotten = hook->at_rest() && !hook->leasing && !parts_.registry.owns(*hook);
    if (dropped || forgotten) over.push_back(key);
  }
  for (const store::HookKey& key : over) parts_.registry.drop(key);
  parts_.sender.sweep();
}

asio::awaitable<void> Loader::look_at_woken() {
  std::vector<store::HookKey> keys;
  while (!woken_.empty() && keys.size() < kHooksAtOnce) {
    keys.push_back(*woken_.begin());
    woken_.erase(woken_.begin());
  }
  if (woken_.empty()) next_look_ = SteadyClock::now() + kBetweenLooks;
  const auto* const asked = &keys;
  using Found = std::vector<std::optional<store::DeliveryHook>>;
  const auto work = [asked](store::Tx& tx) -> Result<Found> {
    Found found;
    for (const store::HookKey& key : *asked) {
      FS_TRY(auto hook, tx.deliveries().find_hook(key));
      found.push_back(std::move(hook));
    }
    return found;
  };
  const auto found = co_await parts_.store.read(work);
  if (!found) {
    complain(found.error());  // the next poll sees them
    co_return;
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if ((*found)[i]) {
      notice(*(*found)[i]);
    } else {
      parts_.registry.drop(keys[i]);
    }
  }
}

std::vector<Loader::Plan> Loader::plan() {
  std::vector<Plan> plans;
  while (!wanting_.empty() && plans.size() < kHooksAtOnce) {
    const Hook hook = *wanting_.begin();
    wanting_.erase(wanting_.begin());
    if (hook->gone || hook->reload) continue;
    while (auto refill = hook->queue.next_refill())
      plans.push_back({hook, hook->generation, std::move(refill), 0, {}});
    if (hook->more && hook->queue.wants_rows())
      plans.push_back({hook, hook->generation, std::nullopt, hook->queue.cursor(), {}});
  }
  return plans;
}

asio::awaitable<void> Loader::read_rows() {
  std::vector<Plan> plans = plan();
  if (plans.empty()) co_return;
  auto* const wanted = &plans;
  const auto work = [wanted](store::Tx& tx) -> Status {
    for (Plan& plan : *wanted) {
      const store::HookKey key = plan.hook->hook.key;
      if (plan.refill) {
        FS_TRY(plan.rows, tx.deliveries().rows_at(key, plan.refill->event_ids));
      } else {
        FS_TRY(plan.rows, tx.deliveries().rows_after(key, plan.cursor, kPage));
      }
    }
    return {};
  };
  // The unit may run again, on another connection, and then fills the plans again.
  const auto unit = [&work](store::Tx& tx) -> Result<bool> {
    FS_TRY_STATUS(work(tx));
    return true;
  };
  const auto read = co_await parts_.store.read(unit);
  if (!read) {
    complain(read.error());
    for (const Plan& plan : plans) plan.hook->reload = true;  // nothing is missed
    co_return;
  }
  for (Plan& plan : plans) take_in(plan);
}

void Loader::take_in(Plan& plan) {
  const Hook& hook = plan.hook;
  if (hook->gone || hook->generation != plan.generation) return;
  const TimeMs now = parts_.clock.now();
  if (plan.refill) {
    hook->queue.refill(*plan.refill, std::move(plan.rows), now);
  } else {
    hook->more = plan.rows.size() >= static_cast<std::size_t>(kPage);
    hook->queue.add(std::move(plan.rows), now);
  }
  parts_.sender.offer(hook);
  want(hook);
}

}  // namespace fieldstone::webhooks
