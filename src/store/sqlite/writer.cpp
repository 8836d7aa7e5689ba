#include "store/sqlite/writer.hpp"

#include <algorithm>
#include <exception>

#include "base/processor_time.hpp"
#include "base/scheduling.hpp"
#include "store/sqlite/lineage.hpp"
#include "store/sqlite/paced_writes.hpp"

namespace fieldstone::store::sqlite {
namespace {

constexpr Dialect kDialect(Engine::sqlite);

// After every so many pages of the log a thread of its own copies them into the database, which
// disturbs nobody. Under steady writing it never catches up with the end of the log, so that the
// log could grow without bound: from the second size on it goes on until little is left, which the
// writer copies itself between two groups, and the next group starts the log anew.
constexpr int kCheckpointPages = 4'000;  // 16 MB
constexpr int kLongLogPages = 16'000;    // 64 MB
constexpr int kLittlePages = 500;
constexpr int kPassesToCatchUp = 8;

int note_wal_pages(void* counter, sqlite3*, const char*, int pages) {
  static_cast<std::atomic<int>*>(counter)->store(pages, std::memory_order_relaxed);
  return SQLITE_OK;
}

}  // namespace

Writer::Writer(Parts parts, Limits limits, log::Logger& logger)
    : connection_(std::move(parts.connection)),
      checkpointer_(std::move(parts.checkpointer)),
      readers_(parts.readers),
      watch_(parts.watch),
      hooks_(parts.hooks),
      limits_(limits),
      logger_(logger),
      queue_({limits.max_queued, limits.max_queued_each}) {
  sqlite3_wal_hook(connection_->handle(), &note_wal_pages, &wal_pages_);
  checkpoint_thread_ = std::thread([this] { checkpoint_loop(); });
  thread_ = std::thread([this] { run(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  {
    const std::lock_guard lock(checkpoint_mutex_);
    checkpoint_stopping_ = true;
  }
  checkpoint_wake_.notify_all();
  checkpoint_thread_.join();
  // SQLite moves the log into the main file and removes it when the last connection is closed, if
  // that one may write: after an orderly stop the database is one file.
  readers_.close();
}

Status Writer::submit(const Order& order, std::unique_ptr<Waiter>& waiter) {
  const std::int64_t party = order.store_id.value;
  {
    const std::lock_guard lock(mutex_);
    if (!queue_.has_room(party)) return fail(Code::too_many_requests, "HTTP-163");
    queue_.push(party, {order, std::move(waiter), {}, {}});
  }
  wake_.notify_one();
  return {};
}

StoreStats Writer::stats() const {
  StoreStats stats;
  {
    const std::lock_guard lock(mutex_);
    stats.queued_writes = queue_.size();
  }
  stats.commit_groups = commit_groups_.load(std::memory_order_relaxed);
  stats.committed_units = committed_units_.load(std::memory_order_relaxed);
  stats.foreign_commits = foreign_commits_.load(std::memory_order_relaxed);
  stats.failed_commits = failed_commits_.load(std::memory_order_relaxed);
  for (int i = 0; i < StoreStats::kGroupBuckets; ++i) {
    stats.group_size_buckets[i] =
        group_sizes_[static_cast<std::size_t>(i)].load(std::memory_order_relaxed);
  }
  return stats;
}

void Writer::run() {
  ask_for_short_turns();
  while (true) {
    std::vector<Unit> group = take_group();
    if (group.empty()) return;
    commit_group(group);
    tell_listener(group);
    std::vector<Ended> ended;
    ended.reserve(group.size());
    for (Unit& unit : group) ended.push_back({std::move(unit.waiter), std::move(unit.result)});
    complete_together(std::move(ended));
    after_commit();
  }
}

std::vector<Writer::Unit> Writer::take_group() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  const std::size_t size = std::min(queue_.size(), limits_.max_group);
  std::vector<Unit> group;
  group.reserve(size);
  for (std::size_t i = 0; i < size; ++i) group.push_back(queue_.pop().second);
  return group;
}

void Writer::commit_group(std::vector<Unit>& group) {
  if (const Status done = run_group(group); !done) roll_back(group, done.error());
}

Status Writer::run_group(std::vector<Unit>& group) {
  FS_TRY_STATUS(connection_->execute("BEGIN IMMEDIATE"));
  const bool marked = mark_due_;
  if (marked) FS_TRY_STATUS(mark_log(*connection_));
  note_foreign_commits();
  FS_TRY_STATUS(run_units(group));
  const bool any = std::any_of(group.begin(), group.end(),
                               [](const Unit& unit) { return unit.result.has_value(); });
  if (!any) {
    if (auto ended = connection_->execute("ROLLBACK"); !ended) logger_.error("rollback failed");
    return {};
  }
  FS_TRY_STATUS(commit());
  note_new_log(marked);
  count(group);
  return {};
}

Status Writer::commit() {
  Status status = watch_.sound();
  if (status) status = watch_.in_place();
  if (status) {
    if (auto committed = connection_->execute("COMMIT"); !committed)
      status = fail(std::move(committed).error());
  }
  if (!status) failed_commits_.fetch_add(1, std::memory_order_relaxed);
  return status;
}

// Another process may have begun a log without our mark.
void Writer::note_new_log(bool marked) {
  const int pages = wal_pages_.load(std::memory_order_relaxed);
  mark_due_ = pages < pages_before_ && !marked;
  pages_before_ = pages;
}

// Whoever waits for the group waits for all of it: after a while it takes in no more, and the units
// that are left come first in the next one.
Status Writer::run_units(std::vector<Unit>& group) {
  const auto enough = std::chrono::steady_clock::now() + limits_.max_group_time;
  const bool alone = group.size() == 1;
  GroupFacts facts;
  facts.units_left = group.size();
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (i > 0 && std::chrono::steady_clock::now() >= enough) {
      give_back(group, i);
      return {};
    }
    run_unit(group[i], alone, facts);
    facts.unit_ended(group[i].result.has_value());
    // SQLite gives up the whole transaction by itself on some errors: disk full, I/O.
    if (!connection_->in_transaction())
      return group[i].result ? Status(fail(Code::unavailable, {})) : std::move(group[i].result);
  }
  return {};
}

void Writer::give_back(std::vector<Unit>& group, std::size_t from) {
  const std::lock_guard lock(mutex_);
  while (group.size() > from) {
    const std::int64_t party = group.back().order.store_id.value;
    queue_.give_back(party, std::move(group.back()));
    group.pop_back();
  }
}

// The number changes when another connection has committed, never by our own commits.
void Writer::note_foreign_commits() {
  auto rows = connection_->query("PRAGMA data_version");
  if (!rows || !rows->next()) return;
  const std::int64_t version = rows->integer(0);
  if (version == data_version_) return;
  if (data_version_ != 0) foreign_commits_.fetch_add(1, std::memory_order_relaxed);
  data_version_ = version;
}

// A savepoint costs two statements; a unit that is alone has the transaction to itself.
void Writer::run_unit(Unit& unit, bool alone, GroupFacts& facts) {
  if (alone) {
    unit.result = run_work(unit, facts);
    return;
  }
  if (auto opened = connection_->execute("SAVEPOINT unit"); !opened) {
    unit.result = fail(opened.error());
    return;
  }
  unit.result = run_work(unit, facts);
  if (!connection_->in_transaction()) return;
  if (!unit.result) {
    if (auto undone = connection_->execute("ROLLBACK TO unit"); !undone) {
      // What the unit did can't be taken back alone, so nothing of the group may stay.
      if (auto ended = connection_->execute("ROLLBACK"); !ended) logger_.error("rollback failed");
      return;
    }
  }
  if (auto released = connection_->execute("RELEASE unit"); !released && unit.result) {
    unit.result = fail(released.error());
  }
}

Allowance Writer::allowance_of(const Order& order) const {
  if (order.bounded == Bounded::no) return {};
  const UnitBounds& bounds = limits_.unit;
  return {bounds.steps, bounds.bytes, {}, processor_time() + bounds.time};
}

Status Writer::run_work(Unit& unit, GroupFacts& facts) {
  try {
    Tx tx(*connection_, kDialect, &facts);
    connection_->allow(allowance_of(unit.order));
    Status result = unit.order.work(tx);
    // Who has not noticed is done all the same.
    if (!result && connection_->exceeded())
      result = fail(Code::unavailable, "HTTP-171", std::string(kTooMuchAtOnce));
    connection_->allow({});
    unit.touched = std::move(tx.touched_hooks());
    return result;
  } catch (const std::exception& error) {
    connection_->allow({});
    logger_.error("a unit of work threw", {{"what", error.what()}});
    return fail(Code::internal, {});
  }
}

// Units that were refused share the fate of the others: what they were refused for may be part of
// what is taken back, and then the refusal would tell of something that never was.
void Writer::roll_back(std::vector<Unit>& group, const Error& error) {
  if (connection_->in_transaction()) {
    if (auto ended = connection_->execute("ROLLBACK"); !ended) logger_.error("rollback failed");
  }
  // Whatever it was, it was none of theirs alone.
  for (Unit& unit : group) unit.result = fail(Code::unavailable, {}, error.message);
}

void Writer::tell_listener(const std::vector<Unit>& group) {
  std::vector<HookKey> touched;
  for (const Unit& unit : group) {
    if (unit.result) touched.insert(touched.end(), unit.touched.begin(), unit.touched.end());
  }
  // Most units of a group touch the same few hooks.
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  hooks_.tell(touched);
}

void Writer::count(const std::vector<Unit>& group) {
  const auto committed = static_cast<std::uint64_t>(std::count_if(
      group.begin(), group.end(), [](const Unit& unit) { return unit.result.has_value(); }));
  commit_groups_.fetch_add(1, std::memory_order_relaxed);
  committed_units_.fetch_add(committed, std::memory_order_relaxed);
  std::size_t bucket = 0;
  while (bucket + 1 < group_sizes_.size() && (std::uint64_t{1} << bucket) < committed) ++bucket;
  group_sizes_[bucket].fetch_add(1, std::memory_order_relaxed);
}

void Writer::after_commit() {
  if (nearly_copied_.exchange(false)) start_log_anew();
  const int pages = wal_pages_.load(std::memory_order_relaxed);
  if (pages < asked_at_pages_) asked_at_pages_ = 0;  // the log was started anew
  if (pages - asked_at_pages_ < kCheckpointPages) return;
  {
    const std::lock_guard lock(checkpoint_mutex_);
    if (checkpoint_wanted_) return;
    checkpoint_wanted_ = true;
  }
  asked_at_pages_ = pages;
  checkpoint_wake_.notify_one();
}

// The next write starts the log anew when all of it is copied and nobody reads from it; whoever
// begins to read from here on reads the database.
void Writer::start_log_anew() {
  const Progress progress = checkpoint(*connection_);
  if (progress.logged <= 0 || progress.copied != progress.logged) return;
  readers_.give_up();
  mark_due_ = true;
}

// A checkpoint gets no further than the oldest snapshot.
Writer::Progress Writer::checkpoint(Connection& connection) {
  readers_.let_go();
  Progress progress;
  sqlite3_wal_checkpoint_v2(connection.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                            &progress.logged, &progress.copied);
  return progress;
}

void Writer::catch_up() {
  const PacedWrites paced;
  int copied_before = 0;
  for (int pass = 0; pass < kPassesToCatchUp; ++pass) {
    const Progress progress = checkpoint(*checkpointer_);
    if (progress.logged < kLongLogPages) return;
    if (progress.copied <= copied_before) return;  // somebody's snapshot stands in the way
    copied_before = progress.copied;
    const int left = wal_pages_.load(std::memory_order_relaxed) - progress.copied;
    if (left <= kLittlePages) {
      nearly_copied_ = true;
      return;
    }
  }
}

void Writer::checkpoint_loop() {
  step_back(Share::a_third);
  std::unique_lock lock(checkpoint_mutex_);
  while (true) {
    checkpoint_wake_.wait(lock, [this] { return checkpoint_wanted_ || checkpoint_stopping_; });
    if (checkpoint_stopping_) return;
    lock.unlock();
    catch_up();
    lock.lock();
    checkpoint_wanted_ = false;
  }
}

}  // namespace fieldstone::store::sqlite
