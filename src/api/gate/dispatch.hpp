// The front door of the API: takes each request through the checks of HTTP-7 in their order, one
// function per phase, and on to its endpoint.
#pragma once

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <vector>

#include "api/endpoint.hpp"
#include "api/gate/attempt_limiter.hpp"
#include "api/gate/password_limits.hpp"
#include "api/gate/rate_limit.hpp"
#include "api/gate/routes.hpp"
#include "auth/token.hpp"
#include "base/log.hpp"
#include "http/server.hpp"

namespace fieldstone::api {

// For servers that were given no key.
inline Result<std::string> seals_nothing(std::string_view) {
  return fail(Code::unavailable, "WH-44", "there is no key for secrets");
}

struct DispatchOptions {
  app::Settings settings;
  std::optional<RateLimit> rate_limit;
  PasswordLimits passwords;
  AttemptLimits logins;
  const BlockedDomains* blocked_domains = nullptr;  // outlives the dispatcher
  MemoryBudget* memory = nullptr;                   // the same; null: without a bound
  // Work in proportion to a large body or answer: on a thread of its own, behind others.
  http::WorkerPool::Limits large_work{
      .threads = 1, .max_waiting = 256, .max_waiting_each = 64, .steps_back = true};
  Seal seal = &seals_nothing;
};

class Dispatcher final : public http::Handler {
 public:
  // Requires: store and logger outlive the dispatcher.
  Dispatcher(store::Store& store, log::Logger& logger, const DispatchOptions& options);
  ~Dispatcher() override;

  asio::awaitable<http::Response> handle(http::Exchange* exchange) override;
  http::Response reject(std::string_view path, const Error& error) override;

  // Templates of all routes with their methods, for metrics.
  const std::vector<Endpoint>& endpoints() const { return routes_.endpoints(); }
  const std::string& route_template(std::size_t index) const {
    return routes_.path_template(index);
  }

 private:
  using Caller = std::shared_ptr<const auth::Principal>;

  // A body on its way to a use case.
  struct Body {
    MemoryLease memory;
    bool large = false;
    std::optional<boost::json::value> value;
  };

  asio::awaitable<Result<http::Response>> serve(http::Exchange* exchange, const Route* route,
                                                std::vector<http::Header>* headers);
  Status check_route(http::Verb verb, const Route& route, std::vector<http::Header>& headers) const;
  asio::awaitable<Status> take_body(http::Exchange* exchange, const Endpoint* endpoint,
                                    StoreId store_id, const boost::json::storage_ptr* storage,
                                    Body* body);
  asio::awaitable<void> compress(http::Exchange* exchange, http::Response* response);
  static Result<std::string_view> token_of(const http::Request& request);
  asio::awaitable<Result<Caller>> look_up_caller(http::Exchange* exchange);
  Status authorize(const Route& route, const auth::Principal& principal, http::Exchange& exchange,
                   std::vector<http::Header>& headers) const;
  Status admit(const auth::Principal& principal, std::vector<http::Header>& headers);
  Status check_headers(const Route& route, const http::Request& request) const;
  http::Response finish(http::Exchange& exchange, Result<http::Response> result,
                        ErrorFamily family) const;

  store::Store& store_;
  log::Logger& logger_;
  DispatchOptions options_;
  std::unique_ptr<Passwords> passwords_;
  http::WorkerPool large_work_;
  AttemptLimiter logins_;
  Services services_;
  Routes routes_;
  auth::TokenCache tokens_;
  std::unique_ptr<RateLimiter> rate_limiter_;
};

}  // namespace fieldstone::api
