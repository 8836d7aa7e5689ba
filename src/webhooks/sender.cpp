#include "webhooks/sender.hpp"

#include <algorithm>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "webhooks/payload.hpp"

namespace fieldstone::webhooks {
namespace {

using SteadyClock = std::chrono::steady_clock;

// Behind this many outcomes that wait for the database nothing new is started.
constexpr std::size_t kMostUnsaved = 4096;

AttemptEnd end_of(const http::CallResult& result) {
  switch (result.end) {
    case http::CallEnd::answered:
      return result.status / 100 == 2 ? AttemptEnd::delivered : AttemptEnd::refused;  // WH-41
    case http::CallEnd::timed_out: return AttemptEnd::timed_out;
    case http::CallEnd::unknown_name: return AttemptEnd::unknown_name;
    case http::CallEnd::forbidden: return AttemptEnd::forbidden;
    case http::CallEnd::unreachable: return AttemptEnd::unreachable;
    case http::CallEnd::untrusted: return AttemptEnd::untrusted;
    case http::CallEnd::broken: return AttemptEnd::broken;
    case http::CallEnd::invalid: return AttemptEnd::invalid;
  }
  return AttemptEnd::invalid;
}

// Few words that different failures of a domain are counted under.
std::string describe(AttemptEnd end, int status) {
  if (end == AttemptEnd::refused) return "HTTP status " + std::to_string(status);
  std::string text(kAttemptEnds[static_cast<std::size_t>(end)]);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

}  // namespace

std::shared_ptr<Target> Sender::target_of(std::int64_t store_id, const std::string& origin) {
  auto& target = targets_[std::to_string(store_id) + " " + origin];
  if (!target) {
    const auto longest =
        std::min(std::chrono::milliseconds(30'000), settings_.retries.shortest() / 2);
    target = std::make_shared<Target>(store_id, longest);
  }
  return target;
}

void Sender::sweep() {
  const TimeMs now = parts_.clock.now();
  std::erase_if(targets_, [](const auto& entry) { return entry.second.use_count() == 1; });
  blocks_.sweep(now);
  notices_.sweep(now);
  parts_.figures.blocked_domains = blocks_.blocked(now);
  parts_.client.sweep();
}

void Sender::abandon() {
  abandoned_ = true;
  parts_.client.abort();
}

bool Sender::has_place(const Target& target) const {
  const auto found = running_of_.find(target.store_id);
  const Running own = found == running_of_.end() ? Running() : found->second;
  const auto is_free = [](int all, int of_store, int places) {
    return all < places && of_store < std::max(1, places / 2);
  };
  return target.gate.quick() ? is_free(all_running_.quick, own.quick, settings_.places.quick)
                             : is_free(all_running_.slow, own.slow, settings_.places.slow);
}

void Sender::occupy(std::int64_t store_id, Place place) {
  Running& own = running_of_[store_id];
  ++(place.quick ? own.quick : own.slow);
  ++(place.quick ? all_running_.quick : all_running_.slow);
  parts_.figures.running = ++running_;
}

void Sender::vacate(std::int64_t store_id, Place place) {
  const auto found = running_of_.find(store_id);
  Running& own = found->second;
  --(place.quick ? own.quick : own.slow);
  --(place.quick ? all_running_.quick : all_running_.slow);
  if (own.quick == 0 && own.slow == 0) running_of_.erase(found);
  parts_.figures.running = --running_;
}

// An attempt begins only if its lease outlives it: then nobody else sends the same.
bool Sender::may_send(const HookState& hook, TimeMs now) const {
  return !hook.gone && !hook.reload &&
         hook.lease_until.value - now.value >= settings_.timeout.count();
}

void Sender::offer(const Hook& hook) {
  if (hook->gone || !hook->queue.has_ready(parts_.clock.now())) return;
  if (!hook->in_ready) {
    hook->in_ready = true;
    hook->target->ready.push_back(hook);
  }
  start(hook->target);
}

void Sender::start(const std::shared_ptr<Target>& target) {
  while (start_one(target)) {
  }
}

// Starts one delivery to the target; false when there is nothing to send, or no place for it. The
// hooks of a target take turns.
bool Sender::start_one(const std::shared_ptr<Target>& target) {
  while (!target->ready.empty()) {
    if (stopping_ || parts_.ledger.unsaved() >= kMostUnsaved) return false;
    if (!target->gate.admits(SteadyClock::now())) return false;
    if (!has_place(*target)) {
      if (!target->starved) starved_.push_back(target);
      target->starved = true;
      return false;
    }
    const Hook hook = std::move(target->ready.front());
    target->ready.pop_front();
    hook->in_ready = false;
    const TimeMs now = parts_.clock.now();
    if (!may_send(*hook, now)) continue;  // offered again once it may
    auto row = hook->queue.take(now);
    if (!row) continue;
    if (hook->queue.has_ready(now)) {
      hook->in_ready = true;
      target->ready.push_back(hook);
    }
    if (hold_back(hook, *row, now)) continue;
    const Place place{target->gate.start()};
    occupy(target->store_id, place);
    asio::co_spawn(parts_.context, deliver(hook, *std::move(row), place), asio::detached);
    return true;
  }
  return false;
}

// Events of a blocked domain go straight to their first retry; what was tried before waits for the
// end of the block (WH-82).
bool Sender::hold_back(const Hook& hook, store::PendingEvent& row, TimeMs now) {
  if (!settings_.domain_blocks) return false;
  const auto until = blocks_.blocked_until(hook->domain, now);
  if (!until) return false;
  if (row.attempts > 0) {
    hook->queue.postpone(std::move(row), *until);
    return true;
  }
  parts_.figures.add(AttemptEnd::blocked, {});
  Outcome outcome = begin_outcome(hook, row);
  fail_attempt(hook, std::move(outcome), "not sent: the domain is blocked");
  return true;
}

// One round: who has no place now, because all are taken or its store has its share, waits on.
void Sender::feed_starved() {
  for (std::size_t left = starved_.size(); left > 0; --left) {
    const auto target = std::move(starved_.front());
    starved_.pop_front();
    if (!has_place(*target)) {
      starved_.push_back(target);
      continue;
    }
    target->starved = false;
    if (start_one(target) && !target->ready.empty() && target->gate.admits(SteadyClock::now())) {
      target->starved = true;
      starved_.push_back(target);
    }
  }
}

asio::awaitable<void> Sender::deliver(Hook hook, store::PendingEvent row, Place place) {
  const auto target = hook->target;
  const std::string resource = row.resource;
  bool wanted = true;
  if (row.attempts > 0) wanted = co_await still_wanted(hook->hook.key, row.event_id);
  http::CallResult result;
  if (wanted) result = co_await attempt(hook, &row);
  const bool answered = !wanted || result.end == http::CallEnd::answered;
  target->gate.end(answered ? Destination::Answer::any : Destination::Answer::none, result.duration,
                   SteadyClock::now());
  vacate(target->store_id, place);
  const bool cut_off = abandoned_ && result.end != http::CallEnd::answered;
  if (!wanted || cut_off) {
    hook->queue.delivered(resource);
  } else {
    settle(hook, std::move(row), result);
  }
  feed_starved();
  offer(hook);
  start(target);
  parts_.settled(hook);
}

// A retry may have been dropped since it was read: by this process or by another (WH-84).
asio::awaitable<bool> Sender::still_wanted(store::HookKey key, std::int64_t event_id) {
  const auto work = [key, event_id](store::Tx& tx) { return tx.deliveries().has(key, event_id); };
  const auto there = co_await parts_.store.read(work);
  co_return !there || *there;
}

asio::awaitable<http::CallResult> Sender::attempt(Hook hook, const store::PendingEvent* row) {
  if (!hook->secret_error.empty()) {
    http::CallResult none;
    none.error = hook->secret_error;
    co_return none;
  }
  const Payload payload = make_payload({StoreId{hook->hook.key.store_id}, hook->hook.store_hash,
                                        row->event_id, row->scope, row->data, row->created_at});
  const TimeS timestamp = to_seconds(parts_.clock.now());  // of this attempt (WH-43, WH-45)
  http::OutgoingCall call;
  call.url = hook->hook.destination;
  call.headers = delivery_headers(payload, timestamp, signature(hook->secret, payload, timestamp),
                                  hook->headers);
  call.body = payload.body;
  co_return co_await parts_.client.send(&call);
}

Outcome Sender::begin_outcome(const Hook& hook, const store::PendingEvent& row) const {
  Outcome outcome;
  outcome.key = hook->hook.key;
  outcome.client_id = hook->hook.client_id;
  outcome.destination = hook->hook.destination;
  outcome.domain = hook->domain.domain;
  outcome.is_exception_hook = hook->hook.scope == kDeliveryExceptionScope;
  outcome.row = row;
  store::HookAttempt& attempt = outcome.attempt;
  attempt.hook_id = hook->hook.key.hook_id;
  attempt.event_id = row.event_id;
  attempt.scope = row.scope;
  attempt.resource = row.resource;
  attempt.data = row.data;
  attempt.event_created_at = row.created_at;
  attempt.number = row.attempts + 1;
  attempt.attempted_at = parts_.clock.now();
  return outcome;
}

void Sender::settle(const Hook& hook, store::PendingEvent row, const http::CallResult& result) {
  const bool sent = hook->secret_error.empty();
  const AttemptEnd end = sent ? end_of(result) : AttemptEnd::not_signed;
  parts_.figures.add(end, result.duration);
  Outcome outcome = begin_outcome(hook, row);
  outcome.attempt.status = result.status;
  outcome.attempt.excerpt = result.excerpt;
  outcome.attempt.latency_ms = result.duration.count() / 1000;
  if (end == AttemptEnd::delivered) {
    blocks_.count(hook->domain, outcome.attempt.attempted_at, {});
    hook->queue.delivered(row.resource);
    parts_.ledger.add(hook, std::move(outcome));
    return;
  }
  const std::string description = describe(end, result.status);
  if (sent && settings_.domain_blocks)
    outcome.block = blocks_.count(hook->domain, outcome.attempt.attempted_at, description);
  if (outcome.block) {
    parts_.logger.warn("webhook domain blocked", {{"store_id", outcome.key.store_id},
                                                  {"client_id", outcome.client_id},
                                                  {"domain", outcome.domain},
                                                  {"until_ms", outcome.block->until.value},
                                                  {"latest_failure", description}});
  }
  fail_attempt(hook, std::move(outcome), result.error.empty() ? description : result.error);
}

void Sender::fail_attempt(const Hook& hook, Outcome outcome, const std::string& description) {
  const TimeMs now = outcome.attempt.attempted_at;
  outcome.attempt.error = description;
  store::PendingEvent& row = outcome.row;
  ++row.attempts;
  parts_.logger.debug("webhook attempt failed", {{"store_id", outcome.key.store_id},
                                                 {"hook_id", outcome.key.hook_id},
                                                 {"event_id", row.event_id},
                                                 {"attempt", row.attempts},
                                                 {"error", description}});
  if (const auto pause = settings_.retries.pause_after(row.attempts)) {
    outcome.fate = Fate::again;
    outcome.tell_retry =
        notices_.admit(hook->hook.key.store_id, hook->hook.client_id, hook->hook.destination, now);
    row.next_at = TimeMs{now.value + pause->count()};
    hook->queue.postpone(row, row.next_at);
  } else {
    outcome.fate = Fate::lost;
    hook->queue.delivered(row.resource);
    hook->gone = true;  // deactivated in a moment; reactivated, it begins anew
  }
  parts_.ledger.add(hook, std::move(outcome));
}

}  // namespace fieldstone::webhooks
