#include "http/worker_pool.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

namespace fieldstone::http {
namespace {

TEST(WorkerPool, WorksElsewhereAndAnswersHere) {  // CU-172
  asio::io_context loop;
  WorkerPool pool({1, 8, 8});
  const auto here = std::this_thread::get_id();
  bool done = false;
  const auto ask = [&]() -> asio::awaitable<void> {
    const auto there = co_await pool.run(1, [] { return std::this_thread::get_id(); });
    EXPECT_TRUE(there && *there != here);
    EXPECT_EQ(std::this_thread::get_id(), here);
    done = true;
  };
  asio::co_spawn(loop, ask(), asio::detached);
  loop.run();
  EXPECT_TRUE(done);
}

// One job keeps the only thread busy until the gate opens; others wait or are refused.
struct Busy {
  explicit Busy(WorkerPool::Limits limits) : pool(limits) {
    asio::co_spawn(loop, occupy(), asio::detached);
    loop.poll();
    started.get_future().wait();
  }
  asio::awaitable<void> occupy() {
    const auto done = co_await pool.run(0, [this] {
      started.set_value();
      opened.get_future().wait();
      return 0;
    });
    EXPECT_TRUE(done);
  }
  asio::awaitable<void> ask(std::int64_t party) {
    const auto answer = co_await pool.run(party, [this, party] {
      order.push_back(party);
      return 1;
    });
    if (!answer) refused.push_back(party);
  }
  void run() {
    loop.poll();  // who is refused hears of it now
    refused_at_once = refused.size();
    opened.set_value();
    loop.run();
  }

  asio::io_context loop;
  std::promise<void> started;
  std::promise<void> opened;
  std::vector<std::int64_t> order;
  std::vector<std::int64_t> refused;
  std::size_t refused_at_once = 0;
  WorkerPool pool;
};

TEST(WorkerPool, RefusesWhatItCannotHold) {  // HTTP-163
  Busy busy({1, 3, 2});
  for (const std::int64_t party : {1, 1, 1, 2, 3}) {
    asio::co_spawn(busy.loop, busy.ask(party), asio::detached);
  }
  busy.run();
  EXPECT_EQ(busy.refused, (std::vector<std::int64_t>{1, 3}));  // too much of one, too much of all
  EXPECT_EQ(busy.refused_at_once, 2U);
  EXPECT_EQ(busy.order.size(), 3U);
}

TEST(WorkerPool, PartiesTakeTurns) {  // CU-172
  Busy busy({1, 100, 100});
  for (const std::int64_t party : {1, 1, 1, 1, 2, 2}) {
    asio::co_spawn(busy.loop, busy.ask(party), asio::detached);
  }
  busy.run();
  EXPECT_EQ(busy.order, (std::vector<std::int64_t>{1, 2, 1, 2, 1, 1}));
}

TEST(WorkerPool, WorkThatThrowsIsAnErrorOfItsCaller) {
  asio::io_context loop;
  WorkerPool pool({1, 1, 1});
  int failed = 0;
  const auto ask = [&]() -> asio::awaitable<void> {
    for (int i = 0; i < 2; ++i) {  // the second finds the place free again
      const auto answer =
          co_await pool.run(1, []() -> int { throw std::runtime_error("out of something"); });
      if (!answer && answer.error().code == Code::internal) ++failed;
    }
  };
  asio::co_spawn(loop, ask(), asio::detached);
  loop.run();
  EXPECT_EQ(failed, 2);
}

}  // namespace
}  // namespace fieldstone::http
