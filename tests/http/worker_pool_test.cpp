#include "http/worker_pool.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <stdexcept>
#include <thread>

namespace fieldstone::http {
namespace {

TEST(WorkerPool, WorksElsewhereAndAnswersHere) {  // CU-172
  asio::io_context loop;
  WorkerPool pool(1, 8);
  const auto here = std::this_thread::get_id();
  bool done = false;
  const auto ask = [&]() -> asio::awaitable<void> {
    const auto there = co_await pool.run([] { return std::this_thread::get_id(); });
    EXPECT_TRUE(there && *there != here);
    EXPECT_EQ(std::this_thread::get_id(), here);
    done = true;
  };
  asio::co_spawn(loop, ask(), asio::detached);
  loop.run();
  EXPECT_TRUE(done);
}

TEST(WorkerPool, RefusesWhatItCannotHold) {  // HTTP-163
  asio::io_context loop;
  WorkerPool pool(1, 2);
  std::promise<void> gate;
  const auto opened = gate.get_future().share();
  int done = 0;
  int refused = 0;
  const auto ask = [&]() -> asio::awaitable<void> {
    const auto answer = co_await pool.run([&] {
      opened.wait();
      return 1;
    });
    if (answer) {
      ++done;
    } else {
      EXPECT_EQ(answer.error().code, Code::too_many_requests);
      if (++refused == 3) gate.set_value();  // the others wait for as long as these are refused
    }
  };
  for (int i = 0; i < 5; ++i) asio::co_spawn(loop, ask(), asio::detached);
  loop.run();
  EXPECT_EQ(done, 2);
  EXPECT_EQ(refused, 3);
}

TEST(WorkerPool, WorkThatThrowsIsAnErrorOfItsCaller) {
  asio::io_context loop;
  WorkerPool pool(1, 1);
  int failed = 0;
  const auto ask = [&]() -> asio::awaitable<void> {
    for (int i = 0; i < 2; ++i) {  // the second finds the place free again
      const auto answer =
          co_await pool.run([]() -> int { throw std::runtime_error("out of something"); });
      if (!answer && answer.error().code == Code::internal) ++failed;
    }
  };
  asio::co_spawn(loop, ask(), asio::detached);
  loop.run();
  EXPECT_EQ(failed, 2);
}

}  // namespace
}  // namespace fieldstone::http
