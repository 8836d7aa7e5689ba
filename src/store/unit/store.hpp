// The database handle: runs units of work. What a unit does is a plain function over Tx; where it
// runs is the store's business.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "core/ids.hpp"
#include "store/hooks/hook_key.hpp"
#include "store/unit/tx.hpp"

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

// What a client reads when the time for a read is over (HTTP-170).
inline constexpr std::string_view kTookTooLong =
    "The query took too long. Ask for less at a time, or by an id.";

// Stands for a unit that may write to any store.
inline constexpr StoreId kAllStores{0};

// Health and load figures for /readyz and /metrics.
struct StoreStats {
  std::uint64_t queued_writes = 0;
  std::uint64_t commit_groups = 0;    // since start
  std::uint64_t committed_units = 0;  // since start
  std::uint64_t failed_commits = 0;   // since start
  // How often a write found that another process had written to the same SQLite file, or had
  // emptied its log. Since start.
  std::uint64_t foreign_commits = 0;
  std::uint64_t replica_reads = 0;   // since start: answered by a replica
  std::uint64_t replica_misses = 0;  // since start: tried there, then left to the primary
  // Stable: upper bounds of the commit-group size histogram are 1, 2, 4 … 2^(n-1), then +Inf.
  static constexpr int kGroupBuckets = 12;
  std::uint64_t group_size_buckets[kGroupBuckets] = {};
};

// Thread: any; several I/O threads share one Store.
class Store {
 public:
  virtual ~Store() = default;

  // Whether writes can be taken at all, as far as that is known without trying.
  // Errors: unavailable with a sentence for the operator.
  virtual Status takes_writes() const { return {}; }

  // Runs `work(Tx&) -> Result<T>` against a consistent snapshot.
  // Errors: those of `work`; unavailable when the database can't be read.
  // `work` may run more than once (a lost connection): it must depend on Tx alone.
  template <class F>
  auto read(F work) -> boost::asio::awaitable<std::invoke_result_t<F&, Tx&>> {
    std::invoke_result_t<F&, Tx&> result = fail(Code::internal, {});
    auto unit = unit_of(result, work);
    FS_CO_TRY_STATUS(co_await run_read(WorkRef(unit)));
    co_return result;
  }
  // Runs `work(Tx&) -> Result<T>`, which writes to one store only, as one unit: a failed Result
  // rolls back all of it. It sees the store as if nobody else wrote to it. Returns after COMMIT; a
  // success is on disk.
  // Errors: those of `work`; unavailable when COMMIT fails: then nothing was applied, except that a
  // server that goes away in the middle of COMMIT may have applied all of it;
  // too_many_requests when the queue is full (HTTP-163).
  // `work` may run more than once (serialization retries): it must depend on Tx alone.
  template <class F>
  auto write(StoreId store_id, F work) -> boost::asio::awaitable<std::invoke_result_t<F&, Tx&>> {
    std::invoke_result_t<F&, Tx&> result = fail(Code::internal, {});
    auto unit = unit_of(result, work);
    FS_CO_TRY_STATUS(co_await run_write(WorkRef(unit), store_id));
    co_return result;
  }

  // The same on the calling thread, for the command line and tests; a write may touch every store.
  template <class F>
  auto read_blocking(F work) -> std::invoke_result_t<F&, Tx&> {
    std::invoke_result_t<F&, Tx&> result = fail(Code::internal, {});
    auto unit = unit_of(result, work);
    FS_TRY_STATUS(run_read_blocking(WorkRef(unit)));
    return result;
  }
  template <class F>
  auto write_blocking(F work) -> std::invoke_result_t<F&, Tx&> {
    std::invoke_result_t<F&, Tx&> result = fail(Code::internal, {});
    auto unit = unit_of(result, work);
    FS_TRY_STATUS(run_write_blocking(WorkRef(unit), kAllStores));
    return result;
  }

  // For requests. The first is read() on the calling thread, where an engine can do that, as long
  // as it is short: absent where it is not, and then nothing has happened. The second takes it
  // elsewhere, where the stores take turns, and gives it a time (HTTP-170).
  // Errors: unavailable when the time is over; too_many_requests when too much is waiting
  // (HTTP-163).
  template <class F>
  auto read_at_once(F& work) -> std::optional<std::invoke_result_t<F&, Tx&>> {
    using Outcome = std::invoke_result_t<F&, Tx&>;
    Outcome result = fail(Code::internal, {});
    auto unit = unit_of(result, work);
    auto status = run_read_at_once(WorkRef(unit));
    if (!status) return std::nullopt;
    if (!*status) return Outcome(fail(std::move(*status).error()));
    return std::optional<Outcome>(std::move(result));
  }
  template <class F>
  auto read_in_turn(StoreId store_id, F work)
      -> boost::asio::awaitable<std::invoke_result_t<F&, Tx&>> {
    std::invoke_result_t<F&, Tx&> result = fail(Code::internal, {});
    auto unit = unit_of(result, work);
    FS_CO_TRY_STATUS(co_await run_read_in_turn(WorkRef(unit), store_id));
    co_return result;
  }

  // Who is told of hooks that committed units have touched; null: nobody. Requires: the listener
  // outlives the store. Thread: any.
  virtual void set_listener(HookListener* listener) = 0;

  virtual StoreStats stats() const = 0;

  // Asks the engine whether its files are sound, and compares the schema with the one that this
  // version makes; a sentence for each thing that is wrong. Cost: scans.
  virtual Result<std::vector<std::string>> verify_files() = 0;
  // Writes a consistent copy while others go on. Errors: unavailable with a sentence for the
  // operator.
  virtual Status backup_to(const std::string& path) = 0;

 protected:
  virtual boost::asio::awaitable<Status> run_read(WorkRef work) = 0;
  virtual std::optional<Status> run_read_at_once(WorkRef /*work*/) { return std::nullopt; }
  virtual boost::asio::awaitable<Status> run_read_in_turn(WorkRef work, StoreId store_id) = 0;
  virtual boost::asio::awaitable<Status> run_write(WorkRef work, StoreId store_id) = 0;
  virtual Status run_read_blocking(WorkRef work) = 0;
  virtual Status run_write_blocking(WorkRef work, StoreId store_id) = 0;

 private:
  template <class T, class F>
  static auto unit_of(T& result, F& work) {
    return [&result, &work](Tx& tx) -> Status {
      result = work(tx);
      if (!result) return fail(result.error());
      return {};
    };
  }
};

}  // namespace fieldstone::store
