// Waiting for a unit of work that a thread of an engine does: as a coroutine, or blocking.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace fieldstone::store {

// Whoever wants to know how a unit of work ended. One of complete() and resume() is called, once.
class Waiter {
 public:
  virtual ~Waiter() = default;
  // Thread: any; it must only pass the status on.
  virtual void complete(Status status) = 0;
  // Where complete() passes the status to; null: the status may be had anywhere.
  virtual const boost::asio::any_io_executor* executor() const { return nullptr; }
  // Thread: the executor's.
  virtual void resume(Status status) { complete(std::move(status)); }
};

// A unit of work that has ended.
struct Ended {
  std::unique_ptr<Waiter> waiter;
  Status status;
};

// Completes all of them; those of one executor are handed to it in one piece. It resumes a few at a
// time with other work in between, so that a large group does not stand in the way of reads.
// Thread: any.
void complete_together(std::vector<Ended> units);

// Hands the status to a coroutine on its own executor.
template <class Handler>
class CoroutineWaiter final : public Waiter {
 public:
  explicit CoroutineWaiter(Handler handler)
      : handler_(std::move(handler)), executor_(boost::asio::get_associated_executor(handler_)) {}

  void complete(Status status) override {
    boost::asio::post(executor_,
                      [handler = std::move(handler_), status = std::move(status)]() mutable {
                        std::move(handler)(std::move(status));
                      });
  }
  const boost::asio::any_io_executor* executor() const override { return &executor_; }
  void resume(Status status) override { std::move(handler_)(std::move(status)); }

 private:
  Handler handler_;
  boost::asio::any_io_executor executor_;
};

class BlockingWaiter final : public Waiter {
 public:
  explicit BlockingWaiter(std::promise<Status> promise) : promise_(std::move(promise)) {}
  void complete(Status status) override { promise_.set_value(std::move(status)); }

 private:
  std::promise<Status> promise_;
};

// `submit` takes a std::unique_ptr<Waiter>& and hands it to whoever does the work; when it returns
// an error it must have left the waiter where it was.
template <class Submit>
boost::asio::awaitable<Status> submitted(Submit submit) {
  co_return co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                                 void(Status)>(
      [](auto handler, Submit hand_over) {
        std::unique_ptr<Waiter> waiter =
            std::make_unique<CoroutineWaiter<decltype(handler)>>(std::move(handler));
        if (auto queued = hand_over(waiter); !queued) waiter->complete(std::move(queued));
      },
      boost::asio::use_awaitable, std::move(submit));
}

template <class Submit>
Status submitted_blocking(Submit submit) {
  std::promise<Status> promise;
  std::future<Status> done = promise.get_future();
  std::unique_ptr<Waiter> waiter = std::make_unique<BlockingWaiter>(std::move(promise));
  FS_TRY_STATUS(submit(waiter));
  return done.get();
}

}  // namespace fieldstone::store
