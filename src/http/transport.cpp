#include "http/transport.hpp"

#include <array>
#include <boost/asio/error.hpp>

namespace fieldstone::http {

using boost::system::error_code;

namespace {

constexpr std::string_view kPlainOnTls =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 29\r\n"
    "Connection: close\r\n\r\nthis port speaks HTTPS only.\n";

}  // namespace

Transport::Transport(Socket socket, const TlsContext* tls) : socket_(std::move(socket)) {
  if (tls != nullptr) tls_.emplace(tls->new_session(socket_.native_handle()));
}

error_code Transport::settle(TlsSession::Outcome outcome) {
  switch (outcome) {
    case TlsSession::Outcome::done: return {};
    case TlsSession::Outcome::wants_read: awaited_ = Socket::wait_read; break;
    case TlsSession::Outcome::wants_write: awaited_ = Socket::wait_write; break;
    case TlsSession::Outcome::closed: return asio::error::eof;
    case TlsSession::Outcome::spoke_http:
    case TlsSession::Outcome::failed: return asio::error::connection_aborted;
  }
  return asio::error::would_block;
}

error_code Transport::handshake() {
  if (!tls_) return {};
  const TlsSession::Outcome outcome = tls_->handshake();
  if (outcome == TlsSession::Outcome::spoke_http) {
    error_code ignored;
    socket_.write_some(asio::buffer(kPlainOnTls), ignored);
  }
  return settle(outcome);
}

std::size_t Transport::read_encrypted(asio::mutable_buffer into, error_code& error) {
  const auto [outcome, bytes] = tls_->read(into.data(), into.size());
  error = settle(outcome);
  return bytes;
}

std::size_t Transport::write_some(std::string_view first, std::string_view second,
                                  error_code& error) {
  if (tls_) {
    const std::string_view piece = first.empty() ? second : first;
    const auto [outcome, bytes] = tls_->write(piece.data(), piece.size());
    error = settle(outcome);
    return bytes;
  }
  awaited_ = Socket::wait_write;
  if (second.empty()) return socket_.write_some(asio::buffer(first), error);
  const std::array<asio::const_buffer, 2> pieces{asio::buffer(first), asio::buffer(second)};
  return socket_.write_some(pieces, error);
}

void Transport::end(error_code& error) {
  if (tls_) tls_->close_notify();
  socket_.shutdown(Socket::shutdown_send, error);
}

}  // namespace fieldstone::http
