#include "http/client_connection.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>

#include <sys/socket.h>

namespace fieldstone::http {

namespace beast = boost::beast;
using boost::system::error_code;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kMaxAnswerHeaders = 64;
constexpr std::size_t kMaxAnswerNameBytes = 64;
constexpr std::size_t kMaxAnswerValueBytes = 8 * 1024;
// As much as headers within these limits can have.
constexpr std::uint32_t kMaxAnswerHeadBytes = 560 * 1024;
constexpr int kMostInterimAnswers = 8;  // "100 Continue" and the like before the answer

// The start of a body; the rest is read and dropped.
struct ExcerptBody {
  using value_type = std::string;

  class reader {  // NOLINT(readability-identifier-naming): the name that Beast asks for
   public:
    template <bool kRequest, class Fields>
    reader(beast::http::header<kRequest, Fields>&, value_type& kept) : kept_(kept) {}
    void init(const boost::optional<std::uint64_t>&, error_code& error) { error = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, error_code& error) {
      error = {};
      std::size_t taken = 0;
      for (const asio::const_buffer buffer : beast::buffers_range_ref(buffers)) {
        const std::size_t room = Client::kExcerptBytes - kept_.size();
        kept_.append(static_cast<const char*>(buffer.data()), std::min(room, buffer.size()));
        taken += buffer.size();
      }
      return taken;
    }
    void finish(error_code& error) { error = {}; }

   private:
    value_type& kept_;
  };
};

using Parser = beast::http::response_parser<ExcerptBody>;

// What is published of an answer's headers (WH-85); empty when they keep to it.
std::string head_fault(const Parser& parser) {
  std::size_t count = 0;
  for (const auto& field : parser.get()) {
    if (field.name_string().size() > kMaxAnswerNameBytes)
      return "the answer has a header whose name is longer than 64 bytes";
    if (field.value().size() > kMaxAnswerValueBytes)
      return "the answer has a header of more than 8 KB";
    ++count;
  }
  return count > kMaxAnswerHeaders ? "the answer has more than 64 headers" : "";
}

bool is_interim(const Parser& parser) { return parser.get().result_int() / 100 == 1; }

}  // namespace

ClientConnection::ClientConnection(asio::io_context& context, asio::ssl::context* tls)
    : socket_(context), deadline_(context) {
  if (tls != nullptr) tls_.emplace(socket_, *tls);
}

void ClientConnection::set_deadline(Clock::time_point deadline) {
  deadline_.expires_at(deadline);
  deadline_.async_wait([weak = weak_from_this()](error_code cancelled) {
    const auto self = weak.lock();
    if (cancelled || !self || self->deadline_.expiry() > Clock::now()) return;
    self->timed_out_ = true;
    self->close();
  });
}

void ClientConnection::close() {
  error_code ignored;
  socket_.close(ignored);
}

bool ClientConnection::disturbed() {
  char byte = 0;
  const ssize_t got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

CallResult ClientConnection::failed(CallEnd end, std::string_view what, error_code error) const {
  CallResult result;
  result.end = timed_out_ ? CallEnd::timed_out : end;
  result.error =
      timed_out_ ? "timed out: " + std::string(what) : std::string(what) + ": " + error.message();
  return result;
}

asio::awaitable<CallResult> ClientConnection::connect(asio::ip::tcp::endpoint endpoint,
                                                      std::string host) {
  error_code error;
  socket_.open(endpoint.protocol(), error);
  if (error) co_return failed(CallEnd::unreachable, "no socket", error);
  socket_.set_option(asio::ip::tcp::no_delay(true), error);
  const auto [failure] = co_await socket_.async_connect(endpoint, kAwait);
  if (failure) co_return failed(CallEnd::unreachable, "no connection", failure);
  if (tls_) co_return co_await handshake(std::move(host));
  CallResult connected;
  connected.end = CallEnd::answered;
  co_return connected;
}

asio::awaitable<CallResult> ClientConnection::handshake(std::string host) {
  SSL* session = tls_->native_handle();
  error_code not_digits;
  asio::ip::make_address(host, not_digits);
  ERR_clear_error();
  const bool named =
      not_digits ? SSL_set_tlsext_host_name(session, host.c_str()) == 1 &&
                       SSL_set1_host(session, host.c_str()) == 1
                 : X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1;
  CallResult result;
  result.end = CallEnd::untrusted;
  result.error = "the host's name can't be verified";
  if (!named) co_return result;
  SSL_set_hostflags(session, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  const auto [failure] = co_await tls_->async_handshake(asio::ssl::stream_base::client, kAwait);
  if (!failure) {
    result.end = CallEnd::answered;
    result.error.clear();
    co_return result;
  }
  const long verdict = SSL_get_verify_result(session);
  if (verdict == X509_V_OK) co_return failed(CallEnd::untrusted, "TLS handshake", failure);
  result.error = std::string("certificate: ") + X509_verify_cert_error_string(verdict);
  co_return result;
}

asio::awaitable<CallResult> ClientConnection::exchange(const std::string* bytes) {
  reusable_ = false;
  untouched_ = false;
  if (tls_) return converse(&*tls_, bytes);
  return converse(&socket_, bytes);
}

template <class Stream>
asio::awaitable<CallResult> ClientConnection::converse(Stream* stream, const std::string* bytes) {
  // A peer may answer, and close, before it has read all: what it says counts more than the write.
  const auto [unsent, written] = co_await asio::async_write(*stream, asio::buffer(*bytes), kAwait);
  beast::flat_buffer buffer(kMaxAnswerHeadBytes + Client::kMaxBodyBytes);
  std::optional<Parser> parser;
  error_code failure;
  int interim = 0;
  do {
    if (++interim > kMostInterimAnswers) {
      failure = beast::http::error::bad_status;
      break;
    }
    parser.emplace();
    parser->header_limit(kMaxAnswerHeadBytes);
    parser->body_limit(Client::kMaxBodyBytes);
    const auto [error, read] = co_await beast::http::async_read(*stream, buffer, *parser, kAwait);
    failure = error;
    untouched_ = read == 0 && buffer.size() == 0 && !timed_out_;
  } while (!failure && is_interim(*parser));
  // What never ends counts as no answer, and is given up before it costs much.
  const bool enough = failure == beast::http::error::body_limit && parser->is_header_done();
  if (failure && !enough)
    co_return failed(CallEnd::broken, "no whole answer", unsent ? unsent : failure);
  reusable_ = !failure && !unsent && parser->keep_alive() && buffer.size() == 0;
  CallResult result;
  result.error = head_fault(*parser);
  result.end = result.error.empty() ? CallEnd::answered : CallEnd::broken;
  if (result.end == CallEnd::broken) co_return result;
  result.status = static_cast<int>(parser->get().result_int());
  result.location = parser->get()[beast::http::field::location];
  result.excerpt = std::move(parser->get().body());
  co_return result;
}

}  // namespace fieldstone::http
