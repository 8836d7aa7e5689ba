// Who gets which connection of a pool: no database is needed for that.
#include "store/postgres/job_queue.hpp"

#include <gtest/gtest.h>

#include <future>
#include <map>

namespace fieldstone::store::postgres {
namespace {

Status nothing(Tx&) { return {}; }

class Jobs : public testing::Test {
 protected:
  std::optional<std::future<Status>> read(JobQueue& queue, std::int64_t store) {
    return add([&](auto& waiter) { return queue.add_read(store, WorkRef(work_), waiter); });
  }
  std::optional<std::future<Status>> write(JobQueue& queue, std::int64_t store) {
    return add([&](auto& waiter) { return queue.add_write({store, WorkRef(work_)}, waiter); });
  }

 private:
  template <class Add>
  std::optional<std::future<Status>> add(Add add) {
    std::promise<Status> promise;
    auto ended = promise.get_future();
    std::unique_ptr<Waiter> waiter = std::make_unique<BlockingWaiter>(std::move(promise));
    if (!add(waiter)) return std::nullopt;
    return ended;
  }

  Status (*work_)(Tx&) = &nothing;
};

TEST_F(Jobs, ReadsOfStoresTakeTurnsAndOneHasHalfOfTheConnections) {
  JobQueue queue({}, Connections(4));
  std::vector<std::optional<std::future<Status>>> asked;
  for (const int store : {1, 1, 1, 1, 2, 2}) asked.push_back(read(queue, store));
  std::vector<Job> jobs;
  for (int i = 0; i < 4; ++i) jobs.push_back(*queue.take());
  std::map<std::int64_t, int> running;
  for (const Job& job : jobs) ++running[job.reader];
  EXPECT_EQ(running, (std::map<std::int64_t, int>{{1, 2}, {2, 2}}));
  queue.finish(jobs[1], nullptr);  // of store 2; a connection is free
  queue.finish(jobs[0], nullptr);  // of store 1: only now may it read again
  EXPECT_EQ(queue.take()->reader, 1);
}

TEST_F(Jobs, AFullQueueOfOneStoreLeavesRoomForOthers) {  // HTTP-163
  QueueLimits limits;
  limits.max_queued_each = 2;
  JobQueue queue(limits, Connections(2));
  std::vector<std::optional<std::future<Status>>> kept;
  for (int i = 0; i < 2; ++i) {
    kept.push_back(read(queue, 1));
    kept.push_back(write(queue, 1));
  }
  for (const auto& one : kept) EXPECT_TRUE(one);
  EXPECT_FALSE(read(queue, 1));
  EXPECT_FALSE(write(queue, 1));
  EXPECT_TRUE(read(queue, 2));
  EXPECT_TRUE(write(queue, 2));
}

}  // namespace
}  // namespace fieldstone::store::postgres
