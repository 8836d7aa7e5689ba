// Names into addresses without blocking the loop. Private to http/.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace fieldstone::http {

namespace asio = boost::asio;

// A few threads of its own, so that a name server that does not answer for one destination does not
// hold up the others; a name is looked up once at a time however many ask.
// Thread: the one that runs the io_context.
class Resolver {
 public:
  static constexpr unsigned kThreads = 8;

  explicit Resolver(asio::io_context& context);
  // Leaves look-ups under way to themselves.
  ~Resolver();

  using Addresses = std::vector<asio::ip::address>;
  // Empty: unknown, or not known in time. An address in digits is itself.
  asio::awaitable<Addresses> resolve(std::string host,
                                     std::chrono::steady_clock::time_point deadline);
  // The address that a host spells in digits, as getaddrinfo() reads them: 127.1 is one. Empty for
  // a name. Asks nobody. Thread: any.
  static Addresses of_digits(const std::string& host);

 private:
  class Pool;
  std::shared_ptr<Pool> pool_;
};

}  // namespace fieldstone::http
