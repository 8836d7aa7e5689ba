#include "store/sqlite/connection.hpp"

#include <cstdlib>
#include <cstring>
#include <thread>

#include "base/check.hpp"
#include "base/processor_time.hpp"
#include "store/sqlite/functions.hpp"
#include "store/sqlite/kept_mapping.hpp"
#include "store/sqlite/memory.hpp"
#include "store/sqlite/paced_writes.hpp"
#include "store/sqlite/page_cache.hpp"
#include "store/sqlite/sqlite_errors.hpp"

namespace fieldstone::store::sqlite {

class Connection::Statement final : public sql::Cursor {
 public:
  Statement(Connection& connection, std::string text, sqlite3_stmt* handle)
      : connection_(connection),
        text_(std::move(text)),
        handle_(handle),
        only_reads_(sqlite3_stmt_readonly(handle) != 0) {
    // SQLite counts named parameters in the order of their first appearance; $N is the N-th value.
    for (int index = 1; index <= sqlite3_bind_parameter_count(handle_); ++index) {
      const auto number =
          static_cast<std::size_t>(std::atoi(sqlite3_bind_parameter_name(handle_, index) + 1));
      if (index_of_.size() < number) index_of_.resize(number);
      index_of_[number - 1] = index;
    }
  }
  ~Statement() override { sqlite3_finalize(handle_); }

  const std::string& text() const { return text_; }
  bool busy() const { return busy_; }

  Status start(std::span<const sql::Value> parameters) {
    FS_CHECK(!busy_ && parameters.size() == index_of_.size());
    busy_ = true;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (bind(index_of_[i], parameters[i]) == SQLITE_OK) continue;
      Failure failed = failure(connection_.database_, text_, connection_.logger_);
      close();
      return failed;
    }
    return {};
  }

  Result<bool> next() override {
    connection_.only_reads_ = only_reads_;
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW && !connection_.has_read_too_much()) return true;
    if (code == SQLITE_DONE) return false;
    if (connection_.exceeded_) return fail(Code::unavailable, "HTTP-170");
    return failure(connection_.database_, text_, connection_.logger_);
  }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(handle_, column); }
  std::string_view text(int column) const override {
    // One look-up of the column instead of two.
    sqlite3_value* const value = sqlite3_column_value(handle_, column);
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (text == nullptr) return {};
    const auto bytes = static_cast<std::size_t>(sqlite3_value_bytes(value));
    connection_.bytes_ += bytes;
    return {text, bytes};
  }
  bool is_null(int column) const override {
    return sqlite3_column_type(handle_, column) == SQLITE_NULL;
  }
  void close() noexcept override {
    sqlite3_reset(handle_);
    busy_ = false;
  }

 private:
  // Bound text is borrowed: the statement ends before its parameters do.
  int bind(int position, const sql::Value& value) {
    switch (value.kind()) {
      case sql::Value::Kind::null: return sqlite3_bind_null(handle_, position);
      case sql::Value::Kind::integer: return sqlite3_bind_int64(handle_, position, value.integer());
      case sql::Value::Kind::text: {
        const std::string_view text = value.text();
        const char* data =
            text.data() == nullptr ? "" : text.data();  // a null pointer would bind NULL
        return sqlite3_bind_text(handle_, position, data, static_cast<int>(text.size()),
                                 SQLITE_STATIC);
      }
    }
    return SQLITE_MISUSE;
  }

  Connection& connection_;
  std::string text_;
  sqlite3_stmt* handle_;
  bool only_reads_;
  std::vector<int>
      index_of_;  // of $1, $2 … in SQLite's own counting; 0: unused, and then not bindable
  bool busy_ = false;
};

// SQLite's own accounting of memory takes a lock of the whole process at each allocation.
void configure_library() {
  [[maybe_unused]] static const int done = [] {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    const int code = sqlite3_config(SQLITE_CONFIG_MALLOC, &memory_methods());
    hook_page_cache();
    hook_writes();
    hook_mappings();
    return code;
  }();
}

namespace {

int flags_of(const OpenOptions& options) {
  const int common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (options.immutable) return common | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  switch (options.mode) {
    case OpenMode::read_only: return common | SQLITE_OPEN_READONLY;
    case OpenMode::reading: return common | SQLITE_OPEN_READWRITE;
    case OpenMode::read_write_create: break;
  }
  return common | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
}

std::string name_of(const OpenOptions& options) {
  if (!options.immutable) return options.path;
  std::string name = "file:";
  for (const char c : options.path) {
    if (c == '?') {
      name += "%3f";
    } else if (c == '#') {
      name += "%23";
    } else if (c == '%') {
      name += "%25";
    } else {
      name += c;
    }
  }
  return name + "?immutable=1";
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const OpenOptions& options,
                                                     log::Logger& logger) {
  configure_library();
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(name_of(options).c_str(), &database, flags_of(options), nullptr);
  std::unique_ptr<Connection> connection(new Connection(database, logger));
  if (code != SQLITE_OK) {
    return fail(Code::unavailable, {},
                "can't open the database file " + options.path + ": " +
                    (database == nullptr ? "out of memory" : sqlite3_errmsg(database)));
  }
  // SQLite opens what it may not write for reading only, and would complain at the first write.
  if (options.mode == OpenMode::read_write_create && sqlite3_db_readonly(database, "main") == 1) {
    return fail(
        Code::unavailable, {},
        "the database file " + options.path + " is read-only: is its disk, or are its rights?");
  }
  if (auto status = connection->configure(options); !status) {
    const bool foreign = (sqlite3_errcode(database) & 0xFF) == SQLITE_NOTADB;
    if (foreign)
      return fail(Code::unavailable, {},
                  options.path + " is not a SQLite database; name another file");
    return fail(Code::unavailable, {}, status.error().message);
  }
  return connection;
}

Connection::Connection(sqlite3* database, log::Logger& logger)
    : database_(database), logger_(logger) {}

Connection::~Connection() {
  by_text_.clear();
  statements_.clear();
  sqlite3_close_v2(database_);
}

Status Connection::configure(const OpenOptions& options) {
  busy_timeout_ = options.busy_timeout;
  sqlite3_busy_handler(database_, &Connection::wait_for_lock, this);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  if (add_functions(database_) != SQLITE_OK) return failure(database_, "name_grams", logger_);
  FS_TRY_STATUS(execute_script(
      "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON;"));
  if (options.leave_log) sqlite3_db_config(database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  if (options.mode != OpenMode::reading)
    sqlite3_progress_handler(database_, kStepsUnseen, &Connection::look_at_allowance, this);
  if (options.mode != OpenMode::read_write_create) {
    return execute_script("PRAGMA query_only = ON;");
  }
  // FULL: COMMIT returns when the log is on disk. Checkpoints are the writer's own business. A log
  // beyond the limit is cut by whoever starts it anew, while everybody who writes waits: up to
  // 0.1 s. So the limit is beyond what a log reaches unless somebody reads for very long.
  return execute_script(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -49152;"
      "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 1073741824;");
}

std::size_t Connection::TextHash::operator()(std::string_view text) const {
  constexpr std::uint64_t kFactor = 0x9E3779B97F4A7C15;  // the golden ratio's bits
  std::uint64_t hash = text.size();
  const auto add = [&](const char* from, std::size_t bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, from, bytes);
    hash = (hash ^ word) * kFactor;
    hash ^= hash >> 29U;
  };
  while (text.size() >= sizeof hash) {
    add(text.data(), sizeof hash);
    text.remove_prefix(sizeof hash);
  }
  if (!text.empty()) add(text.data(), text.size());
  return hash;
}

int Connection::wait_for_lock(void* connection, int attempts) {
  auto& self = *static_cast<Connection*>(connection);
  const auto now = std::chrono::steady_clock::now();
  if (attempts == 0) self.busy_since_ = now;
  if (now - self.busy_since_ >= self.busy_timeout_) return 0;
  std::this_thread::sleep_for(attempts < kShortPauses ? kShortBusyPause : kBusyPause);
  return 1;
}

void Connection::allow(const Allowance& allowance) {
  allowance_ = allowance;
  steps_ = 0;
  bytes_ = 0;
  exceeded_ = false;
}

bool Connection::has_read_too_much() {
  if (allowance_.bytes > 0 && bytes_ > allowance_.bytes) exceeded_ = true;
  return exceeded_;
}

int Connection::look_at_allowance(void* connection) {
  auto& self = *static_cast<Connection*>(connection);
  self.steps_ += kStepsUnseen;
  const Allowance& allowance = self.allowance_;
  if ((allowance.steps > 0 && self.steps_ > allowance.steps) ||
      (allowance.until && std::chrono::steady_clock::now() >= *allowance.until) ||
      (allowance.work_until && processor_time() >= *allowance.work_until))
    self.exceeded_ = true;
  return self.exceeded_ && self.only_reads_ ? 1 : 0;
}

Status Connection::bound_memory(std::int64_t mapped_bytes, std::int64_t cached_bytes) {
  return execute_script("PRAGMA mmap_size = " + std::to_string(mapped_bytes) +
                        "; PRAGMA cache_size = -" + std::to_string(cached_bytes / 1024) + ";");
}

Status Connection::execute_script(std::string_view text) {
  if (sqlite3_exec(database_, std::string(text).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return failure(database_, text.substr(0, 60), logger_);
  }
  return {};
}

Result<Connection::Statement*> Connection::prepare(std::string_view text) {
  if (const auto known = by_text_.find(text); known != by_text_.end()) {
    statements_.splice(statements_.begin(), statements_, known->second);
    return statements_.front().get();
  }
  sqlite3_stmt* handle = nullptr;
  const int code = sqlite3_prepare_v3(database_, text.data(), static_cast<int>(text.size()),
                                      SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  if (code != SQLITE_OK) return failure(database_, text, logger_);
  statements_.push_front(std::make_unique<Statement>(*this, std::string(text), handle));
  by_text_[statements_.front()->text()] = statements_.begin();
  if (statements_.size() > kMaxStatements && !statements_.back()->busy()) {
    by_text_.erase(statements_.back()->text());
    statements_.pop_back();
  }
  return statements_.front().get();
}

Result<sql::Rows> Connection::query(std::string_view text, std::span<const sql::Value> parameters) {
  if (exceeded_) return fail(Code::unavailable, "HTTP-170");
  FS_TRY(Statement * statement, prepare(text));
  FS_TRY_STATUS(statement->start(parameters));
  return sql::Rows(*statement);
}

Result<std::int64_t> Connection::execute(std::string_view text,
                                         std::span<const sql::Value> parameters) {
  FS_TRY(auto rows, query(text, parameters));
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return sqlite3_changes64(database_);
  }
}

}  // namespace fieldstone::store::sqlite
