// /healthz, /readyz and /metrics, for a listener that tenants can't reach.
#pragma once

#include <atomic>

#include "http/metrics.hpp"
#include "http/server.hpp"
#include "store/unit/store.hpp"

namespace fieldstone::cli {

class Monitor final : public http::Handler {
 public:
  // Requires: both outlive the monitor.
  Monitor(store::Store& store, const http::Metrics& metrics) : store_(store), metrics_(metrics) {}

  http::asio::awaitable<http::Response> handle(http::Exchange* exchange) override;
  http::Response reject(std::string_view path, const Error& error) override;

  // From now on /readyz says 503, so that load balancers go elsewhere.
  void set_draining() { draining_ = true; }

 private:
  http::asio::awaitable<http::Response> readiness();

  store::Store& store_;
  const http::Metrics& metrics_;
  std::atomic<bool> draining_ = false;
};

// What the store counts, as metrics. Requires: the store outlives the metrics.
void add_store_metrics(http::Metrics& metrics, const store::Store& store);

}  // namespace fieldstone::cli
