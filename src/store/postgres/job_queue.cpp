#include "store/postgres/job_queue.hpp"

#include <algorithm>

namespace fieldstone::store::postgres {
namespace {

constexpr std::chrono::milliseconds kWatchPause{100};

Failure full() { return fail(Code::too_many_requests, "HTTP-163"); }

}  // namespace

JobQueue::JobQueue(QueueLimits limits, Connections connections)
    : limits_(limits),
      idle_(std::move(connections)),
      reads_({limits.max_queued, limits.max_queued_each}),
      max_readers_each_(std::max<std::size_t>(1, idle_.size() / 2)),
      never_lent_(idle_.size() / 4),
      watcher_([this] { watch(); }) {}

JobQueue::~JobQueue() {
  close();
  watcher_.join();
}

Status JobQueue::add_read(std::int64_t store, WorkRef work, std::unique_ptr<Waiter>& waiter) {
  {
    const std::lock_guard lock(mutex_);
    if (queued_ >= limits_.max_queued || !reads_.has_room(store)) return full();
    ++queued_;
    reads_.push(store, {work, std::move(waiter), Clock::now() + limits_.max_wait});
  }
  changed_.notify_one();
  return {};
}

Status JobQueue::add_write(const Write& write, std::unique_ptr<Waiter>& waiter) {
  {
    const std::lock_guard lock(mutex_);
    if (queued_ >= limits_.max_queued) return full();
    StoreQueue& queue = stores_[write.store];
    if (queue.units.size() >= limits_.max_queued_each) return full();
    ++queued_;
    if (queue.units.empty() && !queue.busy) ready_.push_back(write.store);
    queue.units.push_back(
        {write.work, std::move(waiter), Clock::now() + limits_.max_wait, write.bounded});
  }
  changed_.notify_one();
  return {};
}

// A closed queue waits for no connection: who has borrowed one may be gone.
bool JobQueue::has_job() const {
  if (idle_.empty() && !closed_) return false;
  const bool may = reads_.has_for([this](std::int64_t store) { return may_read(store); });
  return may || (!ready_.empty() && writers_ < limits_.max_writers);
}

bool JobQueue::may_read(std::int64_t store) const {
  if (closed_ || store == kNoStore) return true;
  const auto found = readers_.find(store);
  return found == readers_.end() || found->second < max_readers_each_;
}

std::optional<Job> JobQueue::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return has_job() || (closed_ && queued_ == 0); });
  if (!has_job()) return std::nullopt;
  const bool may_write = !ready_.empty() && writers_ < limits_.max_writers;
  const bool may_read_one = reads_.has_for([this](std::int64_t store) { return may_read(store); });
  write_was_last_ = may_write && (!may_read_one || !write_was_last_);
  Job job = write_was_last_ ? take_write() : take_read();
  job.connection = take_connection();
  return job;
}

// The open one that was used last, so that a quiet server keeps few sessions busy.
std::unique_ptr<Connection> JobQueue::take_connection() {
  if (idle_.empty()) return nullptr;
  const auto open = std::find_if(idle_.rbegin(), idle_.rend(),
                                 [](const auto& connection) { return connection != nullptr; });
  if (open != idle_.rend()) std::iter_swap(open, idle_.rbegin());
  std::unique_ptr<Connection> taken = std::move(idle_.back());
  idle_.pop_back();
  return taken;
}

std::unique_ptr<Connection> JobQueue::borrow() {
  const std::lock_guard lock(mutex_);
  if (closed_ || !reads_.empty() || idle_.size() <= never_lent_) return nullptr;
  std::unique_ptr<Connection> taken = take_connection();
  if (taken == nullptr) idle_.push_back(nullptr);
  return taken;
}

Job JobQueue::take_read() {
  Job job;
  auto [store, unit] = reads_.pop([this](std::int64_t party) { return may_read(party); });
  job.units.push_back(std::move(unit));
  job.reader = store;
  ++readers_[store];
  --queued_;
  return job;
}

Job JobQueue::take_write() {
  Job job;
  job.store = ready_.front();
  ready_.pop_front();
  StoreQueue& queue = stores_[*job.store];
  queue.busy = true;
  ++writers_;
  while (!queue.units.empty() && job.units.size() < limits_.max_group) {
    job.units.push_back(std::move(queue.units.front()));
    queue.units.pop_front();
    --queued_;
  }
  return job;
}

void JobQueue::keep(std::unique_ptr<Connection> connection) {
  if (connection != nullptr && connection->lost()) connection.reset();
  idle_.push_back(std::move(connection));
}

void JobQueue::finish(const Job& job, std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    keep(std::move(connection));
    if (job.store) {
      finish_write(*job.store);
    } else if (--readers_[job.reader] == 0) {
      readers_.erase(job.reader);
    }
    if (!job.store && !has_job()) return;
  }
  if (job.store) {
    changed_.notify_all();
  } else {
    changed_.notify_one();
  }
}

void JobQueue::take_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    keep(std::move(connection));
    if (!has_job()) return;
  }
  changed_.notify_one();
}

void JobQueue::finish_write(std::int64_t store) {
  --writers_;
  const auto found = stores_.find(store);
  found->second.busy = false;
  if (found->second.units.empty()) {
    stores_.erase(found);
  } else {
    ready_.push_back(store);
  }
}

void JobQueue::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
  watch_again_.notify_all();
}

std::size_t JobQueue::queued_writes() const {
  const std::lock_guard lock(mutex_);
  return queued_ - reads_.size();
}

void JobQueue::expire(std::deque<Unit>& units, std::vector<Unit>& late, Clock::time_point now) {
  while (!units.empty() && units.front().deadline < now) {
    late.push_back(std::move(units.front()));
    units.pop_front();
    --queued_;
  }
}

void JobQueue::watch() {
  std::unique_lock lock(mutex_);
  while (!closed_) {
    watch_again_.wait_for(lock, kWatchPause);
    std::vector<Unit> late;
    const auto now = Clock::now();
    late = reads_.take_first([now](const Unit& unit) { return unit.deadline < now; });
    queued_ -= late.size();
    for (auto store = stores_.begin(); store != stores_.end();) {
      expire(store->second.units, late, now);
      if (store->second.units.empty() && !store->second.busy) {
        std::erase(ready_, store->first);
        store = stores_.erase(store);
      } else {
        ++store;
      }
    }
    if (late.empty()) continue;
    lock.unlock();
    for (Unit& unit : late) unit.waiter->complete(fail(Code::unavailable, {}));
    changed_.notify_all();
    lock.lock();
  }
}

}  // namespace fieldstone::store::postgres
