// A client's socket, plain or encrypted: the connection reads and writes and need not know which.
// Private to http/.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <utility>

#include "http/tls.hpp"

namespace fieldstone::http {

namespace asio = boost::asio;

// Never blocks: error is would_block where it would, and awaited() says what to wait for.
class Transport {
 public:
  using Socket = asio::ip::tcp::socket;

  // `tls` may be null: plain. Requires: the socket is non-blocking; tls outlives this.
  Transport(Socket socket, const TlsContext* tls);

  // Success at once on a plain socket.
  boost::system::error_code handshake();
  // 0 without an error: the peer has said that no more comes.
  std::size_t read_some(asio::mutable_buffer into, boost::system::error_code& error) {
    if (tls_) return read_encrypted(into, error);
    awaited_ = Socket::wait_read;
    return socket_.read_some(asio::mutable_buffer(into), error);
  }
  // Both pieces in order, as one call of the system where it can be.
  std::size_t write_some(std::string_view first, std::string_view second,
                         boost::system::error_code& error);
  // Says that no more comes from here.
  void end(boost::system::error_code& error);

  Socket::wait_type awaited() const { return awaited_; }
  Socket& socket() { return socket_; }

 private:
  std::size_t read_encrypted(asio::mutable_buffer into, boost::system::error_code& error);
  boost::system::error_code settle(TlsSession::Outcome outcome);

  Socket socket_;
  std::optional<TlsSession> tls_;
  Socket::wait_type awaited_ = Socket::wait_read;
};

}  // namespace fieldstone::http
