#include "webhooks/dispatcher.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/printable_address.hpp"
#include "base/scheduling.hpp"
#include "store/unit/store.hpp"
#include "webhooks/housekeeping.hpp"
#include "webhooks/ledger.hpp"
#include "webhooks/loader.hpp"
#include "webhooks/registry.hpp"
#include "webhooks/sender.hpp"

namespace fieldstone::webhooks {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kTick{50};
constexpr std::chrono::milliseconds kStopStep{10};
constexpr std::chrono::seconds kDrain{5};  // for deliveries under way, and again for their outcomes
constexpr std::chrono::hours kHousekeeping{1};
constexpr std::int64_t kNoticedMs = 2'000;  // what a clock is put back by, beyond its usual drift

}  // namespace

class Dispatcher::Impl {
 public:
  Impl(Parts parts, DispatcherOptions options)
      : parts_(std::move(parts)), options_(std::move(options)) {}
  ~Impl() { stop(); }

  Status prepare() {
    FS_TRY(client_, http::Client::make(context_, options_.client));
    ledger_.emplace(Ledger::Parts{context_, parts_.store, parts_.logger,
                                  options_.log_days > 0 ? AttemptLog::kept : AttemptLog::off,
                                  [this](const Recorded& recorded) { recorded_by(recorded); }});
    sender_.emplace(
        Sender::Parts{context_, *client_, parts_.store, parts_.clock, parts_.logger, *ledger_,
                      figures_, [this](const Hook& hook) { loader_->want(hook); }},
        Sender::Settings{options_.retries, options_.client.timeout, options_.places,
                         options_.domain_blocks});
    registry_.emplace(
        Registry::Parts{context_, parts_.store, parts_.clock, parts_.logger, *sender_, figures_,
                        parts_.open_secret, [this](const Hook& hook) { leased(hook); }},
        options_.client.timeout,
        std::max(options_.retries.longest(), std::chrono::milliseconds(DomainBlocks::kBlockMs)));
    loader_.emplace(Loader::Parts{
        context_, parts_.store, parts_.clock, parts_.logger, *registry_, *sender_,
        [this](std::vector<store::BlockedDomain> blocked) { keep_blocked(std::move(blocked)); }});
    return {};
  }

  void start() {
    asio::co_spawn(context_, loader_->run(), asio::detached);
    asio::co_spawn(context_, tick_loop(), asio::detached);
    asio::co_spawn(context_, housekeeping_loop(), asio::detached);
    thread_ = std::thread([this] {
      step_back(Share::a_thirtieth);
      context_.run();
    });
  }

  void wake(std::span<const store::HookKey> hooks) {
    const std::lock_guard lock(mutex_);
    const bool asleep = woken_.empty();
    woken_.insert(woken_.end(), hooks.begin(), hooks.end());
    if (asleep && !woken_.empty()) asio::post(context_, [this] { take_woken(); });
  }

  void begin_stop() {
    if (!thread_.joinable() || stop_begun_) return;
    stop_begun_ = true;
    asio::post(context_, [this] { asio::co_spawn(context_, wind_up(), asio::detached); });
  }

  void stop() {
    begin_stop();
    if (thread_.joinable()) thread_.join();
  }

  const Figures& figures() const { return figures_; }

  std::vector<store::BlockedDomain> blocked_of(std::int64_t store_id, std::string_view client_id) {
    std::vector<store::BlockedDomain> found;
    const std::lock_guard lock(mutex_);
    for (const store::BlockedDomain& blocked : blocked_) {
      if (blocked.store_id == store_id && blocked.client_id == client_id) found.push_back(blocked);
    }
    return found;
  }

 private:
  void keep_blocked(std::vector<store::BlockedDomain> blocked) {
    const std::lock_guard lock(mutex_);
    blocked_ = std::move(blocked);
  }

  void take_woken() {
    std::vector<store::HookKey> woken;
    {
      const std::lock_guard lock(mutex_);
      woken.swap(woken_);
    }
    loader_->wake(woken);
  }

  void leased(const Hook& hook) {
    loader_->want(hook);
    sender_->offer(hook);
  }

  void recorded_by(const Recorded& recorded) {
    for (const Deactivation& ended : recorded.deactivated) {
      parts_.logger.warn("webhook deactivated",
                         {{"store_id", ended.key.store_id},
                          {"hook_id", ended.key.hook_id},
                          {"destination", printable_address(ended.destination)},
                          {"reason", "retries exhausted"},
                          {"notify", static_cast<std::uint64_t>(ended.addresses)}});
      ++figures_.deactivated;
      registry_->drop(ended.key);
    }
    loader_->wake(recorded.told);
  }

  // Leases, retries and blocks that were written before are void where they now lie further ahead
  // than they can be.
  void watch_clock() {
    const TimeMs now = parts_.clock.now();
    if (now.value + kNoticedMs < latest_.value) {
      parts_.logger.warn("the clock was put back", {{"by_ms", latest_.value - now.value}});
      latest_ = now;
    }
    latest_ = std::max(latest_, now);
  }

  asio::awaitable<void> pause(SteadyClock::duration span) {
    asio::steady_timer timer(context_, span);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  // Retries whose time has come, destinations that may be tried again, leases to renew.
  asio::awaitable<void> tick_loop() {
    asio::steady_timer timer(context_);
    while (!winding_up_) {
      timer.expires_after(kTick);
      co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
      watch_clock();
      registry_->maintain();
      std::vector<Hook> hooks;
      for (const auto& [key, hook] : registry_->hooks()) hooks.push_back(hook);
      for (const Hook& hook : hooks) sender_->offer(hook);
    }
  }

  asio::awaitable<void> housekeeping_loop() {
    asio::steady_timer& timer = housekeeping_timer_;
    Housekeeping work{parts_.store, parts_.clock, parts_.logger, options_.log_days};
    while (!winding_up_) {
      tidying_ = true;
      co_await work.run();
      tidying_ = false;
      timer.expires_after(kHousekeeping);
      co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }

  asio::awaitable<void> wind_up() {
    winding_up_ = true;
    housekeeping_timer_.cancel();
    sender_->stop();
    loader_->stop();
    auto deadline = SteadyClock::now() + kDrain;
    while (sender_->running() > 0 && SteadyClock::now() < deadline) co_await pause(kStopStep);
    sender_->abandon();
    while (sender_->running() > 0 && SteadyClock::now() < deadline + kDrain)
      co_await pause(kStopStep);
    deadline = SteadyClock::now() + kDrain;
    while (ledger_->unsaved() > 0 && SteadyClock::now() < deadline) co_await pause(kStopStep);
    ledger_->hurry();
    co_await registry_->release();
    // Nobody may be left who waits for a unit of work.
    while (!ledger_->idle() || !registry_->idle() || !loader_->ended() || tidying_)
      co_await pause(kStopStep);
    context_.stop();
  }

  Parts parts_;
  DispatcherOptions options_;
  Figures figures_;
  std::mutex mutex_;
  std::vector<store::HookKey> woken_;
  std::vector<store::BlockedDomain> blocked_;
  bool stop_begun_ = false;  // the owner's thread
  // The rest is the loop's.
  bool winding_up_ = false;
  bool tidying_ = false;
  TimeMs latest_;  // that the clock has shown since it was last put back
  // After what frames of its coroutines use, before what uses it.
  std::optional<Ledger> ledger_;
  std::optional<Sender> sender_;
  std::optional<Registry> registry_;
  asio::io_context context_{1};
  asio::steady_timer housekeeping_timer_{context_};
  std::optional<Loader> loader_;
  std::unique_ptr<http::Client> client_;
  std::thread thread_;
};

Dispatcher::Dispatcher(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Dispatcher::~Dispatcher() = default;

Result<std::unique_ptr<Dispatcher>> Dispatcher::make(Parts parts, DispatcherOptions options) {
  auto impl = std::make_unique<Impl>(std::move(parts), std::move(options));
  FS_TRY_STATUS(impl->prepare());
  return std::unique_ptr<Dispatcher>(new Dispatcher(std::move(impl)));
}

void Dispatcher::start() { impl_->start(); }
void Dispatcher::touched(std::span<const store::HookKey> hooks) { impl_->wake(hooks); }
void Dispatcher::begin_stop() { impl_->begin_stop(); }
void Dispatcher::stop() { impl_->stop(); }
std::vector<store::BlockedDomain> Dispatcher::blocked_of(std::int64_t store_id,
                                                         std::string_view client_id) const {
  return impl_->blocked_of(store_id, client_id);
}
const Figures& Dispatcher::figures() const { return impl_->figures(); }

}  // namespace fieldstone::webhooks
