#include "api/gate/dispatch.hpp"

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>
#include <chrono>

#include "api/gate/passwords.hpp"
#include "api/gate/token_exchange.hpp"
#include "api/wire/error_response.hpp"
#include "api/wire/json_read.hpp"
#include "app/host_mark.hpp"
#include "auth/scope.hpp"
#include "base/for_operator.hpp"
#include "http/gzip.hpp"
#include "http/header_list.hpp"

namespace fieldstone::api {
namespace {

// HTTP-192: the clock, asked without a store.
constexpr std::string_view kTimePath = "/time";

// A larger body is not parsed on the I/O thread, and memory is asked for what is made of it: its
// values, and what they become on their way to the database.
constexpr std::size_t kLargestBodyAtOnce = 64 * 1024;
constexpr std::uint64_t kBytesForEachOfBody = 3;
// Each byte that was read may take six as JSON, and the buffer that it is written to grows by
// doubling.
constexpr std::uint64_t kBytesForEachRead = 12;

bool asks_time(const http::Request& request) {
  return request.path() == kTimePath &&
         (request.verb() == http::Verb::get || request.verb() == http::Verb::head);
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

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-.:[]").find(c) != std::string_view::npos;
}

// For the log, of bounded length. A name that came from a client may be anything.
std::string names_of(const std::vector<FieldError>& fields) {
  constexpr std::size_t kMostBytes = 200;
  std::string names;
  for (const FieldError& field : fields) {
    if (names.size() + field.field.size() > kMostBytes) return names + ",…";
    const bool plain = std::all_of(field.field.begin(), field.field.end(), is_name_character);
    (names += names.empty() ? "" : ",") += plain ? std::string_view(field.field) : "…";
  }
  return names;
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

}  // namespace

Dispatcher::Dispatcher(store::Store& store, log::Logger& logger, const DispatchOptions& options)
    : store_(store),
      logger_(logger),
      options_(options),
      passwords_(std::make_unique<Passwords>(options.passwords)),
      large_work_(options.large_work),
      logins_(options.logins),
      services_{store,       *passwords_,    logins_,      options.blocked_domains,
                large_work_, options.memory, options_.seal} {
  if (options_.rate_limit) rate_limiter_ = std::make_unique<RateLimiter>(*options_.rate_limit);
}

Dispatcher::~Dispatcher() = default;

asio::awaitable<http::Response> Dispatcher::handle(http::Exchange* exchange) {
  if (is_token_path(exchange->request.path())) co_return co_await exchange_token(&store_, exchange);
  if (asks_time(exchange->request))
    co_return http::Response{.body = std::to_string(exchange->started.value), .headers = {}};
  std::vector<http::Header> headers;
  const Route route = routes_.find(exchange->request.verb(), exchange->request.path());
  exchange->route = route.path_template;
  exchange->route_index = route.index;
  auto result = co_await serve(exchange, &route, &headers);
  http::Response response = finish(*exchange, std::move(result), route.family);
  for (http::Header& header : headers) response.set_header(header.name, std::move(header.value));
  if (http::is_long_to_compress(response.body.size())) co_await compress(exchange, &response);
  co_return response;
}

// What fails leaves the answer as it is: it goes out without compression.
asio::awaitable<void> Dispatcher::compress(http::Exchange* exchange, http::Response* response) {
  if (!http::accepts_gzip(exchange->request.header("Accept-Encoding"))) co_return;
  const std::string_view body = response->body;
  const auto work = [body] { return http::gzip(body); };
  auto compressed = co_await large_work_.run(exchange->party, work);
  if (!compressed || !*compressed) co_return;
  response->body = **std::move(compressed);
  response->body.shrink_to_fit();
  response->compressed = true;
  response->memory.shrink_to(response->body.size());
}

http::Response Dispatcher::reject(std::string_view path, const Error& error) {
  return error_response(error, routes_.find(http::Verb::get, path).family);
}

// The order of checks is HTTP-7's. `headers` collects what the answer carries, whatever it is.
asio::awaitable<Result<http::Response>> Dispatcher::serve(http::Exchange* exchange,
                                                          const Route* route,
                                                          std::vector<http::Header>* headers) {
  FS_CO_TRY_STATUS(check_route(exchange->request.verb(), *route, *headers));
  FS_CO_TRY(const auto token, token_of(exchange->request));
  Caller principal = tokens_.find(token, auth::TokenCache::Clock::now());
  if (!principal) {
    FS_CO_TRY(principal, co_await look_up_caller(exchange));
  }
  exchange->store_hash = principal->store_hash;
  exchange->client_id = principal->client_id;
  exchange->party = principal->store_id.value;
  FS_CO_TRY_STATUS(authorize(*route, *principal, *exchange, *headers));
  FS_CO_TRY_STATUS(admit(*principal, *headers));
  FS_CO_TRY_STATUS(check_headers(*route, exchange->request));

  const BodyRule rule = route->endpoint->body;
  unsigned char buffer[2048];
  boost::json::monotonic_resource memory(buffer);
  const boost::json::storage_ptr storage(&memory);
  Body body;
  if (rule != BodyRule::ignored && (rule == BodyRule::required || exchange->request.has_body())) {
    FS_CO_TRY_STATUS(
        co_await take_body(exchange, route->endpoint, principal->store_id, &storage, &body));
  }
  FS_CO_TRY(const auto query, http::QueryString::parse(exchange->request.query()));
  const app::Context context{*principal, options_.settings, to_seconds(exchange->started)};
  const Call call{*route->endpoint,
                  route->parameters(),
                  query,
                  body.value ? &*body.value : nullptr,
                  context,
                  body.large,
                  exchange->request.verb() == http::Verb::head};
  auto answer = co_await route->endpoint->run(&services_, &call);
  if (answer && route->endpoint->family == ErrorFamily::v2)
    name_host(answer->body, exchange->request.header("Host"));
  co_return answer;
}

asio::awaitable<Status> Dispatcher::take_body(http::Exchange* exchange, const Endpoint* endpoint,
                                              StoreId store_id,
                                              const boost::json::storage_ptr* storage, Body* body) {
  FS_CO_TRY(const auto text, co_await exchange->request.read_body(endpoint->max_body_bytes));
  const auto parse = [text, storage, body]() -> Status {
    FS_TRY(auto parsed, parse_body(text, *storage));
    body->value.emplace(std::move(parsed));
    return {};
  };
  body->large = text.size() > kLargestBodyAtOnce;
  if (!body->large) co_return parse();
  body->memory = MemoryLease(options_.memory, store_id.value);
  if (!body->memory.grow_to(kBytesForEachOfBody * text.size())) {
    co_return fail(Code::unavailable, "HTTP-167");
  }
  FS_CO_TRY(auto parsed, co_await large_work_.run(store_id.value, parse));
  co_return parsed;
}

namespace detail {

Result<MemoryLease> lease_for_answer(const Services& services, const Call& call,
                                     std::uint64_t bytes_read) {
  MemoryLease lease(services.memory, call.context.caller.store_id.value);
  if (bytes_read <= kUncountedAnswerBytes) return lease;
  if (!lease.grow_to(kBytesForEachRead * bytes_read)) return fail(Code::unavailable, "HTTP-167");
  return lease;
}

http::Response head_of(http::Response response) {
  response.body.clear();
  response.has_length = false;
  return response;
}

}  // namespace detail

Status Dispatcher::check_route(http::Verb verb, const Route& route,
                               std::vector<http::Header>& headers) const {
  if (route.path_template.empty()) return fail(Code::unknown_route, "HTTP-63");
  if (route.published != nullptr) {
    return fail(
        Code::not_found, "HTTP-190",
        "Fieldstone does not host this resource yet: " + std::string(route.published->group) + ".");
  }
  if (never_supported(verb)) return fail(Code::not_implemented, "HTTP-59");
  if (route.endpoint != nullptr) return {};
  headers.push_back({"Allow", routes_.allow_header(route)});
  return fail(Code::method_not_allowed, "HTTP-50");
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

Status Dispatcher::authorize(const Route& route, const auth::Principal& principal,
                             http::Exchange& exchange, std::vector<http::Header>& headers) const {
  if (route.store_hash() != principal.store_hash) return fail(Code::scope_missing, "HTTP-66");
  const Endpoint& endpoint = *route.endpoint;
  if (principal.scopes.allows(endpoint.scope, endpoint.access)) return {};
  exchange.missing_scope = auth::scope_name(endpoint.scope, endpoint.access);
  headers.push_back({"WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" +
                                             std::string(exchange.missing_scope) + "\""});
  return fail(Code::scope_missing, "HTTP-65");
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
  exchange.bad_fields = names_of(error.fields);
  if (default_status(error.code) == 500 || (is_for_operator(error) && !error.message.empty())) {
    logger_.error("request failed", {{"request_id", exchange.request_id},
                                     {"route", exchange.route},
                                     {"rule", error.rule},
                                     {"reason", error.message}});
  }
  return error_response(error, family);
}

}  // namespace fieldstone::api
