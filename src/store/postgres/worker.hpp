// One thread that takes jobs from the queue and runs them, each over the connection it comes with.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/log.hpp"
#include "store/hooks/hook_key.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/job_queue.hpp"
#include "store/sql/dialect.hpp"

namespace fieldstone::store::postgres {

inline constexpr Dialect kDialect(Engine::postgres);

// Runs a unit of work; what it throws is an internal error.
Status run_guarded(WorkRef work, Tx& tx, log::Logger& logger);

// Runs a unit of work that only reads, against one snapshot.
// After a fault the connection may be left in a failed transaction.
Status read_in_snapshot(WorkRef work, Connection& connection, log::Logger& logger);

// When to try again to connect, for all workers: after a failure they answer `unavailable` at once
// and one of them tries from time to time.
// Thread: any.
class Reconnect {
 public:
  // Whether the caller shall try now.
  bool may_try();
  void failed();
  void succeeded();

 private:
  std::mutex mutex_;
  bool failing_ = false;
  Clock::duration pause_{};
  Clock::time_point next_try_;
};

// Counts of commits, for /metrics. Thread: any.
class CommitCounts {
 public:
  void committed(std::size_t units);
  void failed() { ++failed_; }
  void add_to(StoreStats& stats) const;

 private:
  std::atomic<std::uint64_t> groups_ = 0;
  std::atomic<std::uint64_t> units_ = 0;
  std::atomic<std::uint64_t> failed_ = 0;
  std::atomic<std::uint64_t> buckets_[StoreStats::kGroupBuckets] = {};
};

class Worker {
 public:
  // What all workers of a store share; it outlives them.
  struct Shared {
    const ConnectOptions& connect;
    JobQueue& queue;
    Reconnect& reconnect;
    CommitCounts& counts;
    HookSignal& hooks;
    log::Logger& logger;
  };

  explicit Worker(Shared shared);
  // Requires: the queue is closed. Waits until it is empty.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

 private:
  // What became of an attempt at a transaction.
  enum class Outcome : std::uint8_t { done, undone, again };

  void run();
  Status connect();
  void run_read(Job& job);
  Outcome try_read(WorkRef work, Status& status);
  void run_writes(Job& job);
  Outcome try_writes(const Job& job, std::vector<Status>& results);
  Outcome run_units(const Job& job, std::vector<Status>& results);
  Status run_bounded(const Unit& unit, Tx& tx);
  void tell_listener(const std::vector<Status>& results);
  void commit(std::vector<Status>& results);
  // Rolls back after a failure; says whether the same may succeed when tried again.
  Outcome give_up();

  Shared shared_;
  std::unique_ptr<Connection> connection_;     // of the job
  std::vector<std::vector<HookKey>> touched_;  // by each unit of the job
  std::thread thread_;
};

}  // namespace fieldstone::store::postgres
