#include "store/postgres/replica.hpp"

namespace fieldstone::store::postgres {
namespace {

constexpr std::chrono::milliseconds kRest{100};
constexpr std::chrono::milliseconds kBetweenLooks{1};

QueueLimits reads_only() {
  QueueLimits limits;
  limits.max_writers = 0;
  return limits;
}

}  // namespace

// One thread that reads from the replica.
class Replica::Reader {
 public:
  explicit Reader(Replica& replica) : replica_(replica), thread_([this] { run(); }) {}
  ~Reader() { thread_.join(); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

 private:
  void run() {
    while (auto job = replica_.queue_.take()) {
      Unit& unit = job->units.front();
      Status status;
      connection_ = std::move(job->connection);
      const bool answered = replica_.usable() && connect() && follow() && read(unit.work, status);
      replica_.queue_.finish(*job, std::move(connection_));
      if (answered) {
        ++replica_.reads_;
        unit.waiter->complete(std::move(status));
        continue;
      }
      replica_.rest();
      replica_.leave_to_primary(*job);
    }
  }

  bool connect() {
    if (connection_ != nullptr && !connection_->lost()) return true;
    connection_.reset();
    if (!replica_.reconnect_.may_try()) return false;
    auto opened = Connection::open(replica_.options_.connect, replica_.shared_.logger);
    if (!opened) {
      replica_.reconnect_.failed();
      replica_.shared_.logger.warn("replica out of reach", {{"message", opened.error().message}});
      return false;
    }
    replica_.reconnect_.succeeded();
    connection_ = *std::move(opened);
    return true;
  }

  // Asked before the snapshot is taken: what has been replayed by then is in it.
  bool follow() {
    const auto position = replica_.position_.after_now();
    if (!position) return false;
    const auto end = Clock::now() + replica_.options_.patience;
    while (true) {
      const auto replay = replay_of(*connection_, *position);
      if (!replay || *replay == Replay::unfit) return false;
      if (*replay == Replay::reached) return true;
      if (Clock::now() >= end) return false;
      std::this_thread::sleep_for(kBetweenLooks);
    }
  }

  // Whether the status is the unit's answer. A replica cancels reads that stand in the way of the
  // replay: then the primary is asked.
  bool read(WorkRef work, Status& status) {
    status = read_in_snapshot(work, *connection_, replica_.shared_.logger);
    const Fault fault = status ? Fault::none : connection_->fault();
    const bool failed = fault != Fault::none;
    if (failed && !connection_->lost() && connection_->in_transaction()) {
      if (auto undone = connection_->execute_script("ROLLBACK"); !undone) connection_->abandon();
    }
    return !failed || fault == Fault::too_long;
  }

  Replica& replica_;
  std::unique_ptr<Connection> connection_;
  std::thread thread_;
};

Replica::Replica(ReplicaOptions options, Shared shared)
    : options_(std::move(options)),
      shared_(shared),
      position_(shared.primary, shared.logger),
      queue_(reads_only(), Connections(options_.connections)) {
  while (readers_.size() < options_.connections)
    readers_.push_back(std::make_unique<Reader>(*this));
}

Replica::~Replica() {
  queue_.close();
  readers_.clear();
}

Status Replica::add_read(std::int64_t store, WorkRef work, std::unique_ptr<Waiter>& waiter) {
  return queue_.add_read(store, work, waiter);
}

void Replica::rest() {
  if (usable()) not_before_ = (Clock::now() + kRest).time_since_epoch().count();
}

void Replica::leave_to_primary(Job& job) {
  ++left_;
  Unit& unit = job.units.front();
  if (auto queued = shared_.primary_queue.add_read(job.reader, unit.work, unit.waiter); !queued)
    unit.waiter->complete(std::move(queued));
}

}  // namespace fieldstone::store::postgres
