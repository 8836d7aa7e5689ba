// Delivers the events of the outbox to those who subscribed: a thread of its own, so that no
// request of the API waits for a receiver.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "http/client.hpp"
#include "store/hooks/delivery_repo.hpp"
#include "store/hooks/hook_fate_repo.hpp"
#include "webhooks/destination.hpp"
#include "webhooks/figures.hpp"
#include "webhooks/schedule.hpp"

namespace fieldstone::store {
class Store;
}

namespace fieldstone::webhooks {

struct DispatcherOptions {
  http::ClientOptions client;
  RetrySchedule retries;
  Places places;
  bool domain_blocks = true;  // WH-82
  int log_days = 7;           // attempts are kept this long; 0: not at all
};

// Gives the client secret that was sealed back in the clear.
using OpenSecret = std::function<Result<std::string>(std::string_view sealed)>;

// Any number of processes may run one on the same database: each leases the hooks whose events it
// delivers, and an attempt begins only if its lease outlives it.
class Dispatcher final : public store::HookListener {
 public:
  struct Parts {
    store::Store& store;
    const Clock& clock;
    log::Logger& logger;
    OpenSecret open_secret;
  };

  // Requires: store, clock and logger outlive stop(); the dispatcher outlives the store's units of
  // work. Errors: unavailable with a sentence when certificates can't be read.
  static Result<std::unique_ptr<Dispatcher>> make(Parts parts, DispatcherOptions options);
  ~Dispatcher() override;

  void start();
  void touched(std::span<const store::HookKey> hooks) override;
  // Starts nothing any more, lets deliveries under way end for a few seconds, writes down what came
  // of them and gives the leases back. begin_stop() returns at once, stop() when that is done.
  void begin_stop();
  void stop();

  const Figures& figures() const;
  // Domains that are blocked for a client at present, whoever of the processes blocked them; at
  // most a second old. Thread: any.
  std::vector<store::BlockedDomain> blocked_of(std::int64_t store_id,
                                               std::string_view client_id) const;

 private:
  class Impl;
  explicit Dispatcher(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace fieldstone::webhooks
