// Listens and serves: N I/O threads, one io_context each, SO_REUSEPORT acceptors.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/memory_budget.hpp"
#include "base/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/tls.hpp"

namespace fieldstone::http {

// Facts about one request that the handler learns and the connection logs and counts.
struct Exchange {
  Request& request;
  std::string_view request_id;  // unique per request; also in X-Request-Id
  TimeMs started;
  unsigned thread = 0;  // index of the I/O thread
  // Set by the handler as it learns them; empty means unknown. Point into storage that outlives the
  // exchange or is owned by it.
  std::string_view route;  // path template, never the raw path
  int route_index = -1;    // of the handler's row, for metrics
  std::string store_hash;
  std::string client_id;
  std::int64_t party = 0;          // who takes turns with others: the store
  std::string_view error_code;     // code_name() of the Error that was answered, if any
  std::string_view missing_scope;  // of a 403 that asks for one (HTTP-148)
  std::string bad_fields;          // of an answer that names fields: "name,email"
};

// Answers requests. One instance serves all threads.
// Thread: called on the I/O thread of the connection; must not block longer than a bounded query.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual asio::awaitable<Response> handle(Exchange* exchange) = 0;
  // The answer where handle() can't give one: a request too broken for an Exchange (bad request
  // line, headers too large, header time-out, too many connections), or an exception out of
  // handle(). `path`: of the request as far as it could be read; empty where it could not.
  virtual Response reject(std::string_view path, const Error& error) = 0;
};

// Sees each finished request once, on its I/O thread. Must be cheap.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void finished(const Exchange& exchange, int status, std::uint64_t response_bytes,
                        std::chrono::microseconds duration) = 0;
  // handle() threw: a defect. The client got a 500 with the request id.
  virtual void fault(const Exchange& exchange, std::string_view what) = 0;
  // A client waits that can't be let in, now and then for as long as that lasts. `why`: what the
  // system says, such as that descriptors have run out.
  virtual void cannot_accept(std::string_view why) = 0;
};

struct ServerLimits {
  std::uint32_t max_connections = 10'000;      // over all threads; beyond: 503 and close
  std::uint32_t max_header_bytes = 16 * 1024;  // request line + headers; beyond: 431
  std::uint32_t max_target_bytes = 8 * 1024;   // beyond: 414
  std::uint32_t max_discarded_body_bytes =
      64 * 1024;  // unread body of a rejected request: read, or close
  std::chrono::milliseconds header_timeout{
      10'000};  // from the first byte of a request to its last header
  std::chrono::milliseconds body_timeout{30'000};   // between two pieces of a body
  std::chrono::milliseconds write_timeout{30'000};  // between two pieces of an answer
  // In all, a body or an answer has one of these times and a second for so many bytes of it: who
  // drips is not served for ever. The rest of a body that was refused has no more than the latter.
  std::uint32_t least_bytes_per_second = 16 * 1024;
  std::chrono::milliseconds discard_timeout{5'000};  // the rest of a refused body, in all
  std::chrono::milliseconds idle_timeout{75'000};    // between requests on a kept-alive connection
  std::chrono::milliseconds drain_timeout{
      10'000};  // after stop(): in-flight requests get this long
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 picks a free one
  unsigned threads = 1;
  std::optional<TlsFiles> tls;     // none: plain HTTP
  MemoryBudget* memory = nullptr;  // of bodies; outlives the server; null: without a bound
  ServerLimits limits;
};

class Server {
 public:
  // Binds and listens, does not serve yet.
  // Errors: unavailable with a sentence that names the address and the reason (in use,
  // permission…), or the certificate. Requires: handler, observers and clock outlive the server;
  // units of work that a handler has handed to another thread are done before the server is
  // destroyed.
  static Result<std::unique_ptr<Server>> listen(ServerOptions options, Handler& handler,
                                                std::vector<Observer*> observers,
                                                const Clock& clock);
  ~Server();

  // The port that is really listened on, and the address as it appears in a URL.
  std::uint16_t port() const;
  std::string url() const;
  // Starts the threads; returns at once.
  void start();
  // Graceful drain: stops accepting, closes idle connections, lets running requests finish with
  // `Connection: close` until drain_timeout. Returns when every thread has ended. Call once.
  void stop();
  // Reads the certificate and its key again, for connections from now on; nothing to do without
  // TLS. Errors: unavailable with a sentence; what was in use stays so. Thread: any.
  Status reload_tls();
  // For /metrics.
  std::uint64_t open_connections() const;

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace fieldstone::http
