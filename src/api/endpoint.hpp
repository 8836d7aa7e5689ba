// One row per endpoint. Routing, 405 and its Allow, scope checks, body rules and metric labels all
// read these rows; a new endpoint is a row with its decode, use case and encode.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/fwd.hpp>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "app/context.hpp"
#include "base/memory_budget.hpp"
#include "base/result.hpp"
#include "core/record/record_type.hpp"
#include "core/record/settings_type.hpp"
#include "core/resource_type.hpp"
#include "core/scope.hpp"
#include "http/query_string.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/worker_pool.hpp"
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
  http::WorkerPool& large_work;           // what would hold up an I/O thread, by store
  MemoryBudget* memory;                   // null: without a bound
  const Seal& seal;
};

// One authenticated request on its way to a use case. Valid while it runs.
struct Call {
  const Endpoint& endpoint;
  std::span<const std::string_view> path_parameters;  // decoded; after {store_hash}, in path order
  const http::QueryString& query;
  const boost::json::value* body;  // null when there is none
  const app::Context& context;
  // The body is so large that work in proportion to it is not for an I/O thread.
  bool large = false;
  // HEAD: no more than a row of a list is read (HTTP-169).
  bool head_only = false;

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

// An answer of more read text asks for memory.
inline constexpr std::uint64_t kUncountedAnswerBytes = 256 * 1024;
// Memory for the answer to what was read. Errors: unavailable where there is none (HTTP-167).
Result<MemoryLease> lease_for_answer(const Services& services, const Call& call,
                                     std::uint64_t bytes_read);
// What HEAD gets of it.
http::Response head_of(http::Response response);

// Runs the work, which returns a Result, elsewhere in the store's turn.
template <class F>
asio::awaitable<std::invoke_result_t<F&>> run_elsewhere(
    const Services* services, const Call* call, F work,
    http::WorkerPool::Admission admission = http::WorkerPool::Admission::bounded) {
  auto done =
      co_await services->large_work.run(call->context.caller.store_id.value, work, admission);
  if (!done) co_return fail(std::move(done).error());
  co_return *std::move(done);
}

// Runs what makes a command of the body: here, or elsewhere where the body is large.
template <class Decode>
asio::awaitable<std::invoke_result_t<Decode&>> decode_where_fit(const Services* services,
                                                                const Call* call, Decode decode) {
  if (call->large) co_return co_await run_elsewhere(services, call, decode);
  co_return decode();
}

// The unit of a read: `ask(tx)` returns a Result, `encode` makes the answer of a good one. It is
// made where its rows were read: who reads much has much to write.
template <class Ask, class Encode>
auto unit_of_read(const Services* services, const Call* call, Ask ask, Encode encode) {
  return [services, call, ask, encode](store::Tx& tx) -> Result<http::Response> {
    const auto outcome = ask(tx);
    if (!outcome) return fail(outcome.error());
    if (call->head_only) return head_of(encode(outcome));
    FS_TRY(auto lease, lease_for_answer(*services, *call, tx.bytes_read()));
    http::Response response = encode(outcome);
    lease.shrink_to(response.body.capacity());
    response.memory = std::move(lease);
    return response;
  };
}

template <auto Decode, auto UseCase, auto Encode>
asio::awaitable<Result<http::Response>> run_read(const Services* services, const Call* call) {
  FS_CO_TRY(auto command, Decode(*call));
  if constexpr (requires { command.page.limit; }) {
    if (call->head_only) command.page.limit = 1;
  }
  const auto encode = [call](const auto& outcome) {
    return encode_outcome<Encode>(*call, outcome);
  };
  const auto work = unit_of_read(services, call, bind_use_case<UseCase>(call, command), encode);
  if (auto answer = services->store.read_at_once(work)) co_return *std::move(answer);
  co_return co_await services->store.read_in_turn(call->context.caller.store_id, work);
}

// Runs the unit of a write and makes the answer of a good outcome. Who has sent or read much has
// much to write: elsewhere, and only where there is memory for it. The unit is done by then, so its
// answer always gets a place in the queue, and 503 undoes nothing (HTTP-167).
template <class Ask, class Encode>
asio::awaitable<Result<http::Response>> write_and_answer(const Services* services, const Call* call,
                                                         Ask ask, Encode encode) {
  std::uint64_t bytes_read = 0;
  const auto work = [&ask, &bytes_read](store::Tx& tx) {
    const std::uint64_t before = tx.bytes_read();
    auto outcome = ask(tx);
    bytes_read = tx.bytes_read() - before;
    return outcome;
  };
  const auto outcome = co_await services->store.write(call->context.caller.store_id, work);
  if (!outcome) co_return fail(outcome.error());
  if (!call->large && bytes_read <= kUncountedAnswerBytes) co_return encode(outcome);
  FS_CO_TRY(auto lease, lease_for_answer(*services, *call, bytes_read));
  const auto make = [&encode, &outcome]() -> Result<http::Response> { return encode(outcome); };
  FS_CO_TRY(auto response,
            co_await run_elsewhere(services, call, make, http::WorkerPool::Admission::always));
  lease.shrink_to(response.body.capacity());
  response.memory = std::move(lease);
  co_return response;
}

template <auto UseCase, auto Encode, class Command>
asio::awaitable<Result<http::Response>> write_command(const Services* services, const Call* call,
                                                      const Command* command) {
  const auto encode = [call](const auto& outcome) {
    return encode_outcome<Encode>(*call, outcome);
  };
  const auto ask = bind_use_case<UseCase>(call, *command);
  co_return co_await write_and_answer(services, call, ask, encode);
}

template <auto Decode, auto UseCase, auto Encode>
asio::awaitable<Result<http::Response>> run_write(const Services* services, const Call* call) {
  const auto decode = [call] { return Decode(*call); };
  FS_CO_TRY(auto command, co_await decode_where_fit(services, call, decode));
  co_return co_await write_command<UseCase, Encode>(services, call, &command);
}

template <auto Decode, auto Prepare, auto UseCase, auto Encode>
asio::awaitable<Result<http::Response>> run_prepared_write(const Services* services,
                                                           const Call* call) {
  const auto decode = [call] { return Decode(*call); };
  FS_CO_TRY(auto command, co_await decode_where_fit(services, call, decode));
  FS_CO_TRY(auto refusal, co_await Prepare(services, call, &command));
  if (refusal) co_return *std::move(refusal);
  co_return co_await write_command<UseCase, Encode>(services, call, &command);
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
// (const Services*, const Call*, Command*) -> awaitable<Result<optional<Response>>>, the answer
// where there is one already.
template <auto Decode, auto Prepare, auto UseCase, auto Encode>
constexpr Endpoint prepared_write(http::Verb verb, std::string_view path, Scope scope,
                                  ErrorFamily family) {
  return {verb,    path,
          scope,   Access::modify,
          family,  BodyRule::required,
          nullptr, &detail::run_prepared_write<Decode, Prepare, UseCase, Encode>};
}

}  // namespace fieldstone::api
