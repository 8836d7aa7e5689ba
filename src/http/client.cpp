#include "http/client.hpp"

#include <openssl/ssl.h>

#include <boost/asio/ssl/context.hpp>
#include <unordered_map>
#include <unordered_set>

#include "base/utf8.hpp"
#include "http/address_guard.hpp"
#include "http/client_connection.hpp"
#include "http/resolver.hpp"
#include "http/url.hpp"

namespace fieldstone::http {

using Clock = std::chrono::steady_clock;

namespace {

std::string_view refusal_for(const asio::ip::address& address) {
  return address.is_v4() ? refusal_of(Ipv4Bytes(address.to_v4().to_bytes()))
                         : refusal_of(Ipv6Bytes(address.to_v6().to_bytes()));
}

CallResult ended(CallEnd end, std::string error) {
  CallResult result;
  result.end = end;
  result.error = std::move(error);
  return result;
}

std::string request_bytes(const Url& url, const OutgoingCall& call) {
  std::string bytes;
  bytes.reserve(512 + call.body.size());
  bytes.append(verb_name(call.verb))
      .append(" ")
      .append(url.target)
      .append(" HTTP/1.1\r\nHost: ")
      .append(url.authority);
  for (const Header& header : call.headers)
    bytes.append("\r\n").append(header.name).append(": ").append(header.value);
  if (call.verb != Verb::get)
    bytes.append("\r\nContent-Length: ").append(std::to_string(call.body.size()));
  bytes.append("\r\n\r\n").append(call.body);
  return bytes;
}

// A body is whatever a stranger sends, cut anywhere; what is kept of it must be text.
std::string as_text(std::string bytes) {
  for (char& c : bytes) {
    if (c == '\0') c = ' ';
  }
  for (int cut = 0; cut < 4 && !is_valid_utf8(bytes) && !bytes.empty(); ++cut) {
    if ((static_cast<unsigned char>(bytes.back()) & 0x80U) == 0) break;
    bytes.pop_back();
  }
  if (is_valid_utf8(bytes)) return bytes;
  for (char& c : bytes) {
    if ((static_cast<unsigned char>(c) & 0x80U) != 0) c = '?';
  }
  return bytes;
}

Failure unusable(const std::string& what) { return fail(Code::unavailable, {}, what); }

}  // namespace

class Client::Impl {
 public:
  Impl(asio::io_context& context, ClientOptions options)
      : context_(context),
        options_(std::move(options)),
        resolver_(context),
        tls_(asio::ssl::context::tls_client) {}

  Status prepare() {
    SSL_CTX* raw = tls_.native_handle();
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    // Buffers are given back between records: idle connections stay small.
    SSL_CTX_set_mode(raw, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nullptr);
    if (SSL_CTX_set_default_verify_paths(raw) != 1)
      return unusable("can't read the system's trusted certificates");
    if (!options_.ca_file.empty() && SSL_CTX_load_verify_file(raw, options_.ca_file.c_str()) != 1)
      return unusable("can't read the certificates in " + options_.ca_file);
    return {};
  }

  asio::awaitable<CallResult> send(const OutgoingCall* call) {
    const auto started = Clock::now();
    auto url = parse_url(call->url);
    if (!url) co_return ended(CallEnd::invalid, url.error().message);
    const std::string bytes = request_bytes(*url, *call);
    CallResult result = co_await run(&*url, &bytes, started + options_.timeout);
    result.excerpt = as_text(std::move(result.excerpt));
    result.duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started);
    co_return result;
  }

  void sweep() {
    const auto oldest = Clock::now() - options_.idle_timeout;
    for (auto pool = idle_.begin(); pool != idle_.end();) {
      const auto gone = std::erase_if(
          pool->second, [&](const auto& connection) { return connection->idle_since < oldest; });
      idle_count_ -= gone;
      pool = pool->second.empty() ? idle_.erase(pool) : std::next(pool);
    }
  }

  void abort() {
    idle_.clear();
    idle_count_ = 0;
    for (ClientConnection* connection : busy_) connection->close();
  }

 private:
  using Held = std::shared_ptr<ClientConnection>;

  // Over a kept connection where there is one. A peer may close it just when we write: that says
  // nothing of the destination, so the call is made again on a new one.
  asio::awaitable<CallResult> run(const Url* url, const std::string* bytes,
                                  Clock::time_point deadline) {
    const std::string origin = url->origin();
    if (Held kept = take_idle(origin)) {
      CallResult result = co_await exchange(kept, bytes, deadline);
      const bool stale = result.end == CallEnd::broken && kept->untouched();
      if (!stale) {
        keep(origin, std::move(kept));
        co_return result;
      }
    }
    Held fresh;
    CallResult connected = co_await connect(url, deadline, &fresh);
    if (!fresh) co_return connected;
    CallResult result = co_await exchange(fresh, bytes, deadline);
    keep(origin, std::move(fresh));
    co_return result;
  }

  asio::awaitable<CallResult> exchange(Held connection, const std::string* bytes,
                                       Clock::time_point deadline) {
    connection->set_deadline(deadline);
    busy_.insert(connection.get());
    CallResult result = co_await connection->exchange(bytes);
    busy_.erase(connection.get());
    connection->clear_deadline();
    co_return result;
  }

  // Tries the addresses in turn; `made` stays empty when none works.
  asio::awaitable<CallResult> connect(const Url* url, Clock::time_point deadline, Held* made) {
    const auto connect_deadline = std::min(deadline, Clock::now() + options_.connect_timeout);
    auto addresses = co_await resolver_.resolve(url->host, connect_deadline);
    if (addresses.empty())
      co_return ended(CallEnd::unknown_name, "the name " + url->host + " has no address");
    std::string_view refusal;
    if (options_.private_destinations == PrivateDestinations::refused) {
      std::erase_if(addresses, [&](const asio::ip::address& address) {
        const std::string_view reason = refusal_for(address);
        if (!reason.empty()) refusal = reason;
        return !reason.empty();
      });
    }
    if (addresses.empty()) {
      co_return ended(CallEnd::forbidden, url->host + " is " + std::string(refusal) +
                                              ", refused without --allow-private-destinations");
    }
    CallResult result;
    for (std::size_t i = 0; i < addresses.size() && Clock::now() < connect_deadline; ++i) {
      auto tried = std::make_shared<ClientConnection>(context_, url->tls ? &tls_ : nullptr);
      const auto now = Clock::now();
      tried->set_deadline(now + (connect_deadline - now) / (addresses.size() - i));
      busy_.insert(tried.get());
      result = co_await tried->connect({addresses[i], url->port}, url->host);
      busy_.erase(tried.get());
      if (result.end == CallEnd::answered) {
        *made = std::move(tried);
        break;
      }
    }
    co_return result;
  }

  Held take_idle(const std::string& origin) {
    const auto pool = idle_.find(origin);
    if (pool == idle_.end()) return nullptr;
    while (!pool->second.empty()) {
      Held connection = std::move(pool->second.back());
      pool->second.pop_back();
      --idle_count_;
      if (!connection->disturbed()) return connection;
    }
    return nullptr;
  }

  void keep(const std::string& origin, Held connection) {
    if (!connection->reusable() || idle_count_ >= options_.max_idle) return;
    connection->idle_since = Clock::now();
    idle_[origin].push_back(std::move(connection));
    ++idle_count_;
  }

  asio::io_context& context_;
  const ClientOptions options_;
  Resolver resolver_;
  asio::ssl::context tls_;
  std::unordered_map<std::string, std::vector<Held>> idle_;  // by origin, the latest last
  std::size_t idle_count_ = 0;
  std::unordered_set<ClientConnection*> busy_;
};

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Client::~Client() = default;

Result<std::unique_ptr<Client>> Client::make(asio::io_context& context, ClientOptions options) {
  auto impl = std::make_unique<Impl>(context, std::move(options));
  FS_TRY_STATUS(impl->prepare());
  return std::unique_ptr<Client>(new Client(std::move(impl)));
}

asio::awaitable<CallResult> Client::send(const OutgoingCall* call) { return impl_->send(call); }
void Client::sweep() { impl_->sweep(); }
void Client::abort() { impl_->abort(); }

}  // namespace fieldstone::http
