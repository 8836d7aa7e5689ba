// The store on one SQLite file: readers of their own on every thread, one writer with group commit.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/log.hpp"
#include "store/sqlite/long_reads.hpp"
#include "store/unit/store.hpp"
#include "store/unit/unit_bounds.hpp"
#include "store/whole/opening.hpp"

namespace fieldstone::store::sqlite {

struct SqliteOptions {
  std::string path;
  Opening opening = Opening::upgrade;
  std::chrono::milliseconds busy_timeout{5000};  // how long to wait for another process's write
  std::size_t max_queued_writes = 10'000;        // beyond: too_many_requests (HTTP-163)
  std::size_t max_queued_writes_each = 5'000;    // the same of one store
  std::size_t max_group = 512;                   // units in one COMMIT
  std::chrono::milliseconds max_group_time{50};  // then the group is committed as it is
  UnitBounds unit;                               // of a request
  LongReadLimits long_reads;
};

class FileWatch;
class Readers;
class Writer;

// Reads run inline on the calling thread against a WAL snapshot, which is kept for the next read
// while nobody commits. A request's read that turns out to be long begins anew on a thread for
// such. Writes run on one writer thread: it takes what is queued, runs each unit in a SAVEPOINT of
// one transaction, commits once with synchronous=FULL and only then wakes the waiters. A failing
// unit rolls back alone; when COMMIT fails all units of the group do.
class SqliteStore final : public Store {
 public:
  // Opens the file, makes it and brings it to this version's schema, as far as the opening goes.
  // Whoever else may read a new file is the operator's business: its rights are 0600.
  // Requires: logger outlives the store. Errors: unavailable with a sentence for the operator.
  static Result<std::unique_ptr<SqliteStore>> open(SqliteOptions options, log::Logger& logger);
  // Finishes the queued writes. Requires: nothing else uses the store any more.
  ~SqliteStore() override;

  void set_listener(HookListener* listener) override;
  StoreStats stats() const override;
  Result<std::vector<std::string>> verify_files() override;
  // `path` must not exist yet.
  Status backup_to(const std::string& path) override;
  // Errors: unavailable with a sentence where it was opened to read, or its files are not what they
  // were.
  Status takes_writes() const override;

 protected:
  boost::asio::awaitable<Status> run_read(WorkRef work) override;
  std::optional<Status> run_read_at_once(WorkRef work) override;
  boost::asio::awaitable<Status> run_read_in_turn(WorkRef work, StoreId store_id) override;
  boost::asio::awaitable<Status> run_write(WorkRef work, StoreId store_id) override;
  Status run_read_blocking(WorkRef work) override;
  Status run_write_blocking(WorkRef work, StoreId store_id) override;

 private:
  struct Parts {
    std::unique_ptr<FileWatch> watch;  // none where nothing is written
    std::unique_ptr<Readers> readers;  // outlives the writer, whose checkpoints ask it
    std::unique_ptr<HookSignal> hooks;
    std::unique_ptr<Writer> writer;  // none where nothing is written
    // Ends before the writer, which closes the readers; none where nothing is written.
    std::unique_ptr<LongReads> long_reads;
  };
  explicit SqliteStore(Parts parts);
  static Result<Parts> open_to_write(const SqliteOptions& options, log::Logger& logger);
  static Result<Parts> open_reading(const SqliteOptions& options, log::Logger& logger);

  Parts parts_;
};

}  // namespace fieldstone::store::sqlite
