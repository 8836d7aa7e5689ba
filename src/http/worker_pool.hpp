// Threads for work that would stall an I/O thread for longer than a request may, such as hashing a
// password. The queue is bounded: a flood is refused, not stored.
#pragma once

#include <atomic>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
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

  // Runs `work` on one of the threads and returns what it returns, on the caller's own thread,
  // whose loop does not end before. Give it a named object: GCC 12 destroys the captures of a
  // lambda twice when it is a temporary of the co_await. Errors: too_many_requests when too much is
  // waiting (HTTP-163); internal when `work` throws.
  template <class F>
  asio::awaitable<Result<std::invoke_result_t<F&>>> run(F work) {
    using Outcome = Result<std::invoke_result_t<F&>>;
    if (waiting_.fetch_add(1) >= max_waiting_) {
      waiting_.fetch_sub(1);
      co_return fail(Code::too_many_requests, "HTTP-163");
    }
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Outcome)>(
        [this](auto handler, F job) {
          auto loop = asio::make_work_guard(handler);
          asio::post(threads_, [this, loop = std::move(loop), handler = std::move(handler),
                                job = std::move(job)]() mutable {
            Outcome outcome = attempt<Outcome>(job);
            waiting_.fetch_sub(1);
            asio::post(loop.get_executor(),
                       [handler = std::move(handler), outcome = std::move(outcome)]() mutable {
                         std::move(handler)(std::move(outcome));
                       });
          });
        },
        asio::use_awaitable, std::move(work));
  }

 private:
  template <class Outcome, class F>
  static Outcome attempt(F& job) {
    try {
      return job();
    } catch (const std::exception&) {
      return fail(Code::internal, {}, "work of a pool threw");
    }
  }

  std::size_t max_waiting_;
  std::atomic<std::size_t> waiting_ = 0;
  asio::thread_pool threads_;
};

}  // namespace fieldstone::http
