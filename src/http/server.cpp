#include "http/server.hpp"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/scheduling.hpp"
#include "http/io_thread.hpp"

namespace fieldstone::http {
namespace {

using asio::ip::tcp;
using boost::system::error_code;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

Failure cannot_listen(const ServerOptions& options, const error_code& error) {
  return fail(Code::unavailable, {},
              "can't listen on " + options.address + " port " + std::to_string(options.port) +
                  ": " + error.message());
}

enum class Sharing : unsigned char { alone, among_threads };

Result<tcp::acceptor> open_acceptor(asio::io_context& context, const tcp::endpoint& endpoint,
                                    Sharing sharing, const ServerOptions& options) {
  tcp::acceptor acceptor(context);
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && sharing == Sharing::among_threads) acceptor.set_option(ReusePort(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return cannot_listen(options, error);
  return acceptor;
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Handler& handler, std::vector<Observer*> observers,
       const Clock& clock)
      : options_(std::move(options)),
        services_{options_.limits, handler, std::move(observers), clock} {
    services_.memory = options_.memory;
  }

  Status listen() {
    if (options_.tls) {
      FS_TRY(tls_, TlsContext::load(*options_.tls));
      services_.tls = tls_.get();
    }
    error_code error;
    const std::string name =
        options_.address == "localhost" ? std::string("127.0.0.1") : options_.address;
    const auto address = asio::ip::make_address(name, error);
    if (error) return cannot_listen(options_, error);
    tcp::endpoint endpoint(address, options_.port);
    const unsigned count = std::max(1U, options_.threads);
    if (count > 1 && options_.port != 0) {
      // With SO_REUSEPORT a second server would silently share the port: ask without it first.
      asio::io_context probe;
      FS_TRY(const auto acceptor, open_acceptor(probe, endpoint, Sharing::alone, options_));
    }
    for (unsigned i = 0; i < count; ++i) {
      threads_.push_back(std::make_unique<IoThread>(services_, i));
      FS_TRY(auto acceptor,
             open_acceptor(threads_.back()->context(), endpoint,
                           count > 1 ? Sharing::among_threads : Sharing::alone, options_));
      endpoint.port(acceptor.local_endpoint().port());
      threads_.back()->accept_from(std::move(acceptor));
    }
    endpoint_ = endpoint;
    return {};
  }

  void start() {
    running_ = threads_.size();
    for (auto& thread : threads_) {
      workers_.emplace_back([this, loop = thread.get()] {
        ask_for_short_turns();
        loop->run();
        {
          const std::lock_guard lock(mutex_);
          --running_;
        }
        ended_.notify_all();
      });
    }
  }

  void stop() {
    if (workers_.empty()) return;
    services_.draining = true;
    for (auto& thread : threads_) thread->drain();
    {
      std::unique_lock lock(mutex_);
      ended_.wait_for(lock, options_.limits.drain_timeout, [this] { return running_ == 0; });
    }
    for (auto& thread : threads_) thread->abort();
    for (std::thread& worker : workers_) worker.join();
    workers_.clear();
  }

  Status reload_tls() { return tls_ ? tls_->reload() : Status(); }
  bool encrypted() const { return tls_ != nullptr; }
  const tcp::endpoint& endpoint() const { return endpoint_; }
  std::uint64_t open_connections() const {
    return services_.open_connections.load(std::memory_order_relaxed);
  }

 private:
  ServerOptions options_;
  std::unique_ptr<TlsContext> tls_;
  Services services_;
  tcp::endpoint endpoint_;
  std::vector<std::unique_ptr<IoThread>> threads_;
  std::vector<std::thread> workers_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t running_ = 0;
};

Result<std::unique_ptr<Server>> Server::listen(ServerOptions options, Handler& handler,
                                               std::vector<Observer*> observers,
                                               const Clock& clock) {
  auto impl = std::make_unique<Impl>(std::move(options), handler, std::move(observers), clock);
  FS_TRY_STATUS(impl->listen());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { stop(); }

std::uint16_t Server::port() const { return impl_->endpoint().port(); }

std::string Server::url() const {
  const auto address = impl_->endpoint().address();
  const std::string host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return (impl_->encrypted() ? "https://" : "http://") + host + ":" + std::to_string(port());
}

void Server::start() { impl_->start(); }
Status Server::reload_tls() { return impl_->reload_tls(); }
void Server::stop() { impl_->stop(); }
std::uint64_t Server::open_connections() const { return impl_->open_connections(); }

}  // namespace fieldstone::http
