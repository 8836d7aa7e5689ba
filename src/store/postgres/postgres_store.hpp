// The store on a PostgreSQL database, which other processes may use as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/job_queue.hpp"
#include "store/postgres/replica.hpp"
#include "store/unit/store.hpp"
#include "store/whole/opening.hpp"

namespace fieldstone::store::postgres {

struct PostgresOptions {
  ConnectOptions connect;
  Opening opening = Opening::upgrade;  // of the tables; the database itself must be there
  std::size_t connections = 8;
  QueueLimits queue;
  std::optional<ReplicaOptions> replica;
};

class CommitCounts;
class Worker;

// Units of work wait in a queue for one of a fixed number of workers and of connections; a read
// that asks one thing and finds a connection free needs no worker. Reads run in a snapshot. Writes
// of one store run one after the other, in this process and in all others, under an advisory lock;
// those that wait together are committed together. With a replica, reads go there as long as nobody
// can tell.
class PostgresStore final : public Store {
 public:
  // Connects, and makes the tables or brings them to this version's schema, as far as the opening
  // goes. Requires: logger outlives the store. Errors: unavailable with a sentence for the
  // operator.
  static Result<std::unique_ptr<PostgresStore>> open(PostgresOptions options, log::Logger& logger);
  // Finishes the queued units. Requires: nothing else uses the store any more.
  ~PostgresStore() override;

  void set_listener(HookListener* listener) override { hooks_->set(listener); }
  StoreStats stats() const override;
  // Of the schema. The files are the server's business (pg_amcheck, checksums).
  Result<std::vector<std::string>> verify_files() override;
  // Errors: unavailable, always: it names pg_dump.
  Status backup_to(const std::string& path) override;

 protected:
  boost::asio::awaitable<Status> run_read(WorkRef work) override;
  boost::asio::awaitable<Status> run_read_in_turn(WorkRef work, StoreId store_id) override;
  boost::asio::awaitable<Status> run_write(WorkRef work, StoreId store_id) override;
  Status run_read_blocking(WorkRef work) override;
  Status run_write_blocking(WorkRef work, StoreId store_id) override;

 private:
  PostgresStore(PostgresOptions options, std::unique_ptr<Connection> first, log::Logger& logger);
  bool may_read_at_once() const;
  enum class Purpose : std::uint8_t { read, write, bounded_write };
  // The store is the one that waits for its turn.
  struct Demand {
    WorkRef work;
    StoreId store_id;
    Purpose purpose = Purpose::read;
  };
  boost::asio::awaitable<Status> run(Demand demand);
  Status run_blocking(Demand demand);
  Status submit(const Demand& demand, std::unique_ptr<Waiter>& waiter);

  const PostgresOptions options_;
  log::Logger& logger_;
  std::unique_ptr<Reconnect> reconnect_;
  std::unique_ptr<CommitCounts> counts_;
  std::unique_ptr<HookSignal> hooks_;
  std::shared_ptr<JobQueue> queue_;  // who reads on his own thread may hold it for longer
  std::vector<std::unique_ptr<Worker>> workers_;
  std::unique_ptr<Replica> replica_;
};

}  // namespace fieldstone::store::postgres
