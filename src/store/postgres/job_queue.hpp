// The connections of a pool and what waits for one: reads, and writes by store.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/turns.hpp"
#include "store/postgres/connection.hpp"
#include "store/unit/store.hpp"
#include "store/unit/unit_bounds.hpp"
#include "store/unit/waiter.hpp"

namespace fieldstone::store::postgres {

using Clock = std::chrono::steady_clock;
using Connections = std::vector<std::unique_ptr<Connection>>;

struct Unit {
  WorkRef work;
  std::unique_ptr<Waiter> waiter;
  Clock::time_point deadline;  // for its start
  Bounded bounded = Bounded::no;
};

// What one worker does next: one read, or the writes of one store that go into one transaction.
struct Job {
  std::vector<Unit> units;
  std::optional<std::int64_t> store;       // absent: a read
  std::int64_t reader = 0;                 // the store that reads
  std::unique_ptr<Connection> connection;  // null: to be opened, or known to be gone
};

struct QueueLimits {
  std::size_t max_queued = 10'000;
  std::size_t max_queued_each = 5'000;  // of one store: its reads, and its writes
  std::size_t max_group = 64;           // units in one COMMIT
  std::size_t max_writers = 6;          // workers that may be busy with writes, so that reads go on
  std::chrono::milliseconds max_wait{5'000};
  UnitBounds unit{.time = std::chrono::seconds(30)};  // of a request that writes
};

// Whose reads belong to no store: look-ups of tokens, probes, commands. All are short.
inline constexpr std::int64_t kNoStore = 0;

// Reads of the stores take turns, and those of one store have at most half of the connections.
// Writes of one store are handed out to one worker at a time: they would wait for each other
// anyway, and a busy store must not occupy every connection.
// Thread: any.
class JobQueue {
 public:
  // Null connections are opened by those who take a job.
  JobQueue(QueueLimits limits, Connections connections);
  ~JobQueue();
  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;

  // Takes the waiter on success. Errors: too_many_requests when the queue is full (HTTP-163).
  Status add_read(std::int64_t store, WorkRef work, std::unique_ptr<Waiter>& waiter);
  struct Write {
    std::int64_t store = 0;
    WorkRef work;
    Bounded bounded = Bounded::no;
  };
  Status add_write(const Write& write, std::unique_ptr<Waiter>& waiter);

  const QueueLimits& limits() const { return limits_; }

  // Waits for a job and a connection for it; absent once the queue is closed and empty.
  std::optional<Job> take();
  // Takes back the connection of a job that is over.
  void finish(const Job& job, std::unique_ptr<Connection> connection);
  // The same of one that was lent.
  void take_back(std::unique_ptr<Connection> connection);
  // An open connection that nobody waits for, or null. A quarter of them is never lent: who borrows
  // takes no turns.
  std::unique_ptr<Connection> borrow();
  // Whoever has borrowed may come back later still.
  void close();

  std::size_t queued_writes() const;

 private:
  struct StoreQueue {
    std::deque<Unit> units;
    bool busy = false;  // a worker writes to it
  };

  bool has_job() const;
  bool may_read(std::int64_t store) const;
  void keep(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> take_connection();
  Job take_read();
  Job take_write();
  void finish_write(std::int64_t store);
  void expire(std::deque<Unit>& units, std::vector<Unit>& late, Clock::time_point now);
  void watch();

  const QueueLimits limits_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable watch_again_;
  Connections idle_;  // null: not opened yet; the last is used next
  Turns<Unit> reads_;
  const std::size_t max_readers_each_;
  const std::size_t never_lent_;
  std::unordered_map<std::int64_t, std::size_t> readers_;  // connections that read, by store
  std::unordered_map<std::int64_t, StoreQueue> stores_;    // with units, or busy
  std::deque<std::int64_t> ready_;                         // with units, not busy
  std::size_t queued_ = 0;
  std::size_t writers_ = 0;
  bool write_was_last_ = false;
  bool closed_ = false;
  std::thread watcher_;  // answers those who waited too long
};

}  // namespace fieldstone::store::postgres
