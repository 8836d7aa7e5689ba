// One SQLite connection as a sql::Connection: prepared statements are kept by their text.
#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/log.hpp"
#include "base/result.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store::sqlite {

enum class OpenMode : std::uint8_t {
  read_write_create,
  read_only,  // beside a connection that writes
  reading,    // alone, perhaps: it may clear away what it made beside the file
};

// How much may be read, or done in all, before it is given up; 0 and none: without a bound.
struct Allowance {
  std::int64_t steps = 0;   // of SQLite's virtual machine, about
  std::uint64_t bytes = 0;  // of text
  std::optional<std::chrono::steady_clock::time_point> until;
  // The thread's own work, as processor_time() counts it: others may keep the processor busy.
  std::optional<std::chrono::nanoseconds> work_until = {};
};

struct OpenOptions {
  std::string path;
  OpenMode mode = OpenMode::read_write_create;
  std::chrono::milliseconds busy_timeout{5000};
  bool leave_log = false;  // whoever closes last does not fold the log in
  bool immutable = false;  // nobody writes, and no file can be made beside it
};

// Sets SQLite up as this program needs it, the first time. Before anything else is asked of SQLite:
// once it runs it can't be set up any more.
void configure_library();

// Thread: one at a time.
class Connection final : public sql::Connection {
 public:
  // Errors: unavailable, with a sentence for the operator that names the file.
  static Result<std::unique_ptr<Connection>> open(const OpenOptions& options, log::Logger& logger);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  using sql::Connection::execute;
  using sql::Connection::query;
  using sql::Connection::stream;
  bool is_remote() const override { return false; }
  Result<sql::Rows> query(std::string_view text, std::span<const sql::Value> parameters) override;
  Result<std::int64_t> execute(std::string_view text,
                               std::span<const sql::Value> parameters) override;

  // Bounds what is asked for from here on, and counts anew. A statement that reads is interrupted,
  // one that writes is the last: to interrupt it would undo the whole transaction.
  void allow(const Allowance& allowance);
  // Whether a statement has failed since then because too much was asked.
  bool exceeded() const { return exceeded_; }
  std::uint64_t bytes_read() const override { return bytes_; }

  // How much of the file may be mapped, and how much of the rest be kept in memory.
  // Requires: no transaction is open.
  Status bound_memory(std::int64_t mapped_bytes, std::int64_t cached_bytes);
  // Runs a text of several statements, uncached.
  Status execute_script(std::string_view text);
  // Whether a transaction is open.
  bool in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }
  sqlite3* handle() { return database_; }

  log::Logger& logger() const { return logger_; }

 private:
  class Statement;

  Connection(sqlite3* database, log::Logger& logger);
  bool has_read_too_much();
  Result<Statement*> prepare(std::string_view text);
  Status configure(const OpenOptions& options);
  // Another process writes. SQLite's own handler waits up to 100 ms between two looks and so misses
  // the few milliseconds that an import leaves between two commits.
  static int wait_for_lock(void* connection, int attempts);
  static int look_at_allowance(void* connection);

  // Texts come from a closed set, but list filters combine; the least recently used go first.
  static constexpr std::size_t kMaxStatements = 256;
  // Between two looks at the allowance.
  static constexpr int kStepsUnseen = 1'000;
  // Most locks are held for a moment only: at first it is asked for more often.
  static constexpr int kShortPauses = 40;
  static constexpr std::chrono::microseconds kShortBusyPause{250};
  static constexpr std::chrono::microseconds kBusyPause{1'000};

  sqlite3* database_;
  log::Logger& logger_;
  std::chrono::milliseconds busy_timeout_{0};
  std::chrono::steady_clock::time_point busy_since_;
  Allowance allowance_;
  std::int64_t steps_ = 0;
  std::uint64_t bytes_ = 0;
  bool exceeded_ = false;
  bool only_reads_ = true;  // the statement that runs
  // Texts are long: their bytes are taken eight at a time.
  struct TextHash {
    std::size_t operator()(std::string_view text) const;
  };
  using Statements = std::list<std::unique_ptr<Statement>>;
  Statements statements_;  // most recently used first
  std::unordered_map<std::string_view, Statements::iterator, TextHash> by_text_;
};

}  // namespace fieldstone::store::sqlite
