#include "store/metafields/metafield_repo.hpp"

#include "store/metafields/metafield_list.hpp"
#include "store/metafields/metafield_row.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

// Values are read through a view: SQLite keeps longer ones in a table of their own, to which an
// UPDATE moves them (schema/sqlite/0006_long_values.sql).
constexpr std::size_t kLongestInRow = 512;
// BETWEEN keeps SQLite from looking the id up in metafield_by_id first.
constexpr std::string_view kFindOn =
    "SELECT id, resource_id, owner_client_id, permission_set, namespace, key, value, description,"
    " created_at, modified_at FROM whole_metafield"
    " WHERE store_id = $1 AND resource_type = $2 AND resource_id = $3 AND id BETWEEN $4 AND $4";
constexpr std::string_view kFind =
    "SELECT id, resource_id, owner_client_id, permission_set, namespace, key, value, description,"
    " created_at, modified_at FROM whole_metafield"
    " WHERE store_id = $1 AND resource_type = $2 AND id = $3";
constexpr std::string_view kFindNamed =
    "SELECT id, resource_id, owner_client_id, permission_set, namespace, key, value, description,"
    " created_at, modified_at FROM whole_metafield"
    " WHERE store_id = $1 AND resource_type = $2 AND resource_id = $3"
    " AND owner_client_id = $4 AND namespace = $5 AND key = $6";
constexpr std::string_view kExistsNamed =
    "SELECT 1 FROM metafield WHERE store_id = $1 AND resource_type = $2 AND resource_id = $3"
    " AND owner_client_id = $4 AND namespace = $5 AND key = $6";
constexpr std::string_view kCountOwned =
    "SELECT count(*) FROM (SELECT 1 FROM metafield WHERE store_id = $1 AND resource_type = $2"
    " AND resource_id = $3 AND owner_client_id = $4 LIMIT $5) AS bounded";
constexpr std::string_view kInsert =
    "INSERT INTO metafield (store_id, resource_type, resource_id, id, owner_client_id, audience,"
    " permission_set, namespace, key, value, description, created_at, modified_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING";
constexpr std::string_view kUpdate =
    "UPDATE metafield SET audience = $5, permission_set = $6, namespace = $7, key = $8, value = $9,"
    " description = $10, modified_at = $11"
    " WHERE store_id = $1 AND resource_type = $2 AND resource_id = $3 AND id = $4";
constexpr std::string_view kSetValue =
    "UPDATE metafield SET value = $5"
    " WHERE store_id = $1 AND resource_type = $2 AND resource_id = $3 AND id = $4";
constexpr std::string_view kSetOwner =
    "UPDATE metafield SET owner_client_id = $5, audience = $6"
    " WHERE store_id = $1 AND resource_type = $2 AND resource_id = $3 AND id = $4";
constexpr std::string_view kVisitAll =
    "SELECT id, resource_id, owner_client_id, permission_set, namespace, key, value, description,"
    " created_at, modified_at FROM whole_metafield WHERE store_id = $1 AND resource_type = $2"
    " ORDER BY resource_id, id";
constexpr std::string_view kRemove =
    "DELETE FROM metafield WHERE store_id = $1 AND resource_type = $2 AND resource_id = $3 AND id "
    "= $4";
// The concatenation keeps planners from walking the whole audience index for its order.
constexpr std::string_view kAudiencesOfResource =
    "SELECT audience || '', count(*) FROM metafield"
    " WHERE store_id = $1 AND resource_type = $2 AND resource_id = $3 GROUP BY 1";
constexpr std::string_view kRemoveOfResource =
    "DELETE FROM metafield WHERE store_id = $1 AND resource_type = $2 AND resource_id = $3";

Result<std::optional<Metafield>> single(Result<sql::Rows> rows, ResourceType type) {
  if (!rows) return fail(std::move(rows).error());
  FS_TRY(const bool found, rows->next());
  if (!found) return std::optional<Metafield>();
  return Result<std::optional<Metafield>>(tl::in_place, to_metafield(metafield_view(*rows, type)));
}

}  // namespace

Result<std::optional<Metafield>> MetafieldRepo::find_on(const MetafieldScope& scope,
                                                        MetafieldId id) {
  return single(connection_.query(kFindOn, {scope.store_id.value, type_number(scope.type),
                                            *scope.resource_id, id.value}),
                scope.type);
}

Result<std::optional<Metafield>> MetafieldRepo::find(StoreId store_id, ResourceType type,
                                                     MetafieldId id) {
  return single(connection_.query(kFind, {store_id.value, type_number(type), id.value}), type);
}

Result<std::optional<Metafield>> MetafieldRepo::find_named(const MetafieldScope& scope,
                                                           std::string_view owner_client_id,
                                                           std::string_view ns,
                                                           std::string_view key) {
  return single(connection_.query(kFindNamed, {scope.store_id.value, type_number(scope.type),
                                               *scope.resource_id, owner_client_id, ns, key}),
                scope.type);
}

Result<bool> MetafieldRepo::exists_named(const MetafieldScope& scope,
                                         std::string_view owner_client_id, std::string_view ns,
                                         std::string_view key) {
  FS_TRY(auto rows,
         connection_.query(kExistsNamed, {scope.store_id.value, type_number(scope.type),
                                          *scope.resource_id, owner_client_id, ns, key}));
  return rows.next();
}

Result<std::int64_t> MetafieldRepo::count_owned(const MetafieldScope& scope,
                                                std::string_view owner_client_id, int bound) {
  FS_TRY(auto rows, connection_.query(kCountOwned, {scope.store_id.value, type_number(scope.type),
                                                    *scope.resource_id, owner_client_id, bound}));
  FS_TRY_STATUS(rows.next());
  return rows.integer(0);
}

Result<MetafieldId> MetafieldRepo::insert(StoreId store_id, const Metafield& m) {
  CounterRepo counters(connection_);
  FS_TRY(const auto id, counters.next_id(store_id, kMetafieldSequence));
  FS_TRY(const bool inserted, insert_row(store_id, m, MetafieldId{id}));
  if (!inserted) return fail(Code::conflict, "MF-40");
  return MetafieldId{id};
}

Result<bool> MetafieldRepo::insert_as_is(StoreId store_id, const Metafield& m) {
  return insert_row(store_id, m, m.id);
}

Result<bool> MetafieldRepo::insert_row(StoreId store_id, const Metafield& m, MetafieldId id) {
  const std::string_view audience = audience_of(m.permission_set, m.owner_client_id);
  const bool moves = dialect_.engine() == Engine::sqlite && m.value.size() > kLongestInRow;
  const std::string_view in_row = moves ? std::string_view() : m.value;
  FS_TRY(const auto inserted,
         connection_.execute(
             kInsert, {store_id.value, type_number(m.resource_type), m.resource_id, id.value,
                       m.owner_client_id, audience, permission_number(m.permission_set), m.ns,
                       m.key, in_row, m.description, m.date_created.value, m.date_modified.value}));
  if (inserted == 0) return false;
  if (moves) {
    FS_TRY_STATUS(
        connection_.execute(kSetValue, {store_id.value, type_number(m.resource_type), m.resource_id,
                                        id.value, std::string_view(m.value)}));
  }
  FS_TRY_STATUS(
      CounterRepo(connection_).add(store_id, metafield_subject(m.resource_type), audience, 1));
  return true;
}

Status MetafieldRepo::set_owner(StoreId store_id, const Metafield& m, std::string_view new_owner) {
  const std::string_view old_audience = audience_of(m.permission_set, m.owner_client_id);
  const std::string_view new_audience = audience_of(m.permission_set, new_owner);
  FS_TRY(const auto updated,
         connection_.execute(kSetOwner, {store_id.value, type_number(m.resource_type),
                                         m.resource_id, m.id.value, new_owner, new_audience}));
  if (updated != 1) return fail(Code::internal, {});
  return move_between(store_id, m.resource_type, old_audience, new_audience);
}

Status MetafieldRepo::update(StoreId store_id, const Metafield& before, const Metafield& after) {
  const std::string_view old_audience = audience_of(before.permission_set, before.owner_client_id);
  const std::string_view new_audience = audience_of(after.permission_set, after.owner_client_id);
  FS_TRY(const auto updated,
         connection_.execute(kUpdate, {store_id.value, type_number(after.resource_type),
                                       after.resource_id, after.id.value, new_audience,
                                       permission_number(after.permission_set), after.ns, after.key,
                                       after.value, after.description, after.date_modified.value}));
  if (updated != 1) return fail(Code::internal, {});
  return move_between(store_id, after.resource_type, old_audience, new_audience);
}

// One field counts for other readers than before.
Status MetafieldRepo::move_between(StoreId store_id, ResourceType type,
                                   std::string_view old_audience, std::string_view new_audience) {
  if (old_audience == new_audience) return {};
  CounterRepo counters(connection_);
  FS_TRY_STATUS(counters.add(store_id, metafield_subject(type), old_audience, -1));
  return counters.add(store_id, metafield_subject(type), new_audience, 1);
}

Status MetafieldRepo::remove(StoreId store_id, const Metafield& m) {
  FS_TRY(const auto removed,
         connection_.execute(
             kRemove, {store_id.value, type_number(m.resource_type), m.resource_id, m.id.value}));
  return CounterRepo(connection_)
      .add(store_id, metafield_subject(m.resource_type),
           audience_of(m.permission_set, m.owner_client_id), -removed);
}

Status MetafieldRepo::remove_of_resource(const MetafieldScope& scope) {
  struct Removed {
    std::string audience;
    std::int64_t rows;
  };
  std::vector<Removed> removed;
  {
    FS_TRY(auto rows,
           connection_.query(kAudiencesOfResource,
                             {scope.store_id.value, type_number(scope.type), *scope.resource_id}));
    while (true) {
      FS_TRY(const bool more, rows.next());
      if (!more) break;
      removed.push_back({std::string(rows.text(0)), rows.integer(1)});
    }
  }
  if (removed.empty()) return {};
  FS_TRY_STATUS(connection_.execute(
      kRemoveOfResource, {scope.store_id.value, type_number(scope.type), *scope.resource_id}));
  CounterRepo counters(connection_);
  for (const Removed& part : removed) {
    FS_TRY_STATUS(
        counters.add(scope.store_id, metafield_subject(scope.type), part.audience, -part.rows));
  }
  return {};
}

Result<MetafieldPage> MetafieldRepo::list(const MetafieldScope& scope, const Reader& reader,
                                          const MetafieldFilter& filter, const PageRequest& page) {
  return MetafieldList(connection_, dialect_, scope, reader, filter).page(page);
}

Status MetafieldRepo::visit_all(StoreId store_id, ResourceType type,
                                const std::function<Status(const MetafieldView&)>& visit) {
  FS_TRY(auto rows, connection_.stream(kVisitAll, {store_id.value, type_number(type)}));
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return {};
    FS_TRY_STATUS(visit(metafield_view(rows, type)));
  }
}

}  // namespace fieldstone::store
