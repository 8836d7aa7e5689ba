#include "webhooks/registry.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <random>

#include "http/url.hpp"

namespace fieldstone::webhooks {
namespace {

// An attempt must fit into a lease, and clocks of several machines may differ by as much.
constexpr std::chrono::milliseconds kLongestMargin{5'000};
constexpr std::int64_t kRefusedPauseMs = 500;  // the database did not take a lease

std::string random_owner() {
  constexpr char kHex[] = "0123456789abcdef";
  std::random_device source;
  std::string owner;
  for (int i = 0; i < 4; ++i) {
    for (unsigned bits = source(), digit = 0; digit < 8; ++digit, bits >>= 4U)
      owner += kHex[bits & 0xFU];
  }
  return owner;
}

std::vector<http::Header> parse_headers(const std::string& text) {
  std::vector<http::Header> headers;
  if (text.empty()) return headers;
  boost::system::error_code broken;
  const auto json = boost::json::parse(text, broken);
  if (broken || !json.is_object()) return headers;
  for (const auto& member : json.get_object()) {
    if (!member.value().is_string()) continue;
    const auto& value = member.value().get_string();
    headers.push_back({std::string(member.key()), std::string(value.data(), value.size())});
  }
  return headers;
}

}  // namespace

Registry::Registry(Parts parts, std::chrono::milliseconds timeout,
                   std::chrono::milliseconds longest_wait)
    : parts_(std::move(parts)),
      owner_(random_owner()),
      timeout_(timeout),
      margin_(std::min(timeout, kLongestMargin)),
      longest_wait_(longest_wait) {}

Hook Registry::find(store::HookKey key) const {
  const auto found = hooks_.find(key);
  return found == hooks_.end() ? nullptr : found->second;
}

void Registry::drop(store::HookKey key) {
  const auto found = hooks_.find(key);
  if (found == hooks_.end()) return;
  found->second->gone = true;
  hooks_.erase(found);
  parts_.figures.leased = hooks_.size();
}

Hook Registry::reconcile(const store::DeliveryHook& found) {
  Hook known = find(found.key);
  if (known && known->gone) {
    if (!known->at_rest()) return nullptr;
    drop(found.key);
    known = nullptr;
  }
  const bool elsewhere =
      known && (known->hook.destination != found.destination ||
                known->hook.client_id != found.client_id || known->hook.scope != found.scope);
  Hook hook = known;
  if (!known || elsewhere) {
    hook = make(found);
    if (elsewhere) {  // its pending events were dropped with the change
      hook->lease_until = known->lease_until;
      known->gone = true;
    }
    hooks_[found.key] = hook;
    parts_.figures.leased = hooks_.size();
  } else {
    if (known->hook.headers != found.headers) known->headers = parse_headers(found.headers);
    known->hook.headers = found.headers;
    // What could not be opened may be by now: a key file that came back.
    if (known->hook.sealed_secret != found.sealed_secret || !known->secret_error.empty()) {
      known->hook.sealed_secret = found.sealed_secret;
      set_secret(*known);
    }
  }
  const bool others = !found.lease_owner.empty() && found.lease_owner != owner_;
  if (!owns(*hook)) hook->lease_try_at = TimeMs{};
  if (!owns(*hook) && others) note_foreign_lease(*hook, found);
  hook->reload = hook->reload || (found.reload && !others && owns(*hook));
  return hook;
}

void Registry::note_foreign_lease(HookState& hook, const store::DeliveryHook& found) {
  if (found.lease_until <= latest_lease(parts_.clock.now())) {
    hook.lease_try_at = found.lease_until;
    return;
  }
  parts_.logger.warn("a lease lies too far ahead: a clock was ahead when it was taken",
                     {{"store", found.store_hash},
                      {"hook_id", found.key.hook_id},
                      {"until_ms", found.lease_until.value}});
}

Hook Registry::make(const store::DeliveryHook& found) {
  auto hook = std::make_shared<HookState>();
  hook->hook = found;
  hook->queue = HookQueue(longest_wait_);
  hook->headers = parse_headers(found.headers);
  const auto url = http::parse_url(found.destination);
  hook->domain = {found.key.store_id, found.client_id, url ? url->host : std::string()};
  hook->target =
      parts_.sender.target_of(found.key.store_id, url ? url->origin() : found.destination);
  set_secret(*hook);
  return hook;
}

void Registry::set_secret(HookState& hook) {
  const std::string known_error = hook.secret_error;
  hook.secret.clear();
  if (hook.hook.sealed_secret.empty()) {
    hook.secret_error =
        "the account has no secret to sign with; give it one with: fieldstone "
        "account set-secret --store " +
        hook.hook.store_hash + " --client-id " + hook.hook.client_id;
  } else if (auto opened = parts_.open_secret(hook.hook.sealed_secret); opened) {
    hook.secret = *std::move(opened);
    hook.secret_error.clear();
    return;
  } else {
    hook.secret_error = "the account's secret can't be opened: " + opened.error().message;
  }
  if (hook.secret_error == known_error) return;
  parts_.logger.warn("webhook can't be signed", {{"store", hook.hook.store_hash},
                                                 {"hook_id", hook.hook.key.hook_id},
                                                 {"reason", hook.secret_error}});
}

// A hook of which something goes out soon needs a lease that outlives an attempt; one that only
// waits for a retry needs to keep others out.
bool Registry::needs_lease(const HookState& hook, TimeMs now) const {
  if (hook.gone || hook.leasing) return false;
  if (now < hook.lease_try_at && hook.lease_try_at <= latest_lease(now)) return false;
  if (hook.queue.empty() && !hook.more) return false;
  const std::int64_t whole = (timeout_ + margin_).count();
  const auto due = hook.queue.next_due();
  const bool soon = hook.more || hook.queue.running() > 0 || hook.queue.has_ready(now) ||
                    (due && due->value < now.value + whole);
  const std::int64_t needed = soon ? (timeout_ + margin_ / 2).count() : margin_.count();
  return hook.lease_until.value - now.value < needed || hook.lease_until > latest_lease(now);
}

void Registry::maintain() {
  const TimeMs now = parts_.clock.now();
  std::map<std::int64_t, std::vector<Hook>> due;
  for (const auto& [key, hook] : hooks_) {
    if (hook->reload && !hook->leasing && hook->at_rest() && owns(*hook)) {
      hook->leasing = true;
      ++writing_;
      asio::co_spawn(parts_.context, begin_anew(hook), asio::detached);
    } else if (needs_lease(*hook, now)) {
      hook->leasing = true;
      due[key.store_id].push_back(hook);
    }
  }
  for (auto& [store_id, hooks] : due) {
    ++writing_;
    asio::co_spawn(parts_.context, take_leases(StoreId{store_id}, std::move(hooks)),
                   asio::detached);
  }
}

asio::awaitable<void> Registry::take_leases(StoreId store_id, std::vector<Hook> hooks) {
  const TimeMs now = parts_.clock.now();
  const TimeMs until{now.value + (timeout_ + margin_).count()};
  const TimeMs latest = latest_lease(now);
  const auto* const wanted = &hooks;
  const std::string_view owner = owner_;
  const auto work = [wanted, owner, now, until](store::Tx& tx) -> Result<std::vector<char>> {
    std::vector<char> taken;
    for (const Hook& hook : *wanted) {
      FS_TRY(const bool mine, tx.deliveries().lease({hook->hook.key, owner, now, until}));
      taken.push_back(mine ? 1 : 0);
    }
    return taken;
  };
  const auto taken = co_await parts_.store.write(store_id, work);
  --writing_;
  for (std::size_t i = 0; i < hooks.size(); ++i) {
    const Hook& hook = hooks[i];
    hook->leasing = false;
    if (!taken) {
      hook->lease_try_at = TimeMs{parts_.clock.now().value + kRefusedPauseMs};
      continue;
    }
    if ((*taken)[i] == 0) {
      if (find(hook->hook.key) == hook) drop(hook->hook.key);
      hook->gone = true;
      continue;
    }
    // Between two leases another process may have had the hook.
    const bool lapsed = hook->lease_until <= now || hook->lease_until > latest;
    const bool anew = lapsed && (!hook->queue.empty() || !hook->at_rest());
    hook->lease_until = until;
    if (anew) hook->reload = true;
    if (!hook->gone) parts_.leased(hook);
  }
}

// Everything of the hook that matters is in the database by now: read it from its first event on.
asio::awaitable<void> Registry::begin_anew(Hook hook) {
  const store::HookKey key = hook->hook.key;
  const std::string_view owner = owner_;
  const auto work = [key, owner](store::Tx& tx) {
    return tx.deliveries().clear_reload(key, owner);
  };
  const auto cleared = co_await parts_.store.write(StoreId{key.store_id}, work);
  --writing_;
  hook->leasing = false;
  if (!cleared) co_return;
  hook->queue = HookQueue(longest_wait_);
  ++hook->generation;
  hook->more = true;
  hook->reload = false;
  parts_.leased(hook);
}

asio::awaitable<void> Registry::release() {
  std::map<std::int64_t, std::vector<store::HookKey>> held;
  for (const auto& [key, hook] : hooks_) {
    if (owns(*hook)) held[key.store_id].push_back(key);
  }
  const std::string_view owner = owner_;
  for (const auto& [store_id, keys] : held) {
    const auto* const released = &keys;
    const auto work = [released, owner](store::Tx& tx) -> Status {
      for (const store::HookKey& key : *released)
        FS_TRY_STATUS(tx.deliveries().release(key, owner));
      return {};
    };
    const auto done = co_await parts_.store.write(StoreId{store_id}, work);
    if (!done) break;  // they end by themselves
  }
}

}  // namespace fieldstone::webhooks
