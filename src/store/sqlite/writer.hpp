// The one thread that writes: group commit. Private to store/sqlite.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/log.hpp"
#include "base/turns.hpp"
#include "store/hooks/hook_key.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/reader.hpp"
#include "store/unit/store.hpp"
#include "store/unit/unit_bounds.hpp"
#include "store/unit/waiter.hpp"

namespace fieldstone::store::sqlite {

class Writer {
 public:
  struct Limits {
    std::size_t max_queued = 0;
    std::size_t max_queued_each = 0;  // of one store
    std::size_t max_group = 0;
    std::chrono::milliseconds max_group_time{0};  // then the group takes in no more units
    UnitBounds unit;
  };

  struct Parts {
    std::unique_ptr<Connection> connection;
    std::unique_ptr<Connection> checkpointer;  // a second one to the same file
    Readers& readers;                          // of the same file
    const FileWatch& watch;                    // of the same file
    HookSignal& hooks;
  };

  // Requires: readers, watch, signal and logger outlive the writer.
  Writer(Parts parts, Limits limits, log::Logger& logger);
  // Finishes what is queued.
  ~Writer();

  // A unit for the queue, in which stores take turns. Its work stays valid until its waiter is
  // told.
  struct Order {
    StoreId store_id;
    WorkRef work;
    Bounded bounded = Bounded::no;
  };
  // Queues a unit and takes the waiter.
  // Errors: too_many_requests when the queue is full; the waiter stays the caller's.
  Status submit(const Order& order, std::unique_ptr<Waiter>& waiter);
  StoreStats stats() const;

 private:
  struct Unit {
    Order order;
    std::unique_ptr<Waiter> waiter;
    Status result;
    std::vector<HookKey> touched;
  };

  void run();
  std::vector<Unit> take_group();
  void commit_group(std::vector<Unit>& group);
  // Errors: what the whole group shares; its transaction is over or is to be rolled back.
  Status run_group(std::vector<Unit>& group);
  Status run_units(std::vector<Unit>& group);
  void give_back(std::vector<Unit>& group, std::size_t from);
  Status commit();
  void note_foreign_commits();
  void run_unit(Unit& unit, bool alone, GroupFacts& facts);
  Allowance allowance_of(const Order& order) const;
  Status run_work(Unit& unit, GroupFacts& facts);
  void tell_listener(const std::vector<Unit>& group);
  void roll_back(std::vector<Unit>& group, const Error& error);
  void count(const std::vector<Unit>& group);
  // How much of the log there is and how much of it is copied into the database.
  struct Progress {
    int logged = 0;
    int copied = 0;
  };
  Progress checkpoint(Connection& connection);
  void catch_up();
  void checkpoint_loop();
  void start_log_anew();
  void after_commit();
  void note_new_log(bool marked);

  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Connection> checkpointer_;
  Readers& readers_;
  const FileWatch& watch_;
  HookSignal& hooks_;
  Limits limits_;
  log::Logger& logger_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  Turns<Unit> queue_;
  bool stopping_ = false;

  std::atomic<int> wal_pages_ = 0;
  std::atomic<bool> nearly_copied_ = false;  // the writer may do what is left of a long log
  int asked_at_pages_ = 0;                   // of the log, when a checkpoint was last asked for
  int pages_before_ = 0;                     // of the log, after the last commit
  bool mark_due_ = true;                     // a log begins that has no mark yet (lineage)
  std::mutex checkpoint_mutex_;
  std::condition_variable checkpoint_wake_;
  bool checkpoint_wanted_ = false;
  bool checkpoint_stopping_ = false;

  std::atomic<std::uint64_t> commit_groups_ = 0;
  std::atomic<std::uint64_t> committed_units_ = 0;
  std::atomic<std::uint64_t> failed_commits_ = 0;
  std::atomic<std::uint64_t> foreign_commits_ = 0;
  std::int64_t data_version_ = 0;  // as of the last group; 0: none yet
  std::array<std::atomic<std::uint64_t>, StoreStats::kGroupBuckets> group_sizes_{};

  std::thread checkpoint_thread_;
  std::thread thread_;
};

}  // namespace fieldstone::store::sqlite
