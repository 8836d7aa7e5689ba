// The database handle: runs units of work. What a unit does is a plain function over Tx; where it
// runs is the store's business.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "store/tx.hpp"

namespace fieldstone::store {

// Non-owning reference to a callable `Status(Tx&)`.
class WorkRef {
 public:
  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, WorkRef>)
  WorkRef(F& function)  // NOLINT(google-explicit-constructor)
      : object_(&function),
        call_([](void* object, Tx& tx) -> Status { return (*static_cast<F*>(object))(tx); }) {}
  Status operator()(Tx& tx) const { return call_(object_, tx); }

 private:
  void* object_;
  Status (*call_)(void*, Tx&);
};

// Health and load figures for /readyz and /metrics.
struct StoreStats {
  std::uint64_t queued_writes = 0;
  std::uint64_t commit_groups = 0;    // since start
  std::uint64_t committed_units = 0;  // since start
  std::uint64_t failed_commits = 0;   // since start
  // Stable: upper bounds of the commit-group size histogram are 1, 2, 4 … 2^(n-1), then +Inf.
  static constexpr int kGroupBuckets = 12;
  std::uint64_t group_size_buckets[kGroupBuckets] = {};
};

// Thread: any; several I/O threads share one Store.
class Store {
 public:
  virtual ~Store() = default;

  // Runs `work(Tx&) -> Result<T>` against a consistent snapshot.
  // Errors: those of `work`; unavailable when the database can't be read.
  template <class F>
  auto read(F work) -> boost::asio::awaitable<std::invoke_result_t<F&, Tx&>> {
    return run(std::move(work), &Store::run_read);
  }
  // Runs `work(Tx&) -> Result<T>` as one unit: a failed Result rolls back all of it. Returns after
  // COMMIT; a success is on disk.
  // Errors: those of `work`; unavailable when COMMIT fails (then nothing was applied);
  // too_many_requests when the queue is full (HTTP-163).
  // `work` may run more than once (serialization retries): it must depend on Tx alone.
  template <class F>
  auto write(F work) -> boost::asio::awaitable<std::invoke_result_t<F&, Tx&>> {
    return run(std::move(work), &Store::run_write);
  }

  // The same on the calling thread, for the command line and tests.
  template <class F>
  auto read_blocking(F work) -> std::invoke_result_t<F&, Tx&> {
    return run_blocking(work, &Store::run_read_blocking);
  }
  template <class F>
  auto write_blocking(F work) -> std::invoke_result_t<F&, Tx&> {
    return run_blocking(work, &Store::run_write_blocking);
  }

  // Whether read() is done before it could suspend: then read_blocking() is the same for less.
  virtual bool reads_at_once() const { return false; }

  virtual StoreStats stats() const = 0;

  // Asks the engine whether its files are sound; one line per damage, empty when there is none.
  virtual Result<std::vector<std::string>> verify_files() = 0;
  // Writes a consistent copy while others go on. Errors: unavailable with a sentence for the
  // operator.
  virtual Status backup_to(const std::string& path) = 0;

 protected:
  virtual boost::asio::awaitable<Status> run_read(WorkRef work) = 0;
  virtual boost::asio::awaitable<Status> run_write(WorkRef work) = 0;
  virtual Status run_read_blocking(WorkRef work) = 0;
  virtual Status run_write_blocking(WorkRef work) = 0;

 private:
  template <class F>
  auto run(F work, boost::asio::awaitable<Status> (Store::*how)(WorkRef))
      -> boost::asio::awaitable<std::invoke_result_t<F&, Tx&>> {
    std::invoke_result_t<F&, Tx&> result = fail(Code::internal, {});
    auto unit = [&result, &work](Tx& tx) -> Status {
      result = work(tx);
      if (!result) return fail(result.error());
      return {};
    };
    if (Status status = co_await (this->*how)(WorkRef(unit)); !status)
      co_return fail(std::move(status).error());
    co_return result;
  }
  template <class F>
  auto run_blocking(F& work, Status (Store::*how)(WorkRef)) -> std::invoke_result_t<F&, Tx&> {
    std::invoke_result_t<F&, Tx&> result = fail(Code::internal, {});
    auto unit = [&result, &work](Tx& tx) -> Status {
      result = work(tx);
      if (!result) return fail(result.error());
      return {};
    };
    if (Status status = (this->*how)(WorkRef(unit)); !status)
      return fail(std::move(status).error());
    return result;
  }
};

}  // namespace fieldstone::store
