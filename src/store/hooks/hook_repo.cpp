#include "store/hooks/hook_repo.hpp"

#include "store/sql/offset_list.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

// Stable: stored in id_sequence.
constexpr std::string_view kSequence = "hook";

constexpr std::string_view kColumns =
    "id, client_id, scope, is_active, deactivated, created_at, updated_at, last_event_at,"
    " destination, headers";
constexpr std::string_view kInsert =
    "INSERT INTO hook (store_id, id, client_id, scope, is_active, deactivated, created_at,"
    " updated_at, last_event_at, destination, headers)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
constexpr std::string_view kFind =
    "SELECT id, client_id, scope, is_active, deactivated, created_at, updated_at, last_event_at,"
    " destination, headers FROM hook WHERE store_id = $1 AND id = $2";
constexpr std::string_view kOfClient =
    "SELECT id, client_id, scope, is_active, deactivated, created_at, updated_at, last_event_at,"
    " destination, NULL FROM hook WHERE store_id = $1 AND client_id = $2 ORDER BY id";
constexpr std::string_view kHeaderCharacters =
    "SELECT coalesce(sum(length(headers)), 0) FROM hook"
    " WHERE store_id = $1 AND client_id = $2 AND id <> $3";
constexpr std::string_view kOfStore =
    "SELECT id, client_id, scope, is_active, deactivated, created_at, updated_at, last_event_at,"
    " destination, headers FROM hook WHERE store_id = $1 ORDER BY id";
constexpr std::string_view kUpdate =
    "UPDATE hook SET scope = $3, is_active = $4, deactivated = $5, updated_at = $6,"
    " last_event_at = $7, destination = $8, headers = $9 WHERE store_id = $1 AND id = $2";
constexpr std::string_view kRemoveLease =
    "DELETE FROM hook_lease WHERE store_id = $1 AND hook_id = $2";
constexpr std::string_view kRemovePending =
    "DELETE FROM outbox WHERE store_id = $1 AND hook_id = $2";
constexpr std::string_view kRemove = "DELETE FROM hook WHERE store_id = $1 AND id = $2";
constexpr std::string_view kActive =
    "SELECT h.id, h.scope, h.last_event_at, h.client_id, a.scopes FROM hook h JOIN api_account a"
    " ON a.store_id = h.store_id AND a.client_id = h.client_id"
    " WHERE h.store_id = $1 AND h.is_active = 1 AND a.revoked_at IS NULL ORDER BY h.id";
constexpr std::string_view kRemoveOfEnded =
    "DELETE FROM hook WHERE EXISTS (SELECT 1 FROM api_account a WHERE a.store_id = hook.store_id"
    " AND a.client_id = hook.client_id AND a.revoked_at IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.store_id = hook.store_id"
    " AND o.hook_id = hook.id)";
constexpr std::string_view kSawEvent =
    "UPDATE hook SET last_event_at = $3 WHERE store_id = $1 AND id = $2";
constexpr std::string_view kRestIdle =
    "UPDATE hook SET is_active = 0,"
    " updated_at = CASE WHEN updated_at > $2 THEN updated_at ELSE $2 END"
    " WHERE is_active = 1 AND last_event_at < $1";
constexpr std::string_view kEmails =
    "SELECT email FROM hook_email WHERE store_id = $1 AND client_id = $2 ORDER BY place";
constexpr std::string_view kRemoveEmails =
    "DELETE FROM hook_email WHERE store_id = $1 AND client_id = $2";
constexpr std::string_view kAddEmail =
    "INSERT INTO hook_email (store_id, client_id, place, email) VALUES ($1, $2, $3, $4)";

Hook hook_of(const sql::Rows& rows) {
  Hook hook;
  hook.id = HookId{rows.integer(0)};
  hook.client_id = rows.text(1);
  hook.scope = rows.text(2);
  hook.is_active = rows.integer(3) != 0;
  hook.deactivated = rows.integer(4) != 0;
  hook.created_at = TimeS{rows.integer(5)};
  hook.updated_at = TimeS{rows.integer(6)};
  hook.last_event_at = TimeS{rows.integer(7)};
  hook.destination = rows.text(8);
  hook.headers = rows.text(9);
  return hook;
}

Result<std::vector<Hook>> all_hooks(Result<sql::Rows> rows) {
  if (!rows) return fail(std::move(rows).error());
  std::vector<Hook> hooks;
  while (true) {
    FS_TRY(const bool more, rows->next());
    if (!more) return hooks;
    hooks.push_back(hook_of(*rows));
  }
}

sql::Value headers_of(const Hook& hook) {
  return hook.headers.empty() ? sql::Value() : sql::Value(hook.headers);
}

auto list_parts(StoreId store_id, std::string_view client_id, const HookFilter& filter) {
  const auto where = [store_id, client_id, &filter](QueryBuilder& query) {
    query.sql(" WHERE store_id = ").param(store_id.value);
    query.sql(" AND client_id = ").param(client_id);
    if (filter.is_active) query.sql(" AND is_active = ").param(*filter.is_active ? 1 : 0);
    if (filter.scope) query.sql(" AND scope = ").param(*filter.scope);
    if (filter.destination) query.sql(" AND destination = ").param(*filter.destination);
  };
  return ListParts<decltype(where)>{kColumns, "hook", "id", where};
}

}  // namespace

Result<HookId> HookRepo::insert(StoreId store_id, const Hook& hook) {
  FS_TRY(const auto id, CounterRepo(connection_).next_id(store_id, kSequence));
  FS_TRY_STATUS(connection_.execute(
      kInsert, {store_id.value, id, hook.client_id, hook.scope, hook.is_active ? 1 : 0,
                hook.deactivated ? 1 : 0, hook.created_at.value, hook.updated_at.value,
                hook.last_event_at.value, hook.destination, headers_of(hook)}));
  return HookId{id};
}

Result<std::optional<Hook>> HookRepo::find(StoreId store_id, HookId id) {
  FS_TRY(auto rows, connection_.query(kFind, {store_id.value, id.value}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<Hook>();
  return std::optional(hook_of(rows));
}

Status HookRepo::update(StoreId store_id, const Hook& hook) {
  FS_TRY_STATUS(connection_.execute(
      kUpdate,
      {store_id.value, hook.id.value, hook.scope, hook.is_active ? 1 : 0, hook.deactivated ? 1 : 0,
       hook.updated_at.value, hook.last_event_at.value, hook.destination, headers_of(hook)}));
  touch(store_id, hook.id);
  return {};
}

Status HookRepo::remove(StoreId store_id, HookId id) {
  FS_TRY_STATUS(connection_.execute(kRemovePending, {store_id.value, id.value}));
  FS_TRY_STATUS(connection_.execute(kRemoveLease, {store_id.value, id.value}));
  FS_TRY_STATUS(connection_.execute(kRemove, {store_id.value, id.value}));
  touch(store_id, id);
  return {};
}

Status HookRepo::remove_of_client(StoreId store_id, std::string_view client_id) {
  FS_TRY(const auto hooks, of_client(store_id, client_id));
  for (const Hook& hook : hooks) FS_TRY_STATUS(remove(store_id, hook.id));
  FS_TRY_STATUS(connection_.execute(kRemoveEmails, {store_id.value, client_id}));
  return {};
}

Result<std::vector<Hook>> HookRepo::of_store(StoreId store_id) {
  return all_hooks(connection_.query(kOfStore, {store_id.value}));
}

Result<std::vector<Hook>> HookRepo::of_client(StoreId store_id, std::string_view client_id) {
  return all_hooks(connection_.query(kOfClient, {store_id.value, client_id}));
}

Result<std::int64_t> HookRepo::header_characters(StoreId store_id, std::string_view client_id,
                                                 HookId except) {
  FS_TRY(auto rows,
         connection_.query(kHeaderCharacters, {store_id.value, client_id, except.value}));
  FS_TRY_STATUS(rows.next());
  return rows.integer(0);
}

Result<HookPage> HookRepo::list(StoreId store_id, std::string_view client_id,
                                const HookFilter& filter, const PageRequest& page) {
  const auto parts = list_parts(store_id, client_id, filter);
  return offset_page(connection_, parts, page, hook_of,
                     [&] { return count_rows(connection_, parts); });
}

Result<std::vector<ActiveHook>> HookRepo::active(StoreId store_id) {
  FS_TRY(auto rows, connection_.query(kActive, {store_id.value}));
  std::vector<ActiveHook> hooks;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return hooks;
    hooks.push_back({HookId{rows.integer(0)}, std::string(rows.text(1)), TimeS{rows.integer(2)},
                     std::string(rows.text(3)), std::string(rows.text(4))});
  }
}

Status HookRepo::saw_event(StoreId store_id, HookId id, TimeS now) {
  FS_TRY_STATUS(connection_.execute(kSawEvent, {store_id.value, id.value, now.value}));
  return {};
}

Result<std::int64_t> HookRepo::rest_idle(TimeS before, TimeS now) {
  return connection_.execute(kRestIdle, {before.value, now.value});
}

Status HookRepo::remove_of_ended() {
  FS_TRY_STATUS(connection_.execute(kRemoveOfEnded));
  return {};
}

Result<std::vector<std::string>> HookRepo::emails(StoreId store_id, std::string_view client_id) {
  FS_TRY(auto rows, connection_.query(kEmails, {store_id.value, client_id}));
  std::vector<std::string> emails;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return emails;
    emails.emplace_back(rows.text(0));
  }
}

Status HookRepo::set_emails(StoreId store_id, std::string_view client_id,
                            const std::vector<std::string>& emails) {
  FS_TRY_STATUS(connection_.execute(kRemoveEmails, {store_id.value, client_id}));
  std::int64_t place = 0;
  for (const std::string& email : emails) {
    FS_TRY_STATUS(connection_.execute(kAddEmail, {store_id.value, client_id, place++, email}));
  }
  return {};
}

}  // namespace fieldstone::store
