#include "store/postgres/worker.hpp"

#include <algorithm>
#include <bit>
#include <exception>

#include "store/postgres/locks.hpp"

namespace fieldstone::store::postgres {
namespace {

constexpr int kAttempts = 5;
constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestPause{1000};

std::string lock_of(std::int64_t store) {
  const std::string all = std::to_string(kAllStoresLock);
  if (store == kAllStores.value) return "SELECT pg_advisory_xact_lock(" + all + ")";
  return "SELECT pg_advisory_xact_lock_shared(" + all + "), pg_advisory_xact_lock(" +
         std::to_string(kKeys + store) + ")";
}

bool any_success(const std::vector<Status>& results) {
  return std::any_of(results.begin(), results.end(),
                     [](const Status& status) { return status.has_value(); });
}

}  // namespace

Status run_guarded(WorkRef work, Tx& tx, log::Logger& logger) {
  try {
    return work(tx);
  } catch (const std::exception& e) {
    logger.error("unit of work threw", {{"message", e.what()}});
    return fail(Code::internal, {});
  }
}

Status read_in_snapshot(WorkRef work, Connection& connection, log::Logger& logger) {
  FS_TRY_STATUS(connection.begin_reading());
  Tx tx(connection, kDialect);
  Status status = run_guarded(work, tx, logger);
  // What was read is read, however the transaction ends.
  if (status || connection.fault() == Fault::none) connection.end_later();
  return status;
}

bool Reconnect::may_try() {
  const std::lock_guard lock(mutex_);
  if (!failing_) return true;
  const auto now = Clock::now();
  if (now < next_try_) return false;
  next_try_ = now + pause_;
  return true;
}

void Reconnect::failed() {
  const std::lock_guard lock(mutex_);
  pause_ = failing_ ? std::min<Clock::duration>(pause_ * 2, kLongestPause) : kFirstPause;
  failing_ = true;
  next_try_ = Clock::now() + pause_;
}

void Reconnect::succeeded() {
  const std::lock_guard lock(mutex_);
  failing_ = false;
}

void CommitCounts::committed(std::size_t units) {
  ++groups_;
  units_ += units;
  const auto bucket =
      static_cast<std::size_t>(std::bit_width(units - 1));  // the first 2^i >= units
  ++buckets_[std::min<std::size_t>(bucket, StoreStats::kGroupBuckets - 1)];
}

void CommitCounts::add_to(StoreStats& stats) const {
  stats.commit_groups = groups_;
  stats.committed_units = units_;
  stats.failed_commits = failed_;
  for (int i = 0; i < StoreStats::kGroupBuckets; ++i) stats.group_size_buckets[i] = buckets_[i];
}

Worker::Worker(Shared shared) : shared_(shared), thread_([this] { run(); }) {}

Worker::~Worker() { thread_.join(); }

void Worker::run() {
  while (auto job = shared_.queue.take()) {
    connection_ = std::move(job->connection);
    if (!job->store) {
      run_read(*job);
    } else {
      run_writes(*job);
    }
  }
}

Status Worker::connect() {
  if (connection_ != nullptr && !connection_->lost()) return {};
  connection_.reset();
  if (!shared_.reconnect.may_try()) return fail(Code::unavailable, {});
  auto opened = Connection::open(shared_.connect, shared_.logger);
  if (!opened) {
    shared_.reconnect.failed();
    shared_.logger.warn("database out of reach", {{"message", opened.error().message}});
    return fail(Code::unavailable, {});
  }
  shared_.reconnect.succeeded();
  connection_ = *std::move(opened);
  return {};
}

void Worker::run_read(Job& job) {
  Unit& unit = job.units.front();
  Status status = fail(Code::unavailable, {});
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (auto connected = connect(); !connected) {
      status = std::move(connected);
      break;
    }
    if (try_read(unit.work, status) != Outcome::again) break;
  }
  shared_.queue.finish(job, std::move(connection_));
  unit.waiter->complete(std::move(status));
}

Worker::Outcome Worker::try_read(WorkRef work, Status& status) {
  status = read_in_snapshot(work, *connection_, shared_.logger);
  return !status && connection_->fault() != Fault::none ? give_up() : Outcome::done;
}

void Worker::run_writes(Job& job) {
  std::vector<Status> results(job.units.size(), Status(fail(Code::unavailable, {})));
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (auto connected = connect(); !connected) {
      results.assign(job.units.size(), connected);
      break;
    }
    const Outcome outcome = try_writes(job, results);
    if (outcome == Outcome::done) break;
    results.assign(job.units.size(), Status(fail(Code::unavailable, {})));
    if (outcome == Outcome::undone) break;
  }
  shared_.queue.finish(job, std::move(connection_));
  std::vector<Ended> ended;
  ended.reserve(job.units.size());
  for (std::size_t i = 0; i < job.units.size(); ++i)
    ended.push_back({std::move(job.units[i].waiter), std::move(results[i])});
  complete_together(std::move(ended));
}

// READ COMMITTED: what others wrote while we waited for the lock is seen, and nobody else writes to
// this store until we are done. So the unit runs as if it were alone.
Worker::Outcome Worker::try_writes(const Job& job, std::vector<Status>& results) {
  if (!connection_->begin("ISOLATION LEVEL READ COMMITTED", lock_of(*job.store))) return give_up();
  if (const Outcome outcome = run_units(job, results); outcome != Outcome::done) return outcome;
  if (any_success(results)) {
    commit(results);
  } else if (connection_->in_transaction()) {
    if (auto undone = connection_->execute_script("ROLLBACK"); !undone) give_up();
  }
  return Outcome::done;
}

Status Worker::run_bounded(const Unit& unit, Tx& tx) {
  const UnitBounds& bounds = shared_.queue.limits().unit;
  connection_->allow(unit.bounded == Bounded::yes ? &bounds : nullptr);
  Status status = run_guarded(unit.work, tx, shared_.logger);
  if (!status && connection_->exceeded())
    status = fail(Code::unavailable, "HTTP-171", std::string(kTooMuchAtOnce));
  connection_->allow(nullptr);
  return status;
}

Worker::Outcome Worker::run_units(const Job& job, std::vector<Status>& results) {
  const bool alone = job.units.size() == 1;  // then the transaction itself is what is undone
  std::string_view savepoint = "SAVEPOINT unit";
  touched_.assign(job.units.size(), {});
  GroupFacts facts;
  facts.units_left = job.units.size();
  for (std::size_t i = 0; i < job.units.size(); ++i) {
    if (!alone && !connection_->execute_script(savepoint)) return give_up();
    Tx tx(*connection_, kDialect, &facts);
    results[i] = run_bounded(job.units[i], tx);
    touched_[i] = std::move(tx.touched_hooks());
    facts.unit_ended(results[i].has_value());
    const Fault fault = connection_->fault();
    if (fault == Fault::conflict || fault == Fault::connection_lost) return give_up();
    savepoint = results[i] ? "RELEASE SAVEPOINT unit; SAVEPOINT unit"
                           : "ROLLBACK TO SAVEPOINT unit; RELEASE SAVEPOINT unit; SAVEPOINT unit";
  }
  if (!alone && !results.back()) {
    if (!connection_->execute_script("ROLLBACK TO SAVEPOINT unit")) return give_up();
  }
  return Outcome::done;
}

void Worker::tell_listener(const std::vector<Status>& results) {
  std::vector<HookKey> touched;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i]) touched.insert(touched.end(), touched_[i].begin(), touched_[i].end());
  }
  // Most units of a group touch the same few hooks.
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  shared_.hooks.tell(touched);
}

// Whoever was to be told of a success is told of the failure. When the connection broke, the server
// may have committed all the same: that can't be known, and must not be tried again.
void Worker::commit(std::vector<Status>& results) {
  const auto units = static_cast<std::size_t>(std::count_if(
      results.begin(), results.end(), [](const Status& status) { return status.has_value(); }));
  Status committed = connection_->commit();
  if (committed) {
    shared_.counts.committed(units);
    tell_listener(results);
    return;
  }
  shared_.counts.failed();
  give_up();
  for (Status& result : results) {
    if (result) result = fail(Code::unavailable, {});
  }
}

Worker::Outcome Worker::give_up() {
  const Fault fault = connection_->fault();
  if (!connection_->lost() && connection_->in_transaction()) {
    if (auto undone = connection_->execute_script("ROLLBACK"); !undone) connection_->abandon();
  }
  return fault == Fault::conflict || fault == Fault::connection_lost ? Outcome::again
                                                                     : Outcome::undone;
}

}  // namespace fieldstone::store::postgres
