// One I/O thread: its event loop, its connections, and what they share so that no request pays for
// it alone. Private to http/.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/request_ids.hpp"
#include "http/server.hpp"

namespace fieldstone::http {

class Connection;

// Deadlines are counted in these; nobody reads a clock per request for them.
inline constexpr std::chrono::milliseconds kTick{250};
using Tick = std::uint64_t;

// What all threads of a server share.
struct Services {
  ServerLimits limits;
  Handler& handler;
  std::vector<Observer*> observers;
  const Clock& clock;
  const TlsContext* tls = nullptr;  // null: plain HTTP
  MemoryBudget* memory = nullptr;   // null: without a bound
  std::atomic<std::uint64_t> open_connections = 0;
  std::atomic<bool> draining = false;
};

// Thread: everything but run(), drain() and abort() is called on the thread itself.
class IoThread {
 public:
  IoThread(Services& services, unsigned index);
  ~IoThread();
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;

  // Takes over a listening socket. Before run().
  void accept_from(asio::ip::tcp::acceptor acceptor);
  asio::io_context& context() { return context_; }
  // Runs until drained or aborted.
  void run();
  // Thread: any. Stops accepting and closes idle connections; run() returns when the last one has
  // ended.
  void drain();
  // Thread: any. run() returns at once.
  void abort() { context_.stop(); }

  Services& services() { return services_; }
  unsigned index() const { return index_; }
  void add(Connection& connection);
  void remove(Connection& connection);
  Tick now() const { return now_; }
  Tick deadline_after(std::chrono::milliseconds span) const;
  // Room for one read of any connection; holds nothing across a suspension.
  std::array<char, 64 * 1024>& scratch() { return scratch_; }
  // The Date header of this second.
  std::string_view date(TimeMs now);
  // Sixteen hex digits, unique over all threads and, by a random half, over restarts.
  std::array<char, 16> next_request_id() { return request_ids_.next(); }

 private:
  asio::awaitable<void> accept_loop();
  asio::awaitable<void> sweep_loop();
  void complain_of_accepting(std::string_view why);
  void turn_away(asio::ip::tcp::socket& socket);
  void finish_if_drained();

  Services& services_;
  unsigned index_;
  Tick now_ = 0;
  Tick next_complaint_ = 0;  // of connections that can't be accepted
  TimeS date_second_{-1};
  std::string date_;
  RequestIds request_ids_;
  std::array<char, 64 * 1024> scratch_;
  std::vector<Connection*> connections_;
  bool destroying_ = false;
  // Last: frames that it destroys still use what stands above.
  asio::io_context context_{1};
  asio::ip::tcp::acceptor acceptor_{context_};
  asio::steady_timer sweep_timer_{context_};
};

}  // namespace fieldstone::http
