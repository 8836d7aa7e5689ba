#include "store/sqlite/sqlite_store.hpp"

#include <chrono>

#include "store/sqlite/connection.hpp"
#include "store/sqlite/copy_file.hpp"
#include "store/sqlite/file_watch.hpp"
#include "store/sqlite/lineage.hpp"
#include "store/sqlite/migrations.hpp"
#include "store/sqlite/open_to_read.hpp"
#include "store/sqlite/reader.hpp"
#include "store/sqlite/verify.hpp"
#include "store/sqlite/writer.hpp"
#include "store/unit/waiter.hpp"
#include "store/whole/migrate.hpp"

namespace fieldstone::store::sqlite {
namespace {

// What an I/O thread does itself: some milliseconds. A page of 250 metafields takes a tenth of
// the steps.
constexpr Allowance kAtOnce{.steps = 100'000, .bytes = 256 * 1024, .until = {}};

std::int64_t now_seconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

Failure no_database(const std::string& path) {
  return fail(Code::unavailable, {},
              "there is no database " + path +
                  "; start one with: fieldstone store create HASH --database sqlite:" + path);
}

Status prepare_file(const SqliteOptions& options) {
  FS_TRY(const bool there, is_there(options.path));
  if (!there && !may_create(options.opening)) return no_database(options.path);
  FS_TRY_STATUS(check_log(options.path));
  return there ? Status() : make_private(options.path);
}

Status prepare_schema(Connection& connection, Opening opening) {
  FS_TRY(const auto applied, applied_migrations(connection));
  FS_TRY_STATUS(check_opening(applied, sqlite_migrations(), opening));
  return may_create(opening) ? migrate(connection, sqlite_migrations(), now_seconds()) : Status();
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(SqliteOptions options, log::Logger& logger) {
  FS_TRY(auto parts, may_write(options.opening) ? open_to_write(options, logger)
                                                : open_reading(options, logger));
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(parts)));
}

Result<SqliteStore::Parts> SqliteStore::open_to_write(const SqliteOptions& options,
                                                      log::Logger& logger) {
  FS_TRY_STATUS(prepare_file(options));
  OpenOptions open_options;
  open_options.path = options.path;
  open_options.busy_timeout = options.busy_timeout;
  FS_TRY(auto connection, Connection::open(open_options, logger));
  FS_TRY_STATUS(prepare_schema(*connection, options.opening));
  FS_TRY(auto checkpointer, Connection::open(open_options, logger));
  // Closed last, so it folds the log in.
  open_options.mode = OpenMode::reading;
  FS_TRY(auto watching, Connection::open(open_options, logger));
  open_options.mode = OpenMode::read_only;
  Parts parts;
  parts.watch = std::make_unique<FileWatch>(options.path, std::move(watching), logger);
  parts.readers = std::make_unique<Readers>(std::move(open_options), parts.watch.get(), logger);
  parts.hooks = std::make_unique<HookSignal>();
  parts.writer = std::make_unique<sqlite::Writer>(
      sqlite::Writer::Parts{std::move(connection), std::move(checkpointer), *parts.readers,
                            *parts.watch, *parts.hooks},
      sqlite::Writer::Limits{options.max_queued_writes, options.max_queued_writes_each,
                             options.max_group, options.max_group_time, options.unit},
      logger);
  parts.long_reads = std::make_unique<LongReads>(*parts.readers, options.long_reads);
  return parts;
}

Result<SqliteStore::Parts> SqliteStore::open_reading(const SqliteOptions& options,
                                                     log::Logger& logger) {
  FS_TRY(const bool there, is_there(options.path));
  if (!there) return no_database(options.path);
  FS_TRY(auto open_options, options_to_read(options.path));
  {
    FS_TRY(const auto connection, Connection::open(open_options, logger));
    FS_TRY_STATUS(prepare_schema(*connection, options.opening));
  }
  Parts parts;
  parts.readers = std::make_unique<Readers>(std::move(open_options), nullptr, logger);
  parts.hooks = std::make_unique<HookSignal>();
  return parts;
}

SqliteStore::SqliteStore(Parts parts) : parts_(std::move(parts)) {}

SqliteStore::~SqliteStore() = default;

void SqliteStore::set_listener(HookListener* listener) { parts_.hooks->set(listener); }

StoreStats SqliteStore::stats() const {
  return parts_.writer ? parts_.writer->stats() : StoreStats();
}

Status SqliteStore::takes_writes() const {
  if (!parts_.writer) return fail(Code::unavailable, {}, "the database was opened to be read only");
  return parts_.watch->sound();
}

boost::asio::awaitable<Status> SqliteStore::run_read(WorkRef work) {
  co_return parts_.readers->run(work);
}

std::optional<Status> SqliteStore::run_read_at_once(WorkRef work) {
  return parts_.readers->run_within(work, kAtOnce);
}

boost::asio::awaitable<Status> SqliteStore::run_read_in_turn(WorkRef work, StoreId store_id) {
  if (!parts_.long_reads) co_return parts_.readers->run(work);
  const auto submit = [this, work, store_id](std::unique_ptr<Waiter>& waiter) {
    return parts_.long_reads->submit(store_id, work, waiter);
  };
  co_return co_await submitted(submit);
}

boost::asio::awaitable<Status> SqliteStore::run_write(WorkRef work, StoreId store_id) {
  FS_CO_TRY_STATUS(takes_writes());
  const Bounded bounded = store_id == kAllStores ? Bounded::no : Bounded::yes;
  const auto submit = [this, work, store_id, bounded](std::unique_ptr<Waiter>& waiter) {
    return parts_.writer->submit({store_id, work, bounded}, waiter);
  };
  co_return co_await submitted(submit);
}

Status SqliteStore::run_read_blocking(WorkRef work) { return parts_.readers->run(work); }

Status SqliteStore::run_write_blocking(WorkRef work, StoreId store_id) {
  FS_TRY_STATUS(takes_writes());
  return submitted_blocking([this, work, store_id](std::unique_ptr<Waiter>& waiter) {
    return parts_.writer->submit({store_id, work}, waiter);
  });
}

Result<std::vector<std::string>> SqliteStore::verify_files() {
  FS_TRY(Reader * reader, parts_.readers->mine());
  return verify(reader->connection());
}

Status SqliteStore::backup_to(const std::string& path) {
  FS_TRY(Reader * reader, parts_.readers->mine());
  return copy_to_new_file(reader->connection(), path);
}

}  // namespace fieldstone::store::sqlite
