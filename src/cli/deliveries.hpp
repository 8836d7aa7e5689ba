// The part of `serve` that delivers to hooks: its options, its figures, its wiring.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/gate/blocked_domains.hpp"
#include "base/log.hpp"
#include "http/metrics.hpp"
#include "store/unit/store.hpp"
#include "webhooks/dispatcher.hpp"

namespace fieldstone::cli {

struct DeliveryOptions {
  bool on = true;
  std::string timeout = "10";
  std::string retries = "60,180,300,600,900,1800,3600,7200,21600,50400,86400";
  std::string ca_file;
  bool domain_blocks = true;
  int log_days = 7;
};

// --webhooks, --webhook-timeout and so on.
void add_delivery_options(CLI::App& command, DeliveryOptions& options);

class Deliveries final : public api::BlockedDomains {
 public:
  struct Parts {
    store::Store& store;
    log::Logger& logger;
    std::string key_file;  // of the secrets; it may come later than the server
  };

  // Requires: the store outlives stop(), the logger this. Destroy it after the store.
  static Result<std::unique_ptr<Deliveries>> make(Parts parts, const DeliveryOptions& options,
                                                  bool private_destinations);

  // Before the first scrape.
  void add_metrics(http::Metrics& metrics) const;
  void start();
  void begin_stop() { dispatcher_->begin_stop(); }
  void stop() { dispatcher_->stop(); }

  std::vector<api::BlockedDomain> of_client(StoreId store_id,
                                            std::string_view client_id) const override;

 private:
  explicit Deliveries(Parts parts) : parts_(std::move(parts)) {}

  Parts parts_;
  SystemClock clock_;  // a frozen clock is for answers; retries need one that runs
  std::unique_ptr<webhooks::Dispatcher> dispatcher_;
};

}  // namespace fieldstone::cli
