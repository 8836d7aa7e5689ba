// Certificates and encrypted sessions. Private to http/ but for TlsFiles.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.hpp"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX and SSL
struct ssl_st;

namespace fieldstone::http {

// PEM files: the leaf followed by what leads to the root, and the leaf's unencrypted key.
struct TlsFiles {
  std::string certificate;
  std::string key;
};

// One client's session over a non-blocking socket, which it does not own.
class TlsSession {
 public:
  enum class Outcome : unsigned char { done, wants_read, wants_write, closed, spoke_http, failed };
  struct Moved {
    Outcome outcome;
    std::size_t bytes = 0;
  };

  TlsSession(ssl_ctx_st* context, int socket);

  Outcome handshake();
  // Requires of `size`: at least 16 KiB, a whole record; then nothing read stays behind in here and
  // waiting for the socket is waiting for data.
  Moved read(void* into, std::size_t size);
  Moved write(const void* from, std::size_t size);
  // Tells the peer that no more comes; best effort.
  void close_notify();

 private:
  struct Deleter {
    void operator()(ssl_st* session) const;
  };
  Outcome outcome_of(int result) const;

  std::unique_ptr<ssl_st, Deleter> session_;
};

// The certificate that new sessions present.
// Thread: any.
class TlsContext {
 public:
  // Errors: unavailable with a sentence that names the file and what is wrong with it.
  static Result<std::unique_ptr<TlsContext>> load(TlsFiles files);

  // Reads the files again, for sessions from now on. Errors: as load(); the old ones stay in use.
  Status reload();
  TlsSession new_session(int socket) const;

 private:
  using Handle = std::shared_ptr<ssl_ctx_st>;
  TlsContext(TlsFiles files, Handle context)
      : files_(std::move(files)), context_(std::move(context)) {}
  static Result<Handle> make(const TlsFiles& files);

  const TlsFiles files_;
  mutable std::mutex mutex_;
  Handle context_;
};

}  // namespace fieldstone::http
