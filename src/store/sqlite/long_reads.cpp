#include "store/sqlite/long_reads.hpp"

#include <algorithm>

#include "base/scheduling.hpp"
#include "store/sqlite/reader.hpp"

namespace fieldstone::store::sqlite {
namespace {

unsigned thread_count(const LongReadLimits& limits) {
  if (limits.threads > 0) return limits.threads;
  return std::clamp(std::thread::hardware_concurrency() / 2, 1U, 4U);
}

}  // namespace

LongReads::LongReads(Readers& readers, LongReadLimits limits)
    : readers_(readers), limits_(limits), waiting_({limits.max_waiting, limits.max_waiting_each}) {
  for (unsigned i = 0; i < thread_count(limits); ++i) threads_.emplace_back([this] { work_off(); });
}

LongReads::~LongReads() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

Status LongReads::submit(StoreId store_id, WorkRef work, std::unique_ptr<Waiter>& waiter) {
  {
    const std::lock_guard lock(mutex_);
    if (!waiting_.has_room(store_id.value)) return fail(Code::too_many_requests, "HTTP-163");
    waiting_.push(store_id.value, {work, std::move(waiter)});
  }
  wake_.notify_one();
  return {};
}

void LongReads::work_off() {
  step_back(Share::a_third);
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Unit unit = waiting_.pop().second;
    const bool late = stopping_;
    lock.unlock();
    unit.waiter->complete(late ? Status(fail(Code::unavailable, {})) : run(unit.work));
    unit.waiter.reset();
    lock.lock();
  }
}

Status LongReads::run(WorkRef work) {
  Allowance allowance;
  allowance.until = std::chrono::steady_clock::now() + limits_.deadline;
  if (auto status = readers_.run_within(work, allowance)) return *std::move(status);
  return fail(Code::unavailable, "HTTP-170", std::string(kTookTooLong));
}

}  // namespace fieldstone::store::sqlite
