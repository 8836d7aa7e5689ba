#include "http/worker_pool.hpp"

#include "base/scheduling.hpp"

namespace fieldstone::http {

WorkerPool::WorkerPool(Limits limits) : waiting_({limits.max_waiting, limits.max_waiting_each}) {
  threads_.reserve(limits.threads);
  for (unsigned i = 0; i < limits.threads; ++i)
    threads_.emplace_back([this, back = limits.steps_back] { work_off(back); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

std::unique_ptr<WorkerPool::Job> WorkerPool::submit(std::int64_t party, std::unique_ptr<Job> job,
                                                    Admission admission) {
  {
    const std::lock_guard lock(mutex_);
    if (admission == Admission::bounded && !waiting_.has_room(party)) return job;
    waiting_.push(party, std::move(job));
  }
  wake_.notify_one();
  return nullptr;
}

void WorkerPool::work_off(bool steps_back) {
  if (steps_back) step_back(Share::a_third);
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::unique_ptr<Job> job = std::move(waiting_.pop().second);
    const bool late = stopping_;
    lock.unlock();
    if (late) {
      job->refuse();
    } else {
      job->run();
    }
    lock.lock();
  }
}

}  // namespace fieldstone::http
