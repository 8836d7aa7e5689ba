// Threads for work that would stall an I/O thread for longer than a request may, such as hashing a
// password. The queue is bounded: a flood is refused, not stored. Parties, which are stores, take
// turns: nobody waits behind all that another one has queued.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/turns.hpp"

namespace fieldstone::http {

namespace asio = boost::asio;

// Thread: any.
class WorkerPool {
 public:
  struct Limits {
    unsigned threads = 1;
    std::size_t max_waiting = 0;       // of all parties; what is under way does not count
    std::size_t max_waiting_each = 0;  // of one
    bool steps_back = false;           // behind the threads that answer requests
  };

  // always: what waits already is no reason to refuse.
  enum class Admission : std::uint8_t { bounded, always };

  explicit WorkerPool(Limits limits);
  // Finishes what is under way and refuses what waits. Requires: the loops of those who wait still
  // exist.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Runs `work` on one of the threads and returns what it returns, on the caller's own thread,
  // whose loop does not end before. Give it a named object: GCC 12 destroys the captures of a
  // lambda twice when it is a temporary of the co_await. Errors: too_many_requests when too much is
  // waiting (HTTP-163); internal when `work` throws.
  template <class F>
  asio::awaitable<Result<std::invoke_result_t<F&>>> run(std::int64_t party, F work,
                                                        Admission admission = Admission::bounded) {
    using Outcome = Result<std::invoke_result_t<F&>>;
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Outcome)>(
        [this, party, admission](auto handler, F job) {
          auto loop = asio::make_work_guard(handler);
          auto answer = [loop = std::move(loop),
                         handler = std::move(handler)](Outcome outcome) mutable {
            asio::post(loop.get_executor(),
                       [handler = std::move(handler), outcome = std::move(outcome)]() mutable {
                         std::move(handler)(std::move(outcome));
                       });
          };
          auto task = std::make_unique<Task<F, Outcome, decltype(answer)>>(std::move(job),
                                                                           std::move(answer));
          if (auto refused = submit(party, std::move(task), admission)) refused->refuse();
        },
        asio::use_awaitable, std::move(work));
  }

 private:
  class Job {
   public:
    virtual ~Job() = default;
    virtual void run() = 0;
    virtual void refuse() = 0;
  };
  template <class F, class Outcome, class Answer>
  class Task final : public Job {
   public:
    Task(F work, Answer answer) : work_(std::move(work)), answer_(std::move(answer)) {}
    void run() override { answer_(attempt()); }
    void refuse() override { answer_(fail(Code::too_many_requests, "HTTP-163")); }

   private:
    Outcome attempt() {
      try {
        return work_();
      } catch (const std::exception&) {
        return fail(Code::internal, {}, "work of a pool threw");
      }
    }
    F work_;
    Answer answer_;
  };

  // Gives the job back where there is no room for it.
  std::unique_ptr<Job> submit(std::int64_t party, std::unique_ptr<Job> job, Admission admission);
  void work_off(bool steps_back);

  std::mutex mutex_;
  std::condition_variable wake_;
  Turns<std::unique_ptr<Job>> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace fieldstone::http
