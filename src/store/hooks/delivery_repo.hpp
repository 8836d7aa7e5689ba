// What the dispatcher of webhooks asks of the database: hooks with pending events, leases, events
// in order, and how deliveries ended.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/ids.hpp"
#include "store/hooks/hook_key.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

// A hook as its deliveries need it.
struct DeliveryHook {
  HookKey key;
  std::string store_hash;
  std::string client_id;
  std::string scope;
  std::string destination;
  std::string headers;        // a JSON object; empty: none
  std::string sealed_secret;  // of the account; empty: it has none
  std::string lease_owner;    // empty: nobody's
  TimeMs lease_until;
  bool reload = false;  // rows were added below those that the owner has seen
};

struct PendingEvent {
  std::int64_t event_id = 0;
  std::string scope;
  std::string resource;  // events of one resource go out in order
  std::string data;
  TimeS created_at;
  int attempts = 0;
  TimeMs next_at;
};

struct Lease {
  HookKey key;
  std::string_view owner;
  TimeMs now;
  TimeMs until;
};

struct Backlog {
  std::int64_t events = 0;  // counted up to kMostCounted
  TimeS oldest;             // 0: there is none
};

// Thread: as the connection. A write concerns one store.
class DeliveryRepo {
 public:
  static constexpr std::int64_t kMostCounted = 1'000'000;

  DeliveryRepo(sql::Connection& connection, const Dialect& dialect)
      : connection_(connection), dialect_(dialect) {}

  // Active hooks that have pending events, of all stores.
  Result<std::vector<DeliveryHook>> pending_hooks();
  // Absent: deleted or not active.
  Result<std::optional<DeliveryHook>> find_hook(HookKey key);

  // Takes or renews a lease; false when it is another owner's and not over.
  Result<bool> lease(const Lease& lease);
  Status release(HookKey key, std::string_view owner);
  // Tells the owner to read the pending events anew; and that it has done so.
  Status request_reload(HookKey key);
  Status clear_reload(HookKey key, std::string_view owner);

  // In the order of their ids.
  Result<std::vector<PendingEvent>> rows_after(HookKey key, std::int64_t after, std::int64_t limit);
  // Those of the given ones that are there, in the order of their ids.
  Result<std::vector<PendingEvent>> rows_at(HookKey key, std::span<const std::int64_t> event_ids);

  // Returns how many were there.
  Result<std::int64_t> remove(HookKey key, std::span<const std::int64_t> event_ids);
  // Errors: none when the event is gone meanwhile (WH-84): nothing happens; returns whether it was
  // there.
  Result<bool> postpone(HookKey key, const PendingEvent& row);

  Result<bool> has(HookKey key, std::int64_t event_id);

  // Events that wait for one hook; counted to kMostCounted.
  Result<std::int64_t> pending(HookKey key);
  Result<Backlog> backlog();

 private:
  Result<std::int64_t> remove_listed(HookKey key, std::span<const std::int64_t> event_ids);

  sql::Connection& connection_;
  const Dialect& dialect_;
};

}  // namespace fieldstone::store
