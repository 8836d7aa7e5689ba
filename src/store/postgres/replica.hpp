// Reads on a replica, for those who can't tell the difference: a read goes there only once the
// replica has replayed everything that was acknowledged, by any process, before the read arrived.
// Else it goes to the primary.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include "base/log.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/job_queue.hpp"
#include "store/postgres/wal_position.hpp"
#include "store/postgres/worker.hpp"

namespace fieldstone::store::postgres {

struct ReplicaOptions {
  ConnectOptions connect;  // one server: a pooler must not spread transactions over several
  std::size_t connections = 8;
  // How long a read waits for the replica to follow. Then it, and for a while all others, go to
  // the primary.
  std::chrono::milliseconds patience{20};
};

// Thread: any.
class Replica {
 public:
  // What it works with, and leaves to the primary. Requires: it outlives the replica.
  struct Shared {
    const ConnectOptions& primary;
    JobQueue& primary_queue;
    log::Logger& logger;
  };

  Replica(ReplicaOptions options, Shared shared);
  // Finishes what is queued, or leaves it to the primary.
  ~Replica();
  Replica(const Replica&) = delete;
  Replica& operator=(const Replica&) = delete;

  // Whether it is worth trying.
  bool usable() const { return Clock::now().time_since_epoch().count() >= not_before_; }
  // Takes the waiter on success. Errors: too_many_requests when the queue is full (HTTP-163).
  Status add_read(std::int64_t store, WorkRef work, std::unique_ptr<Waiter>& waiter);

  std::uint64_t reads() const { return reads_; }
  std::uint64_t left_to_primary() const { return left_; }

 private:
  class Reader;

  void rest();
  void leave_to_primary(Job& job);

  const ReplicaOptions options_;
  const Shared shared_;
  PrimaryPosition position_;
  Reconnect reconnect_;
  JobQueue queue_;
  std::atomic<Clock::rep> not_before_ = 0;
  std::atomic<std::uint64_t> reads_ = 0;
  std::atomic<std::uint64_t> left_ = 0;
  std::vector<std::unique_ptr<Reader>> readers_;
};

}  // namespace fieldstone::store::postgres
