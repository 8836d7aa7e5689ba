#include "http/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cstring>
#include <new>
#include <string_view>

namespace fieldstone::http {
namespace {

// TLS 1.2 with forward secrecy and authenticated encryption only; 1.3 has nothing else.
constexpr char kCiphers[] = "ECDHE+AESGCM:ECDHE+CHACHA20";

// The first thing OpenSSL complained about on this thread, which tells most; all are forgotten.
std::string complaint() {
  const unsigned long code = ERR_peek_error();
  const char* reason =
      ERR_SYSTEM_ERROR(code) ? std::strerror(ERR_GET_REASON(code)) : ERR_reason_error_string(code);
  ERR_clear_error();
  return reason == nullptr ? "not a readable PEM file" : reason;
}

Failure unusable(std::string_view what, const std::string& file) {
  return fail(Code::unavailable, {},
              "can't use the " + std::string(what) + " " + file + ": " + complaint());
}

// A key with a passphrase is an error, not a question on the terminal.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*context*/) { return -1; }

// The only protocol that is spoken here; who offers others without it gets none chosen.
int choose_protocol(SSL* /*session*/, const unsigned char** chosen, unsigned char* length,
                    const unsigned char* offered, unsigned offered_length, void* /*context*/) {
  static constexpr unsigned char kOurs[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* picked = nullptr;
  const int result =
      SSL_select_next_proto(&picked, length, kOurs, sizeof kOurs, offered, offered_length);
  *chosen = picked;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

}  // namespace

void TlsSession::Deleter::operator()(ssl_st* session) const { SSL_free(session); }

TlsSession::TlsSession(ssl_ctx_st* context, int socket) : session_(SSL_new(context)) {
  if (!session_ || SSL_set_fd(session_.get(), socket) != 1) throw std::bad_alloc();
}

TlsSession::Outcome TlsSession::outcome_of(int result) const {
  switch (SSL_get_error(session_.get(), result)) {
    case SSL_ERROR_WANT_READ: return Outcome::wants_read;
    case SSL_ERROR_WANT_WRITE: return Outcome::wants_write;
    case SSL_ERROR_ZERO_RETURN: return Outcome::closed;
    default: break;
  }
  const bool http = ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST;
  ERR_clear_error();
  return http ? Outcome::spoke_http : Outcome::failed;
}

TlsSession::Outcome TlsSession::handshake() {
  ERR_clear_error();
  const int result = SSL_accept(session_.get());
  return result == 1 ? Outcome::done : outcome_of(result);
}

TlsSession::Moved TlsSession::read(void* into, std::size_t size) {
  ERR_clear_error();
  std::size_t bytes = 0;
  const int result = SSL_read_ex(session_.get(), into, size, &bytes);
  if (result == 1) return {Outcome::done, bytes};
  return {outcome_of(result)};
}

TlsSession::Moved TlsSession::write(const void* from, std::size_t size) {
  ERR_clear_error();
  std::size_t bytes = 0;
  const int result = SSL_write_ex(session_.get(), from, size, &bytes);
  if (result == 1) return {Outcome::done, bytes};
  return {outcome_of(result)};
}

void TlsSession::close_notify() {
  ERR_clear_error();
  if (SSL_is_init_finished(session_.get()) == 1) SSL_shutdown(session_.get());
  ERR_clear_error();
}

Result<TlsContext::Handle> TlsContext::make(const TlsFiles& files) {
  ERR_clear_error();
  Handle context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) throw std::bad_alloc();
  SSL_CTX* raw = context.get();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(raw, kCiphers);
  SSL_CTX_set_options(
      raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  // Buffers are given back between records: an idle connection stays small.
  SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                            SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_default_passwd_cb(raw, no_passphrase);
  SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
  static constexpr unsigned char kSessions[] = "fieldstone";
  SSL_CTX_set_session_id_context(raw, kSessions, sizeof kSessions - 1);
  if (SSL_CTX_use_certificate_chain_file(raw, files.certificate.c_str()) != 1)
    return unusable("certificate", files.certificate);
  // Also fails for a key that is not the certificate's.
  if (SSL_CTX_use_PrivateKey_file(raw, files.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(raw) != 1)
    return unusable("key", files.key);
  return context;
}

Result<std::unique_ptr<TlsContext>> TlsContext::load(TlsFiles files) {
  FS_TRY(auto context, make(files));
  return std::unique_ptr<TlsContext>(new TlsContext(std::move(files), std::move(context)));
}

Status TlsContext::reload() {
  FS_TRY(auto context, make(files_));
  const std::lock_guard lock(mutex_);
  context_.swap(context);
  return {};
}

TlsSession TlsContext::new_session(int socket) const {
  const std::lock_guard lock(mutex_);
  return {context_.get(), socket};
}

}  // namespace fieldstone::http
