// Threads for reads of requests that are too long for an I/O thread. Private to store/sqlite.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/turns.hpp"
#include "store/unit/store.hpp"
#include "store/unit/waiter.hpp"

namespace fieldstone::store::sqlite {

class Readers;

struct LongReadLimits {
  unsigned threads = 0;  // 0: half of the processors, at least one and at most four
  std::size_t max_waiting = 1'024;
  std::size_t max_waiting_each = 128;          // of one store; beyond: too_many_requests (HTTP-163)
  std::chrono::milliseconds deadline{10'000};  // of one read, from its beginning (HTTP-170)
};

// The stores take turns. The threads step back behind those that answer short requests.
// Thread: any.
class LongReads {
 public:
  // Requires: the readers outlive this.
  LongReads(Readers& readers, LongReadLimits limits);
  // Finishes what is under way; what waits is unavailable.
  ~LongReads();
  LongReads(const LongReads&) = delete;
  LongReads& operator=(const LongReads&) = delete;

  // Takes the waiter on success. The work must stay valid until the waiter is told.
  // Errors: too_many_requests when too much is waiting; the waiter stays the caller's.
  Status submit(StoreId store_id, WorkRef work, std::unique_ptr<Waiter>& waiter);

 private:
  struct Unit {
    WorkRef work;
    std::unique_ptr<Waiter> waiter;
  };

  void work_off();
  Status run(WorkRef work);

  Readers& readers_;
  LongReadLimits limits_;
  std::mutex mutex_;
  std::condition_variable wake_;
  Turns<Unit> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace fieldstone::store::sqlite
