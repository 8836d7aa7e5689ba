// Threads for work that would stall an I/O thread for longer than a request may, such as hashing a
// password. The queue is bounded: a flood is refused, not stored.
#pragma once

#include <atomic>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <type_traits>
#include <utility>

#include "base/result.hpp"

namespace fieldstone::http {

namespace asio = boost::asio;

// Thread: any.
class WorkerPool {
 public:
  WorkerPool(unsigned threads, std::size_t max_waiting)
      : max_waiting_(max_waiting), threads_(threads) {}
  // Finishes what was accepted. Requires: the loops of those who wait still exist.
  ~WorkerPool() { threads_.join(); }

  // Runs `work` on one of the threads and returns what it returns, on the caller's own thread.
  // Errors: too_many_requests when too much is waiting (HTTP-163).
  template <class F>
  asio::awaitable<Result<std::invoke_result_t<F&>>> run(F work) {
    using Outcome = Result<std::invoke_result_t<F&>>;
    if (waiting_.fetch_add(1) >= max_waiting_) {
      waiting_.fetch_sub(1);
      co_return fail(Code::too_many_requests, "HTTP-163");
    }
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Outcome)>(
        [this](auto handler, F job) {
          asio::post(
              threads_, [this, handler = std::move(handler), job = std::move(job)]() mutable {
                Outcome outcome = job();
                waiting_.fetch_sub(1);
                const auto executor = asio::get_associated_executor(handler);
                asio::post(executor,
                           [handler = std::move(handler), outcome = std::move(outcome)]() mutable {
                             std::move(handler)(std::move(outcome));
                           });
              });
        },
        asio::use_awaitable, std::move(work));
  }

 private:
  std::size_t max_waiting_;
  std::atomic<std::size_t> waiting_ = 0;
  asio::thread_pool threads_;
};

}  // namespace fieldstone::http
