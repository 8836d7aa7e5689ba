#include "store/hooks/delivery_repo.hpp"

#include <algorithm>

#include "store/sql/query_builder.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kPendingHooks =
    "SELECT h.store_id, h.id, s.store_hash, h.client_id, h.scope, h.destination, h.headers,"
    " a.sealed_secret, l.owner, l.until_ms, l.reload"
    " FROM hook h JOIN store s ON s.store_id = h.store_id"
    " JOIN api_account a ON a.store_id = h.store_id AND a.client_id = h.client_id"
    " LEFT JOIN hook_lease l ON l.store_id = h.store_id AND l.hook_id = h.id"
    " WHERE h.is_active = 1 AND EXISTS"
    " (SELECT 1 FROM outbox o WHERE o.store_id = h.store_id AND o.hook_id = h.id)";
constexpr std::string_view kFindHook =
    "SELECT h.store_id, h.id, s.store_hash, h.client_id, h.scope, h.destination, h.headers,"
    " a.sealed_secret, l.owner, l.until_ms, l.reload"
    " FROM hook h JOIN store s ON s.store_id = h.store_id"
    " JOIN api_account a ON a.store_id = h.store_id AND a.client_id = h.client_id"
    " LEFT JOIN hook_lease l ON l.store_id = h.store_id AND l.hook_id = h.id"
    " WHERE h.store_id = $1 AND h.id = $2 AND h.is_active = 1";

constexpr std::string_view kLease =
    "INSERT INTO hook_lease (store_id, hook_id, owner, until_ms, reload)"
    " VALUES ($1, $2, $3, $5, 0) ON CONFLICT (store_id, hook_id) DO UPDATE"
    " SET owner = excluded.owner, until_ms = excluded.until_ms"
    " WHERE hook_lease.owner = excluded.owner OR hook_lease.until_ms <= $4"
    " OR hook_lease.until_ms > $6";
// A lease that lasts for so many times as long as the one asked for is void: it was written under a
// clock that was ahead (WH-87). Clocks and time-outs of processes differ, within reason.
constexpr std::int64_t kLeaseSlack = 4;
constexpr std::string_view kRelease =
    "DELETE FROM hook_lease WHERE store_id = $1 AND hook_id = $2 AND owner = $3";
constexpr std::string_view kRequestReload =
    "UPDATE hook_lease SET reload = 1 WHERE store_id = $1 AND hook_id = $2";
constexpr std::string_view kClearReload =
    "UPDATE hook_lease SET reload = 0 WHERE store_id = $1 AND hook_id = $2 AND owner = $3";

constexpr std::string_view kRows =
    "SELECT event_id, scope, resource, data, created_at, attempts, next_at_ms FROM outbox"
    " WHERE store_id = ";
constexpr std::string_view kPostpone =
    "UPDATE outbox SET attempts = $4, next_at_ms = $5"
    " WHERE store_id = $1 AND hook_id = $2 AND event_id = $3";

constexpr std::string_view kRemove = "DELETE FROM outbox WHERE store_id = ";
constexpr std::string_view kRemoveRun =
    "DELETE FROM outbox WHERE store_id = $1 AND hook_id = $2 AND event_id BETWEEN $3 AND $4";
constexpr std::string_view kHas =
    "SELECT 1 FROM outbox WHERE store_id = $1 AND hook_id = $2 AND event_id = $3";
constexpr std::string_view kPending =
    "SELECT count(*) FROM (SELECT 1 AS one FROM outbox WHERE store_id = $1 AND hook_id = $2"
    " LIMIT $3) AS counted";
constexpr std::string_view kCount =
    "SELECT count(*) FROM (SELECT 1 AS one FROM outbox LIMIT $1) AS counted";
// The first event of each hook is its oldest.
constexpr std::string_view kOldest =
    "SELECT min((SELECT o.created_at FROM outbox o WHERE o.store_id = h.store_id"
    " AND o.hook_id = h.id ORDER BY o.event_id LIMIT 1)) FROM hook h";

// Goes on after "store_id = ": a hook's events, up to what holds for their numbers.
QueryBuilder& of_hook(QueryBuilder& query, HookKey key) {
  return query.param(key.store_id).sql(" AND hook_id = ").param(key.hook_id).sql(" AND event_id ");
}

DeliveryHook hook_of(const sql::Rows& rows) {
  DeliveryHook hook;
  hook.key = {rows.integer(0), rows.integer(1)};
  hook.store_hash = rows.text(2);
  hook.client_id = rows.text(3);
  hook.scope = rows.text(4);
  hook.destination = rows.text(5);
  hook.headers = rows.text(6);
  hook.sealed_secret = rows.text(7);
  hook.lease_owner = rows.text(8);
  hook.lease_until = TimeMs{rows.integer(9)};
  hook.reload = rows.integer(10) != 0;
  return hook;
}

Result<std::vector<PendingEvent>> all_rows(Result<sql::Rows> rows) {
  if (!rows) return fail(std::move(rows).error());
  std::vector<PendingEvent> all;
  while (true) {
    FS_TRY(const bool more, rows->next());
    if (!more) break;
    PendingEvent row;
    row.event_id = rows->integer(0);
    row.scope = rows->text(1);
    row.resource = rows->text(2);
    row.data = rows->text(3);
    row.created_at = TimeS{rows->integer(4)};
    row.attempts = static_cast<int>(rows->integer(5));
    row.next_at = TimeMs{rows->integer(6)};
    all.push_back(std::move(row));
  }
  return all;
}

}  // namespace

Result<std::vector<DeliveryHook>> DeliveryRepo::pending_hooks() {
  FS_TRY(auto rows, connection_.query(kPendingHooks));
  std::vector<DeliveryHook> hooks;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) break;
    hooks.push_back(hook_of(rows));
  }
  return hooks;
}

Result<std::optional<DeliveryHook>> DeliveryRepo::find_hook(HookKey key) {
  FS_TRY(auto rows, connection_.query(kFindHook, {key.store_id, key.hook_id}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<DeliveryHook>();
  return std::optional(hook_of(rows));
}

Result<bool> DeliveryRepo::lease(const Lease& lease) {
  const std::int64_t latest = lease.now.value + kLeaseSlack * (lease.until.value - lease.now.value);
  FS_TRY(const auto taken,
         connection_.execute(kLease, {lease.key.store_id, lease.key.hook_id, lease.owner,
                                      lease.now.value, lease.until.value, latest}));
  return taken > 0;
}

Status DeliveryRepo::release(HookKey key, std::string_view owner) {
  FS_TRY_STATUS(connection_.execute(kRelease, {key.store_id, key.hook_id, owner}));
  return {};
}

Status DeliveryRepo::request_reload(HookKey key) {
  FS_TRY_STATUS(connection_.execute(kRequestReload, {key.store_id, key.hook_id}));
  return {};
}

Status DeliveryRepo::clear_reload(HookKey key, std::string_view owner) {
  FS_TRY_STATUS(connection_.execute(kClearReload, {key.store_id, key.hook_id, owner}));
  return {};
}

Result<std::vector<PendingEvent>> DeliveryRepo::rows_after(HookKey key, std::int64_t after,
                                                           std::int64_t limit) {
  QueryBuilder query;
  of_hook(query.sql(kRows), key).sql("> ").param(after);
  query.sql(" ORDER BY event_id LIMIT ").param(limit);
  return all_rows(query.run(connection_));
}

Result<std::vector<PendingEvent>> DeliveryRepo::rows_at(HookKey key,
                                                        std::span<const std::int64_t> event_ids) {
  QueryBuilder query;
  of_hook(query.sql(kRows), key).in(dialect_, event_ids).sql(" ORDER BY event_id");
  return all_rows(query.run(connection_));
}

// Most have neighbours: a run of numbers is deleted as a range, which spares the engine the list.
Result<std::int64_t> DeliveryRepo::remove(HookKey key, std::span<const std::int64_t> event_ids) {
  constexpr std::ptrdiff_t kShortestRun = 4;
  std::vector<std::int64_t> ids(event_ids.begin(), event_ids.end());
  std::sort(ids.begin(), ids.end());
  std::vector<std::int64_t> single;
  std::int64_t removed = 0;
  for (auto run = ids.begin(); run != ids.end();) {
    auto end = std::next(run);
    while (end != ids.end() && *end == *std::prev(end) + 1) ++end;
    if (end - run < kShortestRun) {
      single.insert(single.end(), run, end);
    } else {
      FS_TRY(const auto rows,
             connection_.execute(kRemoveRun, {key.store_id, key.hook_id, *run, *std::prev(end)}));
      removed += rows;
    }
    run = end;
  }
  FS_TRY(const auto rows, remove_listed(key, single));
  return removed + rows;
}

Result<std::int64_t> DeliveryRepo::remove_listed(HookKey key,
                                                 std::span<const std::int64_t> event_ids) {
  if (event_ids.empty()) return 0;
  QueryBuilder query;
  of_hook(query.sql(kRemove), key).in(dialect_, event_ids);
  return query.execute(connection_);
}

Result<bool> DeliveryRepo::postpone(HookKey key, const PendingEvent& row) {
  FS_TRY(const auto changed,
         connection_.execute(kPostpone, {key.store_id, key.hook_id, row.event_id, row.attempts,
                                         row.next_at.value}));
  return changed > 0;
}

Result<bool> DeliveryRepo::has(HookKey key, std::int64_t event_id) {
  FS_TRY(auto rows, connection_.query(kHas, {key.store_id, key.hook_id, event_id}));
  return rows.next();
}

Result<std::int64_t> DeliveryRepo::pending(HookKey key) {
  FS_TRY(auto rows, connection_.query(kPending, {key.store_id, key.hook_id, kMostCounted}));
  FS_TRY_STATUS(rows.next());
  return rows.integer(0);
}

Result<Backlog> DeliveryRepo::backlog() {
  Backlog backlog;
  {
    FS_TRY(auto rows, connection_.query(kCount, {kMostCounted}));
    FS_TRY_STATUS(rows.next());
    backlog.events = rows.integer(0);
  }
  FS_TRY(auto rows, connection_.query(kOldest));
  FS_TRY_STATUS(rows.next());
  backlog.oldest = TimeS{rows.integer(0)};
  return backlog;
}

}  // namespace fieldstone::store
