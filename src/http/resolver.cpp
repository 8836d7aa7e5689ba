#include "http/resolver.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

#include <netdb.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
#define FS_LEAK_CHECK
#endif
#endif

namespace fieldstone::http {
namespace {

Resolver::Addresses look_up(const std::string& host, int flags = AI_ADDRCONFIG) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
  Resolver::Addresses addresses;
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    if (entry->ai_family == AF_INET) {
      asio::ip::tcp::endpoint endpoint;
      std::memcpy(endpoint.data(), entry->ai_addr, sizeof(sockaddr_in));
      addresses.push_back(endpoint.address());
    } else if (entry->ai_family == AF_INET6) {
      asio::ip::tcp::endpoint endpoint(asio::ip::tcp::v6(), 0);
      std::memcpy(endpoint.data(), entry->ai_addr, sizeof(sockaddr_in6));
      addresses.push_back(endpoint.address());
    }
  }
  freeaddrinfo(found);
  return addresses;
}

// The C library keeps memory of its own for a thread that looks up. A thread that the server leaves
// to itself may end while the process does; the leak check would report that memory then.
Resolver::Addresses look_up_aside(const std::string& host) {
#ifdef FS_LEAK_CHECK
  const __lsan::ScopedDisabler disabler;
#endif
  return look_up(host);
}

}  // namespace

// Outlives the resolver while threads are in getaddrinfo(), which can't be interrupted.
class Resolver::Pool : public std::enable_shared_from_this<Pool> {
 public:
  // What is looked up, and who waits for it: their timers are cancelled when it is there.
  struct Search {
    Addresses addresses;
    bool done = false;
    std::vector<asio::steady_timer*> waiting;
  };

  explicit Pool(asio::io_context& context) : context_(&context) {}

  std::shared_ptr<Search> search(const std::string& host) {
    auto& known = searches_[host];
    if (auto search = known.lock()) return search;
    auto search = std::make_shared<Search>();
    known = search;
    const std::lock_guard lock(mutex_);
    queue_.push_back({host, search});
    if (threads_ < kThreads && idle_ == 0) {
      ++threads_;
      std::thread([self = shared_from_this()] { self->run(); }).detach();
    }
    wake_.notify_one();
    return search;
  }

  void forget(const std::string& host) {
    const auto found = searches_.find(host);
    if (found != searches_.end() && found->second.expired()) searches_.erase(found);
  }

  void stop() {
    const std::lock_guard lock(mutex_);
    context_ = nullptr;
    queue_.clear();
    wake_.notify_all();
  }

 private:
  struct Wanted {
    std::string host;
    std::shared_ptr<Search> search;
  };

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      ++idle_;
      wake_.wait(lock, [this] { return context_ == nullptr || !queue_.empty(); });
      --idle_;
      if (context_ == nullptr) return;
      Wanted wanted = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      Addresses found = look_up_aside(wanted.host);
      lock.lock();
      if (context_ == nullptr) return;
      asio::post(*context_,
                 [search = std::move(wanted.search), found = std::move(found)]() mutable {
                   search->addresses = std::move(found);
                   search->done = true;
                   for (asio::steady_timer* timer : search->waiting) timer->cancel();
                 });
    }
  }

  std::unordered_map<std::string, std::weak_ptr<Search>> searches_;  // the loop's own
  std::mutex mutex_;
  std::condition_variable wake_;
  asio::io_context* context_;  // null: stopped
  std::deque<Wanted> queue_;
  unsigned threads_ = 0;
  unsigned idle_ = 0;
};

Resolver::Resolver(asio::io_context& context) : pool_(std::make_shared<Pool>(context)) {}

Resolver::Addresses Resolver::of_digits(const std::string& host) {
  return look_up(host, AI_NUMERICHOST);
}

Resolver::~Resolver() { pool_->stop(); }

asio::awaitable<Resolver::Addresses> Resolver::resolve(
    std::string host, std::chrono::steady_clock::time_point deadline) {
  boost::system::error_code not_digits;
  const auto address = asio::ip::make_address(host, not_digits);
  if (!not_digits) co_return Addresses{address};
  auto search = pool_->search(host);
  if (!search->done) {
    asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
    search->waiting.push_back(&timer);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    std::erase(search->waiting, &timer);
  }
  Addresses found = search->addresses;
  search.reset();
  pool_->forget(host);
  co_return found;
}

}  // namespace fieldstone::http
