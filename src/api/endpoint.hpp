// One row per endpoint. Routing, 405 and its Allow, scope checks, body rules and metric labels all
// read these rows; a new endpoint is a row with its decode, use case and encode.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/fwd.hpp>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "app/context.hpp"
#include "base/result.hpp"
#include "core/record/record_type.hpp"
#include "core/record/settings_type.hpp"
#include "core/resource_type.hpp"
#include "core/scope.hpp"
#include "http/query_string.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "store/unit/store.hpp"

namespace fieldstone::api {

namespace asio = boost::asio;

// How the errors of an endpoint look where families differ (HTTP-35, HTTP-86).
enum class ErrorFamily : std::uint8_t { customers, metafields, v2 };

enum class BodyRule : std::uint8_t {
  ignored,  // HTTP-14
  required,
  optional,  // batch DELETE (MF-122)
};

// The longest body of a route (HTTP-17): room for all that its rules let through, each character
// escaped, which takes up to twelve bytes. A few rows of limited texts need little.
inline constexpr std::uint32_t kSmallBodyBytes = 64 * 1024;
inline constexpr std::uint32_t kHookBodyBytes = 640 * 1024;
inline constexpr std::uint32_t kUsualBodyBytes = 1024 * 1024;       // one text of 65,535 characters
inline constexpr std::uint32_t kLargeBodyBytes = 32 * 1024 * 1024;  // many of them

struct Endpoint;
class AttemptLimiter;
class BlockedDomains;
class Passwords;

// Makes of a secret what may lie in the database: it opens with a key that does not (WH-44).
// Errors: unavailable where there is no key.
using Seal = std::function<Result<std::string>(std::string_view secret)>;

// What endpoints work with besides their request. Valid as long as the dispatcher.
struct Services {
  store::Store& store;
  Passwords& passwords;
  AttemptLimiter& logins;
  const BlockedDomains* blocked_domains;  // null where this process does not deliver
  const Seal& seal;
};

// One authenticated request on its way to a use case. Valid while it runs.
struct Call {
  const Endpoint& endpoint;
  std::span<const std::string_view> path_parameters;  // decoded; after {store_hash}, in path order
  const http::QueryString& query;
  const boost::json::value* body;  // null when there is none
  const app::Context& context;

  // Of endpoints that a declaration describes. Requires: this is one.
  const record::RecordType* record() const;
  const record::Operation* operation() const;
};

struct Endpoint {
  http::Verb verb;
  std::string_view path;  // below /stores/{store_hash}
  Scope scope;
  Access access;
  ErrorFamily family;
  BodyRule body;
  const ResourceTraits* resource;  // metafield rows only
  asio::awaitable<Result<http::Response>> (*run)(const Services* services, const Call* call);
  std::uint32_t max_body_bytes = kUsualBodyBytes;  // HTTP-17
  // Of an operation that a declaration describes (api/records); null elsewhere.
  const record::RecordType* record = nullptr;
  const record::Operation* operation = nullptr;
  const record::SettingsType* settings = nullptr;  // likewise, of declared settings
};

// The row with another limit of its body.
constexpr Endpoint sized(std::uint32_t max_body_bytes, Endpoint row) {
  row.max_body_bytes = max_body_bytes;
  return row;
}

inline const record::RecordType* Call::record() const { return endpoint.record; }
inline const record::Operation* Call::operation() const { return endpoint.operation; }

namespace detail {

template <auto UseCase, class Command>
auto bind_use_case(const Call* call, const Command& command) {
  return [call, &command](store::Tx& tx) { return UseCase(tx, call->context, command); };
}

template <auto Encode, class Outcome>
http::Response encode_outcome(const Call& call, const Outcome& outcome) {
  if constexpr (std::is_void_v<typename Outcome::value_type>) {
    return Encode(call);
  } else {
    return Encode(call, *outcome);
  }
}

template <auto Encode, class Outcome>
Result<http::Response> answer_with(const Call& call, const Outcome& outcome) {
  if (!outcome) return fail(outcome.error());
  return encode_outcome<Encode>(call, outcome);
}

template <auto Decode, auto UseCase, auto Encode>
asio::awaitable<Result<http::Response>> run_read(const Services* services, const Call* call) {
  FS_CO_TRY(const auto command, Decode(*call));
  const auto work = bind_use_case<UseCase>(call, command);
  store::Store& store = services->store;
  if (store.reads_at_once()) co_return answer_with<Encode>(*call, store.read_blocking(work));
  co_return answer_with<Encode>(*call, co_await store.read(work));
}

template <auto Decode, auto UseCase, auto Encode>
asio::awaitable<Result<http::Response>> run_write(const Services* services, const Call* call) {
  FS_CO_TRY(const auto command, Decode(*call));
  co_return answer_with<Encode>(
      *call, co_await services->store.write(call->context.caller.store_id,
                                            bind_use_case<UseCase>(call, command)));
}

template <auto Decode, auto Prepare, auto UseCase, auto Encode>
asio::awaitable<Result<http::Response>> run_prepared_write(const Services* services,
                                                           const Call* call) {
  FS_CO_TRY(auto command, Decode(*call));
  FS_CO_TRY_STATUS(co_await Prepare(services, &command));
  co_return answer_with<Encode>(
      *call, co_await services->store.write(call->context.caller.store_id,
                                            bind_use_case<UseCase>(call, command)));
}

}  // namespace detail

// decode: const Call& -> Result<Command>, shape errors only. use case: (Tx&, const Context&, const
// Command&) -> Result<Outcome>. encode: (const Call&, const Outcome&) -> Response, or (const Call&)
// where the use case answers with a Status.
template <auto Decode, auto UseCase, auto Encode>
constexpr Endpoint read(std::string_view path, Scope scope, ErrorFamily family,
                        const ResourceTraits* resource = nullptr) {
  return {http::Verb::get, path,
          scope,           Access::read_only,
          family,          BodyRule::ignored,
          resource,        &detail::run_read<Decode, UseCase, Encode>};
}

template <auto Decode, auto UseCase, auto Encode>
constexpr Endpoint write(http::Verb verb, std::string_view path, Scope scope, ErrorFamily family,
                         BodyRule body, const ResourceTraits* resource = nullptr) {
  return {verb,   path, scope,    Access::modify,
          family, body, resource, &detail::run_write<Decode, UseCase, Encode>};
}

// A write whose command needs slow work before its unit of work begins: prepare is
// (const Services*, Command*) -> awaitable<Status>.
template <auto Decode, auto Prepare, auto UseCase, auto Encode>
constexpr Endpoint prepared_write(http::Verb verb, std::string_view path, Scope scope,
                                  ErrorFamily family) {
  return {verb,    path,
          scope,   Access::modify,
          family,  BodyRule::required,
          nullptr, &detail::run_prepared_write<Decode, Prepare, UseCase, Encode>};
}

}  // namespace fieldstone::api
