#include "store/unit/waiter.hpp"

#include <gtest/gtest.h>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/io_context.hpp>
#include <string>

namespace fieldstone::store {
namespace {

namespace asio = boost::asio;

class Group {
 public:
  // A unit whose coroutine runs on the loop. It refuses each third, so that statuses differ.
  void add(asio::io_context& loop, int number) {
    const asio::any_io_executor executor = loop.get_executor();
    auto handler = asio::bind_executor(executor, [this, number](const Status& status) {
      resumed_.push_back(number);
      EXPECT_EQ(status.has_value(), number % 3 != 0) << number;
    });
    Status status = number % 3 == 0 ? Status(fail(Code::conflict, {})) : Status();
    units_.push_back({std::make_unique<CoroutineWaiter<decltype(handler)>>(std::move(handler)),
                      std::move(status)});
  }
  void complete() { complete_together(std::move(units_)); }
  const std::vector<int>& resumed() const { return resumed_; }

 private:
  std::vector<Ended> units_;
  std::vector<int> resumed_;
};

TEST(Waiter, GroupsResumeInOrderEachOnItsLoop) {
  asio::io_context first;
  asio::io_context second;
  Group group;
  for (int number = 0; number < 40; ++number) group.add(number % 2 == 0 ? first : second, number);
  group.complete();
  EXPECT_TRUE(group.resumed().empty()) << "only a loop resumes";
  first.run();
  std::vector<int> expected;
  for (int number = 0; number < 40; number += 2) expected.push_back(number);
  EXPECT_EQ(group.resumed(), expected);
  second.run();
  EXPECT_EQ(group.resumed().size(), 40U);
}

TEST(Waiter, OtherWorkGetsInBetweenALargeGroup) {
  asio::io_context loop;
  Group group;
  for (int number = 0; number < 100; ++number) group.add(loop, number);
  group.complete();
  std::size_t resumed_before = 0;
  asio::post(loop, [&] { resumed_before = group.resumed().size(); });
  loop.run();
  EXPECT_EQ(group.resumed().size(), 100U);
  EXPECT_LE(resumed_before, 16U);
}

TEST(Waiter, WhoeverBlocksIsToldAtOnce) {
  std::promise<Status> promise;
  auto told = promise.get_future();
  std::vector<Ended> units;
  units.push_back({std::make_unique<BlockingWaiter>(std::move(promise)), fail(Code::conflict, {})});
  complete_together(std::move(units));
  ASSERT_EQ(told.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  EXPECT_EQ(told.get().error().code, Code::conflict);
}

}  // namespace
}  // namespace fieldstone::store
