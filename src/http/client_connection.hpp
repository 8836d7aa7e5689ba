// One outgoing connection, plain or encrypted. Private to http/.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "http/client.hpp"
#include "http/url.hpp"

namespace fieldstone::http {

// Everything below ends when the deadline passes: the socket is closed under it.
// Thread: the loop's.
class ClientConnection : public std::enable_shared_from_this<ClientConnection> {
 public:
  using Clock = std::chrono::steady_clock;

  // `tls` is null for plain connections; it outlives the connection.
  ClientConnection(asio::io_context& context, asio::ssl::context* tls);

  void set_deadline(Clock::time_point deadline);
  void clear_deadline() { deadline_.cancel(); }
  bool timed_out() const { return timed_out_; }
  void close();

  // Connects to one address and, where encrypted, proves that the peer is `host`.
  asio::awaitable<CallResult> connect(asio::ip::tcp::endpoint endpoint, std::string host);
  // Sends a whole request and reads its answer. `bytes` outlives it.
  asio::awaitable<CallResult> exchange(const std::string* bytes);

  // After exchange(): whether another request may follow.
  bool reusable() const { return reusable_; }
  // Whether the peer has closed, or sent something, while nothing was asked.
  bool disturbed();
  // exchange() failed before a byte of an answer came: the peer may have closed before it read.
  bool untouched() const { return untouched_; }

  Clock::time_point idle_since;

 private:
  asio::awaitable<CallResult> handshake(std::string host);
  CallResult failed(CallEnd end, std::string_view what, boost::system::error_code error) const;
  template <class Stream>
  asio::awaitable<CallResult> converse(Stream* stream, const std::string* bytes);

  asio::ip::tcp::socket socket_;
  std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls_;
  asio::steady_timer deadline_;
  bool timed_out_ = false;
  bool reusable_ = false;
  bool untouched_ = false;
};

}  // namespace fieldstone::http
