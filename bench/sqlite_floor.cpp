// What SQLite alone costs for the same rows, on a copy of the database the server is measured with:
// no HTTP, no JSON, no counters, no checks; one thread, one prepared statement.
//
// Usage: sqlite_floor insert DATABASE GROUP SECONDS        durable, GROUP rows per transaction
//        sqlite_floor groups DATABASE GROUP RATE SECONDS   the same at RATE rows a second, with
//                                                          checkpoints on a second thread
//        sqlite_floor point|list DATABASE SECONDS          random metafields; all of a customer
//        sqlite_floor copy SOURCE TARGET GROUP             durable inserts of all of SOURCE, in
//                                                          the order of the key
// Prints one JSON object: operations, operations per second and CPU time of each in microseconds.
#include <sqlite3.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

constexpr std::int64_t kMaxRows = 5'000'000;
constexpr int kCustomerType = 1;

constexpr const char* kInsert =
    "INSERT INTO metafield (store_id, resource_type, resource_id, id, owner_client_id, audience,"
    " permission_set, namespace, key, value, description, created_at, modified_at)"
    " VALUES (?1, ?2, ?3, ?4, 'benchapp', 'benchapp', 1, 'bench', ?5,"
    " 'forty characters of a value, or so, here.', '', 1700000000, 1700000000)";
constexpr const char* kPoint =
    "SELECT id, resource_id, owner_client_id, permission_set, namespace, key, value, description,"
    " created_at, modified_at FROM whole_metafield"
    " WHERE store_id = ?1 AND resource_type = ?2 AND resource_id = ?3 AND id BETWEEN ?4 AND ?4";
constexpr const char* kList =
    "SELECT id, resource_id, owner_client_id, permission_set, namespace, key, value, description,"
    " created_at, modified_at FROM whole_metafield"
    " WHERE store_id = ?1 AND resource_type = ?2 AND resource_id = ?3 ORDER BY id LIMIT 50";

class Database {
 public:
  Database(const std::string& path, bool writable) {
    const int flags = writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    must(sqlite3_open_v2(path.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr));
    // The server's own settings, but checkpoints happen on this one thread.
    run(writable
            ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -49152;"
              "PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = -1;"
            : "PRAGMA cache_size = -4096; PRAGMA mmap_size = 1073741824;");
    // A log that stays is written in place by the next run, as by a server that stays up: growing
    // a file costs the disk more than filling it.
    int keep = 1;
    if (writable) sqlite3_file_control(handle_, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  }
  ~Database() { sqlite3_close_v2(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  sqlite3* handle() { return handle_; }
  void must(int code) {
    if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(handle_));
  }
  void run(const char* sql) { must(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)); }

 private:
  sqlite3* handle_ = nullptr;
};

class Statement {
 public:
  Statement(Database& database, const std::string& sql) : database_(database) {
    database.must(sqlite3_prepare_v3(database.handle(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                                     &handle_, nullptr));
  }
  ~Statement() { sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  void bind(int at, std::int64_t number) {
    database_.must(sqlite3_bind_int64(handle_, at, number));
  }
  // The text must live until the statement is reset.
  void bind(int at, const std::string& text) {
    database_.must(
        sqlite3_bind_text(handle_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC));
  }
  bool next() {
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    database_.must(code);
    return false;
  }
  void reset() { sqlite3_reset(handle_); }
  std::int64_t integer(int column) { return sqlite3_column_int64(handle_, column); }
  bool is_text(int column) { return sqlite3_column_type(handle_, column) == SQLITE_TEXT; }
  std::string text(int column) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
  }
  // Reads every column, as a caller would; returns how many bytes of text there were.
  std::int64_t touch_columns() {
    std::int64_t bytes = 0;
    for (int column = 0; column < sqlite3_column_count(handle_); ++column) {
      if (sqlite3_column_type(handle_, column) == SQLITE_INTEGER) {
        bytes += integer(column) & 1;
      } else {
        sqlite3_column_text(handle_, column);
        bytes += sqlite3_column_bytes(handle_, column);
      }
    }
    return bytes;
  }

 private:
  Database& database_;
  sqlite3_stmt* handle_ = nullptr;
};

std::int64_t number_of(Database& database, const char* sql) {
  Statement statement(database, sql);
  if (!statement.next()) throw std::runtime_error("the database is not seeded");
  return statement.integer(0);
}

struct Seeded {
  explicit Seeded(Database& database)
      : store_id(number_of(database, "SELECT store_id FROM id_sequence WHERE name = 'metafield'")),
        customers(number_of(database, "SELECT last_id FROM id_sequence WHERE name = 'customer'")),
        metafields(number_of(database, "SELECT last_id FROM id_sequence WHERE name = 'metafield'")),
        last_id(number_of(database,
                          "SELECT id FROM metafield WHERE resource_type = 1"
                          " AND store_id = (SELECT store_id FROM id_sequence"
                          " WHERE name = 'metafield') ORDER BY id DESC LIMIT 1")) {}
  std::int64_t store_id;
  std::int64_t customers;
  std::int64_t metafields;  // the ids 1 … metafields, ten to a customer
  std::int64_t last_id;
};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

class Stopwatch {
 public:
  double wall_seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }
  void print(const char* work, std::int64_t operations) const {
    const auto count = static_cast<double>(operations);
    std::printf("{\"work\":\"%s\",\"operations\":%lld,\"per_second\":%.1f,\"cpu_us\":%.3f}\n", work,
                static_cast<long long>(operations), count / wall_seconds(),
                (cpu_seconds() - cpu_begin_) / count * 1e6);
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  double cpu_begin_ = cpu_seconds();
};

// Durable inserts of the server's rows, a group of them in each transaction.
class Inserter {
 public:
  explicit Inserter(const std::string& path)
      : database_(path, true), seeded_(database_), customer_(1, seeded_.customers) {
    insert_.bind(1, seeded_.store_id);
    insert_.bind(2, kCustomerType);
  }

  Database& database() { return database_; }
  std::int64_t rows() const { return rows_; }

  void insert_group(int size) {
    once(begin_);
    for (int i = 0; i < size; ++i) {
      const std::int64_t id = seeded_.last_id + ++rows_;
      const std::string resource_id = std::to_string(customer_(random_));
      const std::string key = "floor" + std::to_string(id);
      insert_.bind(3, resource_id);
      insert_.bind(4, id);
      insert_.bind(5, key);
      once(insert_);
    }
    once(commit_);
  }

 private:
  static void once(Statement& statement) {
    statement.next();
    statement.reset();
  }

  Database database_;
  Seeded seeded_;
  Statement begin_{database_, "BEGIN IMMEDIATE"};
  Statement commit_{database_, "COMMIT"};
  Statement insert_{database_, kInsert};
  std::mt19937_64 random_{std::random_device{}()};
  std::uniform_int_distribution<std::int64_t> customer_;
  std::int64_t rows_ = 0;
};

void insert(const std::string& path, int group, double seconds) {
  Inserter inserter(path);
  const Stopwatch watch;
  while (inserter.rows() < kMaxRows && watch.wall_seconds() < seconds) inserter.insert_group(group);
  watch.print("insert", inserter.rows());
}

// Folds the log into the database beside the thread that writes, as the server does.
class Checkpointer {
 public:
  Checkpointer(const std::string& path, Database& writer) : database_(path, true) {
    writer.run("PRAGMA wal_autocheckpoint = 0");
    sqlite3_wal_hook(writer.handle(), count_pages, &pages_);
    thread_ = std::thread([this] { work(); });
  }
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;
  ~Checkpointer() {
    stop_ = true;
    thread_.join();
  }

 private:
  static int count_pages(void* pages, sqlite3*, const char*, int count) {
    *static_cast<std::atomic<int>*>(pages) = count;
    return SQLITE_OK;
  }
  void work() {
    while (!stop_) {
      if (pages_.exchange(0) >= kCheckpointPages) {
        sqlite3_wal_checkpoint_v2(database_.handle(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                  nullptr);
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }

  static constexpr int kCheckpointPages = 4000;
  Database database_;
  std::atomic<int> pages_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

// How long a group takes when rows come at a steady rate. A late group does not delay the next one.
void groups(const std::string& path, int group, double rate, double seconds) {
  Inserter inserter(path);
  const Checkpointer checkpointer(path, inserter.database());
  std::vector<double> took;
  const Stopwatch watch;
  while (watch.wall_seconds() < seconds) {
    const double due = static_cast<double>(took.size()) * group / rate;
    const double now = watch.wall_seconds();
    if (due > now) std::this_thread::sleep_for(std::chrono::duration<double>(due - now));
    const double begin = watch.wall_seconds();
    inserter.insert_group(group);
    took.push_back(watch.wall_seconds() - begin);
  }
  const double per_second = static_cast<double>(inserter.rows()) / watch.wall_seconds();
  std::sort(took.begin(), took.end());
  const auto quantile = [&](double share) {
    return took[static_cast<std::size_t>(share * static_cast<double>(took.size() - 1))] * 1e3;
  };
  std::printf(
      "{\"work\":\"groups\",\"operations\":%zu,\"per_second\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f,"
      "\"p999_ms\":%.3f,\"max_ms\":%.3f}\n",
      took.size(), per_second, quantile(0.5), quantile(0.99), quantile(0.999), quantile(1));
}

void read(const std::string& path, const char* work, const char* sql, double seconds) {
  Database database(path, false);
  const Seeded seeded(database);
  Statement statement(database, sql);
  const bool point = sql == kPoint;
  std::mt19937_64 random(std::random_device{}());
  std::uniform_int_distribution<std::int64_t> metafield(1, seeded.metafields);
  statement.bind(1, seeded.store_id);
  statement.bind(2, kCustomerType);
  const Stopwatch watch;
  std::int64_t reads = 0;
  std::int64_t bytes = 0;
  while (reads < kMaxRows && watch.wall_seconds() < seconds) {
    for (int i = 0; i < 64; ++i, ++reads) {
      const std::int64_t id = metafield(random);
      const std::string resource_id = std::to_string((id - 1) / 10 + 1);
      statement.bind(3, resource_id);
      if (point) statement.bind(4, id);
      while (statement.next()) bytes += statement.touch_columns();
      statement.reset();
    }
  }
  if (bytes == 0) throw std::runtime_error("no row was found");
  watch.print(work, reads);
}

constexpr int kColumns = 13;
constexpr std::string_view kColumnList =
    "store_id, resource_type, resource_id, id, owner_client_id, audience, permission_set,"
    " namespace, key, value, description, created_at, modified_at";

// One metafield as SQLite would bind it; which columns are text never changes.
struct Row {
  std::int64_t numbers[kColumns] = {};
  std::string texts[kColumns];
  bool is_text[kColumns] = {};
};

std::vector<Row> all_rows(const std::string& path) {
  Database database(path, false);
  Statement select(database,
                   "SELECT " + std::string(kColumnList) +
                       " FROM whole_metafield ORDER BY store_id, resource_type, resource_id, id");
  std::vector<Row> rows;
  while (select.next()) {
    Row& row = rows.emplace_back();
    for (int column = 0; column < kColumns; ++column) {
      row.is_text[column] = select.is_text(column);
      if (row.is_text[column]) {
        row.texts[column] = select.text(column);
      } else {
        row.numbers[column] = select.integer(column);
      }
    }
  }
  return rows;
}

void copy(const std::string& from, const std::string& to, int group) {
  const std::vector<Row> rows = all_rows(from);
  Database database(to, true);
  Statement begin(database, "BEGIN IMMEDIATE");
  Statement commit(database, "COMMIT");
  Statement insert(database, "INSERT INTO metafield (" + std::string(kColumnList) +
                                 ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
  const auto end_group = [](Statement& statement) {
    statement.next();
    statement.reset();
  };
  const Stopwatch watch;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i % static_cast<std::size_t>(group) == 0) end_group(begin);
    for (int column = 0; column < kColumns; ++column) {
      if (rows[i].is_text[column]) {
        insert.bind(column + 1, rows[i].texts[column]);
      } else {
        insert.bind(column + 1, rows[i].numbers[column]);
      }
    }
    insert.next();
    insert.reset();
    if ((i + 1) % static_cast<std::size_t>(group) == 0 || i + 1 == rows.size()) end_group(commit);
  }
  watch.print("copy", static_cast<std::int64_t>(rows.size()));
}

double positive(const char* text) {
  const double number = std::strtod(text, nullptr);
  if (!(number > 0 && number <= 1e6)) throw std::runtime_error("a number in (0, 1e6] is wanted");
  return number;
}

}  // namespace

int main(int count, char** arguments) {
  try {
    const std::string_view work = count > 1 ? arguments[1] : "";
    if (work == "insert" && count == 5) {
      insert(arguments[2], static_cast<int>(positive(arguments[3])), positive(arguments[4]));
    } else if (work == "groups" && count == 6) {
      groups(arguments[2], static_cast<int>(positive(arguments[3])), positive(arguments[4]),
             positive(arguments[5]));
    } else if (work == "copy" && count == 5) {
      copy(arguments[2], arguments[3], static_cast<int>(positive(arguments[4])));
    } else if (work == "point" && count == 4) {
      read(arguments[2], "point", kPoint, positive(arguments[3]));
    } else if (work == "list" && count == 4) {
      read(arguments[2], "list", kList, positive(arguments[3]));
    } else {
      std::fputs(
          "usage: sqlite_floor insert DATABASE GROUP SECONDS | groups DATABASE GROUP RATE SECONDS\n"
          "       | point|list DATABASE SECONDS | copy SOURCE TARGET GROUP\n",
          stderr);
      return 2;
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sqlite_floor: %s\n", error.what());
    return 1;
  }
}
