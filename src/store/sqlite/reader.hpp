// Reading on many threads: a connection for each, which keeps its snapshot from one unit of work to
// the next for as long as nobody commits. Private to store/sqlite.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/log.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/file_watch.hpp"
#include "store/sqlite/kept_mapping.hpp"
#include "store/unit/store.hpp"

namespace fieldstone::store::sqlite {

// One thread's read-only connection. Beginning and ending a read transaction costs three system
// calls; asking the WAL index, which is shared memory, whether anybody committed costs none.
class Reader {
 public:
  // Requires: logger outlives the reader.
  Reader(std::unique_ptr<Connection> connection, log::Logger& logger)
      : connection_(std::move(connection)), logger_(logger) {}

  // Runs the work in a snapshot that has every commit up to now, this process's or another's.
  // Absent: it was too much for the allowance, and nothing has happened.
  // Thread: the reader's own.
  std::optional<Status> run(WorkRef work, const Allowance& allowance);
  // Whether it has run so often that memory for it is well spent. Thread: any.
  bool busy() const { return runs_.load(std::memory_order_relaxed) >= kBusyRuns; }
  // The connection, outside any transaction. Thread: the reader's own.
  Connection& connection();
  // Ends a snapshot that is outdated, or of no use since the last call. Tells whether one is still
  // held. Thread: any.
  bool let_go();
  // Ends the snapshot, waiting for the work that uses it. Thread: any.
  void give_up();
  // See Connection::bound_memory(). Thread: any.
  Status bound_memory(std::int64_t mapped_bytes, std::int64_t cached_bytes);

 private:
  // What walIndexTryHdr() of SQLite compares: two copies of the header of the WAL index, which
  // every commit rewrites (https://sqlite.org/walformat.html, 2.1).
  static constexpr std::size_t kHeaderWords = 24;
  // Beyond what threads read that do not answer requests: at the start, now and then, for hooks.
  static constexpr std::uint32_t kBusyRuns = 500;
  using Header = std::array<std::uint32_t, kHeaderWords>;

  Header header() const;
  bool is_current() const { return index_ != nullptr && header() == seen_; }
  Status begin();
  void end();
  Status guarded(WorkRef work);
  void find_index();

  std::atomic<std::uint32_t> runs_ = 0;
  std::mutex mutex_;  // of all below
  KeptMapping mapping_;
  std::unique_ptr<Connection> connection_;
  log::Logger& logger_;
  const volatile std::uint32_t* index_ = nullptr;  // null: not known, no snapshot is kept
  Header seen_{};
  bool held_ = false;
  bool used_ = false;  // since the last let_go()
};

// The readers of one store.
class Readers {
 public:
  // Requires: logger and files outlive the readers. No files: nobody writes.
  Readers(OpenOptions options, const FileWatch* files, log::Logger& logger);
  ~Readers();

  // That of the calling thread.
  Result<Reader*> mine();
  Status run(WorkRef work);
  // Absent: it was too much for the allowance, and nothing has happened.
  std::optional<Status> run_within(WorkRef work, const Allowance& allowance);
  // Ends the snapshots that nobody is using just now and that are outdated: they stand in the way
  // of a checkpoint. Thread: any.
  void let_go();
  // Ends every snapshot, waiting for the work that is under way: as long as one is held, no write
  // can start the log anew. Thread: any.
  void give_up();
  // Closes every connection. Requires: nobody reads any more, now or later.
  void close();

 private:
  // All busy readers together: a mapped page counts as the process's memory, though the kernel may
  // take it back. Mappings serve the part of the file that they reach, caches the rest.
  static constexpr std::int64_t kMappedBytes = 160 << 20;
  static constexpr std::int64_t kCachedBytes = 64 << 20;
  // Each other one.
  static constexpr std::int64_t kLeastMappedBytes = 8 << 20;
  static constexpr std::int64_t kLeastCachedBytes = 4 << 20;

  void watch();
  Status share_memory();

  OpenOptions options_;
  const FileWatch* files_;
  log::Logger& logger_;
  std::uint64_t serial_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reader>> readers_;

  // Sleeps while no snapshot is held.
  std::atomic<bool> watching_ = false;
  std::mutex watch_mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread watcher_;
};

}  // namespace fieldstone::store::sqlite
