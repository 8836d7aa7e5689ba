#include "store/sqlite/sqlite_store.hpp"

#include <chrono>
#include <filesystem>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/writer.hpp"
#include "store/unit/waiter.hpp"
#include "store/whole/migrate.hpp"

namespace fieldstone::store::sqlite {
namespace {

// What an I/O thread does itself: some milliseconds. A page of 250 metafields takes a tenth of
// the steps.
constexpr Allowance kAtOnce{.steps = 100'000, .bytes = 256 * 1024, .until = {}};

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(SqliteOptions options, log::Logger& logger) {
  if (options.if_absent == IfAbsent::refuse && !std::filesystem::exists(options.path)) {
    return fail(
        Code::unavailable, {},
        "there is no database " + options.path +
            "; start one with: fieldstone store create HASH --database sqlite:" + options.path);
  }
  OpenOptions open_options{options.path, OpenMode::read_write_create, options.busy_timeout};
  FS_TRY(auto connection, Connection::open(open_options, logger));
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  FS_TRY_STATUS(migrate(*connection, sqlite_migrations(),
                        std::chrono::duration_cast<std::chrono::seconds>(now).count()));
  FS_TRY(auto checkpointer, Connection::open(open_options, logger));
  open_options.mode = OpenMode::read_only;
  auto readers = std::make_unique<Readers>(std::move(open_options), logger);
  auto hooks = std::make_unique<HookSignal>();
  auto writer = std::make_unique<sqlite::Writer>(
      sqlite::Writer::Parts{std::move(connection), std::move(checkpointer), *readers, *hooks},
      sqlite::Writer::Limits{options.max_queued_writes, options.max_queued_writes_each,
                             options.max_group, options.max_group_time},
      logger);
  auto long_reads = std::make_unique<LongReads>(*readers, options.long_reads);
  return std::unique_ptr<SqliteStore>(new SqliteStore(
      {std::move(readers), std::move(hooks), std::move(writer), std::move(long_reads)}));
}

SqliteStore::SqliteStore(Parts parts) : parts_(std::move(parts)) {}

SqliteStore::~SqliteStore() = default;

void SqliteStore::set_listener(HookListener* listener) { parts_.hooks->set(listener); }

StoreStats SqliteStore::stats() const { return parts_.writer->stats(); }

boost::asio::awaitable<Status> SqliteStore::run_read(WorkRef work) {
  co_return parts_.readers->run(work);
}

std::optional<Status> SqliteStore::run_read_at_once(WorkRef work) {
  return parts_.readers->run_within(work, kAtOnce);
}

boost::asio::awaitable<Status> SqliteStore::run_read_in_turn(WorkRef work, StoreId store_id) {
  const auto submit = [this, work, store_id](std::unique_ptr<Waiter>& waiter) {
    return parts_.long_reads->submit(store_id, work, waiter);
  };
  co_return co_await submitted(submit);
}

boost::asio::awaitable<Status> SqliteStore::run_write(WorkRef work, StoreId store_id) {
  const auto submit = [this, work, store_id](std::unique_ptr<Waiter>& waiter) {
    return parts_.writer->submit(store_id, work, waiter);
  };
  co_return co_await submitted(submit);
}

Status SqliteStore::run_read_blocking(WorkRef work) { return parts_.readers->run(work); }

Status SqliteStore::run_write_blocking(WorkRef work, StoreId store_id) {
  return submitted_blocking([this, work, store_id](std::unique_ptr<Waiter>& waiter) {
    return parts_.writer->submit(store_id, work, waiter);
  });
}

Result<std::vector<std::string>> SqliteStore::verify_files() {
  FS_TRY(Reader * reader, parts_.readers->mine());
  FS_TRY(auto rows, reader->connection().query("PRAGMA integrity_check"));
  std::vector<std::string> damage;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) break;
    if (rows.text(0) != "ok") damage.emplace_back(rows.text(0));
  }
  return damage;
}

Status SqliteStore::backup_to(const std::string& path) {
  if (std::filesystem::exists(path)) {
    return fail(Code::unavailable, {}, path + " exists already; name a file that does not");
  }
  FS_TRY(Reader * reader, parts_.readers->mine());
  sqlite3* target = nullptr;
  int code =
      sqlite3_open_v2(path.c_str(), &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  if (code == SQLITE_OK) {
    if (sqlite3_backup* backup =
            sqlite3_backup_init(target, "main", reader->connection().handle(), "main");
        backup != nullptr) {
      sqlite3_backup_step(backup, -1);  // in one step: one snapshot
      sqlite3_backup_finish(backup);
    }
    code = sqlite3_errcode(target);
  }
  const std::string reason = code == SQLITE_OK ? std::string() : sqlite3_errmsg(target);
  sqlite3_close_v2(target);
  if (code == SQLITE_OK) return {};
  return fail(Code::unavailable, {}, "can't write the copy " + path + ": " + reason);
}

}  // namespace fieldstone::store::sqlite
