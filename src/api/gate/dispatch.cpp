#include "api/gate/dispatch.hpp"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <chrono>

#include "api/endpoints.hpp"
#include "api/gate/passwords.hpp"
#include "api/wire/error_response.hpp"
#include "api/wire/json_read.hpp"
#include "app/host_mark.hpp"
#include "http/header_list.hpp"

namespace fieldstone::api {
namespace {

constexpr std::string_view kPrefix = "/stores/{store_hash}";

std::string allow_header(const http::Match& match) {
  std::string allow;
  for (const http::Verb verb : match.allowed()) {
    allow += (allow.empty() ? "" : ", ") + std::string(http::verb_name(verb));
  }
  return allow;
}

bool never_supported(http::Verb verb) {  // HTTP-59
  return verb == http::Verb::patch || verb == http::Verb::trace || verb == http::Verb::other;
}

// HTTP-13. A body that is announced must say what it is.
Status check_content_type(BodyRule rule, const http::Request& request) {
  if (rule == BodyRule::ignored || !request.has_body()) return {};
  if (!http::is_json_content_type(request.header("Content-Type"))) {
    return fail(Code::unsupported_media_type, "HTTP-13");
  }
  const std::string_view coding = request.header("Content-Encoding");
  if (!coding.empty() && coding != "identity") return fail(Code::unsupported_media_type, "HTTP-13");
  return {};
}

// What a link may hold of a Host header, whatever the client sent.
bool is_host(std::string_view host) {
  constexpr std::string_view kOthers = ".-:[]_";
  return std::all_of(host.begin(), host.end(), [&](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || kOthers.find(c) != std::string_view::npos;
  });
}

// ORD-3: links name the host that was called.
void name_host(std::string& body, std::string_view host) {
  std::size_t mark = body.find(app::kHostMark);
  if (mark == std::string::npos) return;
  if (!is_host(host)) host = {};
  std::string named;
  named.reserve(body.size() + body.size() / 4);
  std::size_t done = 0;
  for (; mark != std::string::npos; mark = body.find(app::kHostMark, done)) {
    named.append(body, done, mark - done).append(host);
    done = mark + 1;
  }
  body = named.append(body, done);
}

ErrorFamily family_of(const Endpoint* endpoint) {
  return endpoint == nullptr ? ErrorFamily::customers : endpoint->family;
}

}  // namespace

Dispatcher::Dispatcher(store::Store& store, log::Logger& logger, const DispatchOptions& options)
    : store_(store),
      logger_(logger),
      options_(options),
      passwords_(std::make_unique<Passwords>(options.passwords)),
      logins_(options.logins),
      services_{store, *passwords_, logins_, options.blocked_domains},
      endpoints_(all_endpoints()) {
  templates_.reserve(endpoints_.size());
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    templates_.push_back(std::string(kPrefix) + std::string(endpoints_[i].path));
    router_.add(endpoints_[i].verb, templates_.back(), static_cast<int>(i));
  }
  if (options_.rate_limit) rate_limiter_ = std::make_unique<RateLimiter>(*options_.rate_limit);
}

Dispatcher::~Dispatcher() = default;

asio::awaitable<http::Response> Dispatcher::handle(http::Exchange* exchange) {
  std::vector<http::Header> headers;
  const http::Match match = router_.match(exchange->request.path());
  auto result = co_await serve(exchange, &match, &headers);
  const int index = match.index_of(exchange->request.verb());
  const Endpoint* endpoint = index < 0 ? nullptr : &endpoints_[static_cast<std::size_t>(index)];
  http::Response response = finish(*exchange, std::move(result), family_of(endpoint));
  response.headers.insert(response.headers.end(), headers.begin(), headers.end());
  co_return response;
}

http::Response Dispatcher::reject(const Error& error) {
  return error_response(error, ErrorFamily::customers);
}

// The order of checks is HTTP-7's. `headers` collects what the answer carries, whatever it is.
asio::awaitable<Result<http::Response>> Dispatcher::serve(http::Exchange* exchange,
                                                          const http::Match* match,
                                                          std::vector<http::Header>* headers) {
  FS_CO_TRY(const Route route, this->route(*exchange, *match, *headers));
  exchange->route_index = static_cast<int>(route.endpoint - endpoints_.data());
  exchange->route = templates_[static_cast<std::size_t>(exchange->route_index)];
  FS_CO_TRY(const auto token, token_of(exchange->request));
  Caller principal = tokens_.find(token, auth::TokenCache::Clock::now());
  if (!principal) {
    FS_CO_TRY(principal, co_await look_up_caller(exchange));
  }
  exchange->store_hash = principal->store_hash;
  exchange->client_id = principal->client_id;
  FS_CO_TRY_STATUS(authorize(route, *principal));
  FS_CO_TRY_STATUS(admit(*principal, *headers));
  FS_CO_TRY_STATUS(check_headers(route, exchange->request));

  const BodyRule rule = route.endpoint->body;
  boost::json::value body;
  unsigned char buffer[2048];
  boost::json::monotonic_resource memory(buffer);
  bool has_body = false;
  if (rule != BodyRule::ignored && (rule == BodyRule::required || exchange->request.has_body())) {
    FS_CO_TRY(const auto text,
              co_await exchange->request.read_body(route.endpoint->max_body_bytes));
    FS_CO_TRY(auto parsed, parse_body(text, &memory));
    body = std::move(parsed);
    has_body = true;
  }
  FS_CO_TRY(const auto query, http::QueryString::parse(exchange->request.query()));
  const app::Context context{*principal, options_.settings, to_seconds(exchange->started)};
  const Call call{*route.endpoint, route.parameters, query, has_body ? &body : nullptr, context};
  auto answer = co_await route.endpoint->run(&services_, &call);
  if (answer && route.endpoint->family == ErrorFamily::v2)
    name_host(answer->body, exchange->request.header("Host"));
  co_return answer;
}

Result<Dispatcher::Route> Dispatcher::route(const http::Exchange& exchange,
                                            const http::Match& match,
                                            std::vector<http::Header>& headers) const {
  if (!match.found()) return fail(Code::unknown_route, "HTTP-63");
  const http::Verb verb = exchange.request.verb();
  if (never_supported(verb)) return fail(Code::not_implemented, "HTTP-59");
  const int index = match.index_of(verb);
  if (index < 0) {
    headers.push_back({"Allow", allow_header(match)});
    return fail(Code::method_not_allowed, "HTTP-50");
  }
  const auto parameters = match.parameters();
  return Route{&endpoints_[static_cast<std::size_t>(index)], parameters.front(),
               parameters.subspan(1)};
}

Result<std::string_view> Dispatcher::token_of(const http::Request& request) {
  constexpr std::string_view kHeader = "X-Auth-Token";
  const std::string_view token = request.header(kHeader);
  if (token.empty() && !request.has_header(kHeader)) return fail(Code::missing_token, "HTTP-60");
  if (!auth::is_well_formed_token(token)) return fail(Code::malformed_token, "HTTP-61");
  return token;
}

// Requires: token_of() succeeded.
asio::awaitable<Result<Dispatcher::Caller>> Dispatcher::look_up_caller(http::Exchange* exchange) {
  const std::string_view token = *token_of(exchange->request);
  const auth::TokenHash hash = auth::hash_token(token);
  const auto now = auth::TokenCache::Clock::now();
  FS_CO_TRY(auto caller, co_await store_.read(
                             [&hash](store::Tx& tx) { return auth::find_principal(tx, hash); }));
  tokens_.insert(token, caller, now);
  co_return caller;
}

Status Dispatcher::authorize(const Route& route, const auth::Principal& principal) const {
  if (route.store_hash != principal.store_hash) return fail(Code::scope_missing, "HTTP-66");
  if (!principal.scopes.allows(route.endpoint->scope, route.endpoint->access)) {
    return fail(Code::scope_missing, "HTTP-65");
  }
  return {};
}

Status Dispatcher::admit(const auth::Principal& principal, std::vector<http::Header>& headers) {
  if (!rate_limiter_) return {};
  auto verdict = rate_limiter_->admit(principal.store_id, RateLimiter::Clock::now());
  headers = std::move(verdict.headers);
  if (!verdict.admitted) return fail(Code::too_many_requests, "HTTP-162");
  return {};
}

Status Dispatcher::check_headers(const Route& route, const http::Request& request) const {
  if (!http::accepts_json(request.header("Accept"))) {  // an empty or absent one accepts all
    return fail(Code::not_acceptable, "HTTP-12");
  }
  return check_content_type(route.endpoint->body, request);
}

http::Response Dispatcher::finish(http::Exchange& exchange, Result<http::Response> result,
                                  ErrorFamily family) const {
  if (result) return *std::move(result);
  const Error& error = result.error();
  exchange.error_code = code_name(error.code);
  if (default_status(error.code) == 500) {
    logger_.error(
        "request failed",
        {{"request_id", exchange.request_id}, {"route", exchange.route}, {"rule", error.rule}});
  }
  return error_response(error, family);
}

}  // namespace fieldstone::api
