#include "store/postgres/postgres_store.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <future>

#include "store/postgres/migrations.hpp"
#include "store/postgres/worker.hpp"

namespace fieldstone::store::postgres {
namespace {

namespace asio = boost::asio;

// Hands the status to a coroutine on its own executor.
template <class Handler>
class CoroutineWaiter final : public Waiter {
 public:
  explicit CoroutineWaiter(Handler handler)
      : handler_(std::move(handler)), executor_(asio::get_associated_executor(handler_)) {}

  void complete(Status status) override {
    asio::post(executor_, [handler = std::move(handler_), status = std::move(status)]() mutable {
      std::move(handler)(std::move(status));
    });
  }

 private:
  Handler handler_;
  asio::associated_executor_t<Handler> executor_;
};

class BlockingWaiter final : public Waiter {
 public:
  explicit BlockingWaiter(std::promise<Status> promise) : promise_(std::move(promise)) {}
  void complete(Status status) override { promise_.set_value(std::move(status)); }

 private:
  std::promise<Status> promise_;
};

Status require_utf8(Connection& connection) {
  FS_TRY(auto rows, connection.query("SELECT current_setting('server_encoding')"));
  FS_TRY(const bool any, rows.next());
  if (any && rows.text(0) == "UTF8") return {};
  return fail(Code::unavailable, {},
              "the database has the encoding " + std::string(rows.text(0)) +
                  "; make one with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0");
}

Status prepare_database(Connection& connection, IfAbsent if_absent) {
  FS_TRY_STATUS(require_utf8(connection));
  FS_TRY(const bool there, has_schema(connection));
  if (!there && if_absent == IfAbsent::refuse) {
    return fail(Code::unavailable, {},
                "no fieldstone has written to this database yet; start with: fieldstone store "
                "create HASH --database URL");
  }
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return migrate(connection, postgres_migrations(),
                 std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

}  // namespace

Result<std::unique_ptr<PostgresStore>> PostgresStore::open(PostgresOptions options,
                                                           log::Logger& logger) {
  FS_TRY(auto connection, Connection::open(options.connect, logger));
  FS_TRY_STATUS(prepare_database(*connection, options.if_absent));
  return std::unique_ptr<PostgresStore>(
      new PostgresStore(std::move(options), std::move(connection), logger));
}

PostgresStore::PostgresStore(PostgresOptions options, std::unique_ptr<Connection> first,
                             log::Logger& logger)
    : options_(std::move(options)),
      reconnect_(std::make_unique<Reconnect>()),
      counts_(std::make_unique<CommitCounts>()),
      queue_(std::make_unique<JobQueue>(options_.queue)) {
  const Worker::Shared shared{options_.connect, *queue_, *reconnect_, *counts_, logger};
  while (workers_.size() < options_.connections)
    workers_.push_back(std::make_unique<Worker>(shared, std::move(first)));
}

PostgresStore::~PostgresStore() { queue_->close(); }

StoreStats PostgresStore::stats() const {
  StoreStats stats;
  counts_->add_to(stats);
  stats.queued_writes = queue_->queued_writes();
  return stats;
}

Status PostgresStore::submit(WorkRef work, std::optional<StoreId> store_id,
                             std::unique_ptr<Waiter>& waiter) {
  return store_id ? queue_->add_write(store_id->value, work, waiter)
                  : queue_->add_read(work, waiter);
}

asio::awaitable<Status> PostgresStore::run(WorkRef work, std::optional<StoreId> store_id) {
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Status)>(
      [this, work, store_id](auto handler) {
        std::unique_ptr<Waiter> waiter =
            std::make_unique<CoroutineWaiter<decltype(handler)>>(std::move(handler));
        if (auto queued = submit(work, store_id, waiter); !queued)
          waiter->complete(std::move(queued));
      },
      asio::use_awaitable);
}

Status PostgresStore::run_blocking(WorkRef work, std::optional<StoreId> store_id) {
  std::promise<Status> promise;
  std::future<Status> done = promise.get_future();
  std::unique_ptr<Waiter> waiter = std::make_unique<BlockingWaiter>(std::move(promise));
  FS_TRY_STATUS(submit(work, store_id, waiter));
  return done.get();
}

asio::awaitable<Status> PostgresStore::run_read(WorkRef work) { return run(work, std::nullopt); }

asio::awaitable<Status> PostgresStore::run_write(WorkRef work, StoreId store_id) {
  return run(work, store_id);
}

Status PostgresStore::run_read_blocking(WorkRef work) { return run_blocking(work, std::nullopt); }

Status PostgresStore::run_write_blocking(WorkRef work, StoreId store_id) {
  return run_blocking(work, store_id);
}

Result<std::vector<std::string>> PostgresStore::verify_files() {
  return std::vector<std::string>();
}

Status PostgresStore::backup_to(const std::string& /*path*/) {
  return fail(Code::unavailable, {},
              "a PostgreSQL database is copied with its own tools: pg_dump --format=custom "
              "--file=FILE URL, or pg_basebackup for the whole server");
}

}  // namespace fieldstone::store::postgres
