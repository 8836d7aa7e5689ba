// Outgoing calls over kept-alive connections: webhooks and the callbacks of apps.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "http/request.hpp"
#include "http/response.hpp"

namespace fieldstone::http {

namespace asio = boost::asio;

enum class PrivateDestinations : std::uint8_t { refused, allowed };

struct ClientOptions {
  std::chrono::milliseconds timeout{10'000};  // of a whole call, name look-up included (WH-46)
  std::chrono::milliseconds connect_timeout{5'000};  // of one connection, TLS handshake included
  std::chrono::milliseconds idle_timeout{20'000};    // of a connection between calls
  std::size_t max_idle = 256;                        // connections kept, over all destinations
  std::string ca_file;  // PEM; trusted beside the system's certificates
  // Addresses of loopback, private networks and the like (WH-49).
  PrivateDestinations private_destinations = PrivateDestinations::refused;
};

struct OutgoingCall {
  std::string url;
  // Content-Type and so on. Host, Content-Length and Connection are the client's business.
  std::vector<Header> headers;
  std::string body;  // of a POST
  Verb verb = Verb::post;
};

// How a call ended. Stable: metric labels.
enum class CallEnd : std::uint8_t {
  answered,  // whole head of an answer, and its body as far as it was wanted
  timed_out,
  unknown_name,  // the host's name has no address
  forbidden,     // an address that PrivateDestinations refuses; nothing was sent
  unreachable,   // no connection
  untrusted,     // TLS failed: certificate, name, protocol
  broken,        // the connection ended early, or what came is no HTTP or too much of it (WH-85)
  invalid,       // the URL can't be called
};

struct CallResult {
  CallEnd end = CallEnd::invalid;
  int status = 0;        // of the answer; 0: none
  std::string location;  // where an answer sends its reader; empty: nowhere
  std::string excerpt;   // first bytes of its body, as valid UTF-8 without NUL
  std::string error;     // a sentence for the operator when there was no answer
  std::chrono::microseconds duration{};
};

// Who makes outgoing calls.
class Caller {
 public:
  virtual ~Caller() = default;
  // Requires: `call` outlives it.
  virtual asio::awaitable<CallResult> send(const OutgoingCall* call) = 0;
  // Closes connections that have been idle for too long. For a loop of the owner.
  virtual void sweep() = 0;
  // Ends calls under way as broken.
  virtual void abort() = 0;
};

// Redirects are answers like any other (WH-41). A name is resolved once per connection, and the
// connection goes to exactly the address that was checked.
// Thread: the one that runs the io_context; calls may be many at a time.
class Client final : public Caller {
 public:
  // What is kept of an answer's body, and what is read of it before the connection is given up.
  static constexpr std::size_t kExcerptBytes = 1024;
  static constexpr std::size_t kMaxBodyBytes = 64 * 1024;

  // Requires: the context outlives the client.
  // Errors: unavailable with a sentence when the certificates can't be read.
  static Result<std::unique_ptr<Client>> make(asio::io_context& context, ClientOptions options);
  // Requires: no call is under way; abort() and the context see to that.
  ~Client() override;

  asio::awaitable<CallResult> send(const OutgoingCall* call) override;
  void sweep() override;
  void abort() override;

 private:
  class Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace fieldstone::http
