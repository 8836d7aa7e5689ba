#include "store/postgres/wal_position.hpp"

namespace fieldstone::store::postgres {
namespace {

// What is inserted is not before what is flushed, so that a commit that does not wait for the disk
// (synchronous_commit = off) counts as well. The name of a log file begins with its timeline.
constexpr std::string_view kPosition =
    "SELECT lsn::text, ('x' || left(pg_walfile_name(lsn), 8))::bit(32)::bigint"
    " FROM pg_current_wal_insert_lsn() AS lsn";
// The control file knows a timeline since the last restart point: after a failover it learns of the
// new one late, never early.
constexpr std::string_view kReplay =
    "SELECT CASE WHEN pg_is_in_recovery() AND timeline_id = $2"
    " THEN CASE WHEN pg_last_wal_replay_lsn() >= $1::pg_lsn THEN 0 ELSE 1 END ELSE 2 END"
    " FROM pg_control_checkpoint()";

}  // namespace

PrimaryPosition::PrimaryPosition(const ConnectOptions& primary, log::Logger& logger)
    : primary_(primary), logger_(logger), thread_([this] { run(); }) {}

PrimaryPosition::~PrimaryPosition() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Result<WalPosition> PrimaryPosition::after_now() {
  std::unique_lock lock(mutex_);
  const std::uint64_t mine = asked_ + 1;  // one that is under way may have been answered already
  wanted_ = mine;
  changed_.notify_all();
  changed_.wait(lock, [&] { return answered_ >= mine || closed_; });
  if (answered_ < mine) return fail(Code::unavailable, {});
  return answer_;
}

void PrimaryPosition::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return closed_ || wanted_ > asked_; });
    if (closed_) return;
    ++asked_;
    lock.unlock();
    auto answer = ask();
    lock.lock();
    answer_ = std::move(answer);
    answered_ = asked_;
    changed_.notify_all();
  }
}

Result<WalPosition> PrimaryPosition::ask() {
  if (connection_ == nullptr || connection_->lost()) {
    if (!reconnect_.may_try()) return fail(Code::unavailable, {});
    auto opened = Connection::open(primary_, logger_);
    if (!opened) {
      reconnect_.failed();
      return fail(Code::unavailable, {});
    }
    reconnect_.succeeded();
    connection_ = *std::move(opened);
  }
  FS_TRY(auto rows, connection_->query(kPosition));
  FS_TRY(const bool found, rows.next());
  if (!found) return fail(Code::unavailable, {});
  return WalPosition{std::string(rows.text(0)), rows.integer(1)};
}

Result<Replay> replay_of(Connection& replica, const WalPosition& position) {
  FS_TRY(auto rows, replica.query(kReplay, {position.lsn, position.timeline}));
  FS_TRY(const bool found, rows.next());
  if (!found) return fail(Code::unavailable, {});
  return rows.integer(0) == 0   ? Replay::reached
         : rows.integer(0) == 1 ? Replay::behind
                                : Replay::unfit;
}

}  // namespace fieldstone::store::postgres
