#include "store/postgres/postgres_store.hpp"

#include <chrono>

#include "store/postgres/migrations.hpp"
#include "store/postgres/read_at_once.hpp"
#include "store/postgres/verify.hpp"
#include "store/postgres/worker.hpp"
#include "store/unit/waiter.hpp"

namespace fieldstone::store::postgres {
namespace {

Status require_utf8(Connection& connection) {
  FS_TRY(auto rows, connection.query("SELECT current_setting('server_encoding')"));
  FS_TRY(const bool any, rows.next());
  if (any && rows.text(0) == "UTF8") return {};
  return fail(Code::unavailable, {},
              "the database has the encoding " + std::string(rows.text(0)) +
                  "; make one with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0");
}

Status prepare_database(Connection& connection, Opening opening) {
  FS_TRY_STATUS(require_utf8(connection));
  FS_TRY(const auto applied, applied_migrations(connection));
  FS_TRY_STATUS(check_opening(applied, postgres_migrations(), opening));
  if (!may_create(opening)) return {};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return migrate(connection, postgres_migrations(),
                 std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

Connections pool_with(std::unique_ptr<Connection> first, std::size_t size) {
  Connections pool(size);
  pool.back() = std::move(first);
  return pool;
}

}  // namespace

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(PostgresOptions options,
                                                           log::Logger& logger) {
  FS_TRY(auto connection, Connection::open(options.connect, logger));
  FS_TRY_STATUS(prepare_database(*connection, options.opening));
  return std::unique_ptr<PostgresStore>(
      new PostgresStore(std::move(options), std::move(connection), logger));
}

PostgresStore::PostgresStore(PostgresOptions options, std::unique_ptr<Connection> first,
                             log::Logger& logger)
    : options_(std::move(options)),
      logger_(logger),
      reconnect_(std::make_unique<Reconnect>()),
      counts_(std::make_unique<CommitCounts>()),
      hooks_(std::make_unique<HookSignal>()),
      queue_(std::make_shared<JobQueue>(options_.queue,
                                        pool_with(std::move(first), options_.connections))) {
  const Worker::Shared shared{options_.connect, *queue_, *reconnect_, *counts_, *hooks_, logger};
  while (workers_.size() < options_.connections)
    workers_.push_back(std::make_unique<Worker>(shared));
  if (options_.replica) {
    replica_ = std::make_unique<Replica>(*options_.replica,
                                         Replica::Shared{options_.connect, *queue_, logger});
  }
}

PostgresStore::~PostgresStore() {
  replica_.reset();  // it may leave reads to the queue
  queue_->close();
}

StoreStats PostgresStore::stats() const {
  StoreStats stats;
  counts_->add_to(stats);
  stats.queued_writes = queue_->queued_writes();
  if (replica_ != nullptr) {
    stats.replica_reads = replica_->reads();
    stats.replica_misses = replica_->left_to_primary();
  }
  return stats;
}

Status PostgresStore::submit(const Demand& demand, std::unique_ptr<Waiter>& waiter) {
  const std::int64_t store = demand.store_id.value;
  if (demand.purpose != Purpose::read) {
    const Bounded bounded = demand.purpose == Purpose::bounded_write ? Bounded::yes : Bounded::no;
    return queue_->add_write({store, demand.work, bounded}, waiter);
  }
  if (replica_ != nullptr && replica_->usable())
    return replica_->add_read(store, demand.work, waiter);
  return queue_->add_read(store, demand.work, waiter);
}

boost::asio::awaitable<Status> PostgresStore::run(Demand demand) {
  const auto hand_over = [this, demand](std::unique_ptr<Waiter>& waiter) {
    return submit(demand, waiter);
  };
  co_return co_await submitted(hand_over);
}

Status PostgresStore::run_blocking(Demand demand) {
  return submitted_blocking(
      [this, &demand](std::unique_ptr<Waiter>& waiter) { return submit(demand, waiter); });
}

bool PostgresStore::may_read_at_once() const {
  return replica_ == nullptr && options_.connect.sessions == Sessions::own;
}

boost::asio::awaitable<Status> PostgresStore::run_read(WorkRef work) {
  return run_read_in_turn(work, kAllStores);
}

boost::asio::awaitable<Status> PostgresStore::run_read_in_turn(WorkRef work, StoreId store_id) {
  if (may_read_at_once()) {
    auto status = co_await postgres::read_at_once(work, queue_, &logger_);
    if (status) co_return *std::move(status);
  }
  co_return co_await run({work, store_id, Purpose::read});
}

boost::asio::awaitable<Status> PostgresStore::run_write(WorkRef work, StoreId store_id) {
  const auto purpose = store_id == kAllStores ? Purpose::write : Purpose::bounded_write;
  return run({work, store_id, purpose});
}

Status PostgresStore::run_read_blocking(WorkRef work) {
  return run_blocking({work, kAllStores, Purpose::read});
}

Status PostgresStore::run_write_blocking(WorkRef work, StoreId store_id) {
  return run_blocking({work, store_id, Purpose::write});
}

Result<std::vector<std::string>> PostgresStore::verify_files() {
  FS_TRY(const auto connection, Connection::open(options_.connect, logger_));
  return verify(*connection);
}

Status PostgresStore::backup_to(const std::string& /*path*/) {
  return fail(Code::unavailable, {},
              "a PostgreSQL database is copied with its own tools: pg_dump --format=custom "
              "--file=FILE URL, or pg_basebackup for the whole server");
}

}  // namespace fieldstone::store::postgres
