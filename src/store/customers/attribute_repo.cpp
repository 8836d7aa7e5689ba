#include "store/customers/attribute_repo.hpp"

#include "base/utf8.hpp"
#include "store/customers/attribute_row.hpp"
#include "store/sql/filters.hpp"
#include "store/sql/offset_list.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

// Stable: stored in id_sequence.
constexpr std::string_view kSequence = "customer_attribute";

constexpr std::string_view kColumns = "id, name, type, created_at, modified_at";
constexpr std::string_view kFind =
    "SELECT id, name, type, created_at, modified_at FROM customer_attribute"
    " WHERE store_id = $1 AND id = $2";
constexpr std::string_view kFindNamed =
    "SELECT id, name, type, created_at, modified_at FROM customer_attribute"
    " WHERE store_id = $1 AND name_fold = $2";
constexpr std::string_view kCount = "SELECT count(*) FROM customer_attribute WHERE store_id = $1";
constexpr std::string_view kInsert =
    "INSERT INTO customer_attribute (store_id, id, name, name_fold, type, created_at, modified_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";
constexpr std::string_view kUpdate =
    "UPDATE customer_attribute SET name = $3, name_fold = $4, modified_at = $5"
    " WHERE store_id = $1 AND id = $2";
constexpr std::string_view kRemove =
    "DELETE FROM customer_attribute WHERE store_id = $1 AND id = $2";
// A customer has at most one value of an attribute.
constexpr std::string_view kUncount =
    "UPDATE customer SET attribute_count = attribute_count - 1 WHERE store_id = $1 AND id IN"
    " (SELECT customer_id FROM customer_attribute_value WHERE store_id = $1 AND attribute_id = $2)";
constexpr std::string_view kRemoveValues =
    "DELETE FROM customer_attribute_value WHERE store_id = $1 AND attribute_id = $2";

Attribute attribute_of(const sql::Rows& rows) {
  return {rows.integer(0), std::string(rows.text(1)), static_cast<AttributeType>(rows.integer(2)),
          TimeS{rows.integer(3)}, TimeS{rows.integer(4)}};
}

Result<std::optional<Attribute>> first(Result<sql::Rows> rows) {
  if (!rows) return fail(std::move(rows).error());
  FS_TRY(const bool found, rows->next());
  if (!found) return std::optional<Attribute>();
  return std::optional(attribute_of(*rows));
}

}  // namespace

Result<std::optional<Attribute>> AttributeRepo::find(StoreId store_id, std::int64_t id) {
  return first(connection_.query(kFind, {store_id.value, id}));
}

Result<std::optional<Attribute>> AttributeRepo::find_named(StoreId store_id,
                                                           std::string_view name) {
  const std::string fold = fold_case(name);
  return first(connection_.query(kFindNamed, {store_id.value, fold}));
}

Result<std::int64_t> AttributeRepo::count(StoreId store_id) {
  FS_TRY(auto rows, connection_.query(kCount, {store_id.value}));
  FS_TRY_STATUS(rows.next());
  return rows.integer(0);
}

Result<std::int64_t> AttributeRepo::insert(StoreId store_id, const Attribute& attribute) {
  FS_TRY(const auto id, CounterRepo(connection_).next_id(store_id, kSequence));
  const std::string fold = fold_case(attribute.name);
  FS_TRY_STATUS(connection_.execute(
      kInsert, {store_id.value, id, attribute.name, fold, static_cast<std::int64_t>(attribute.type),
                attribute.date_created.value, attribute.date_modified.value}));
  return id;
}

Status AttributeRepo::update(StoreId store_id, const Attribute& attribute) {
  const std::string fold = fold_case(attribute.name);
  FS_TRY_STATUS(connection_.execute(kUpdate, {store_id.value, attribute.id, attribute.name, fold,
                                              attribute.date_modified.value}));
  return {};
}

Status AttributeRepo::remove(StoreId store_id, std::int64_t id) {
  FS_TRY_STATUS(connection_.execute(kUncount, {store_id.value, id}));
  FS_TRY(const auto removed, connection_.execute(kRemoveValues, {store_id.value, id}));
  if (removed > 0)
    FS_TRY_STATUS(CounterRepo(connection_).add(store_id, kAttributeValueSubject, "", -removed));
  FS_TRY_STATUS(connection_.execute(kRemove, {store_id.value, id}));
  return {};
}

Result<RowPage<Attribute>> AttributeRepo::list(StoreId store_id, const AttributeFilter& filter,
                                               const PageRequest& page) {
  const auto where = [&](QueryBuilder& query) {
    query.sql(" WHERE store_id = ").param(store_id.value);
    const Filters filters{query, dialect_};
    if (filter.name_fold) query.sql(" AND name_fold = ").param(*filter.name_fold);
    if (filter.name_fold_like) filters.substrings("name_fold", {*filter.name_fold_like});
    if (filter.type) query.sql(" AND type = ").param(static_cast<std::int64_t>(*filter.type));
    filters.between("created_at", filter.date_created);
    filters.between("modified_at", filter.date_modified);
  };
  const ListParts<decltype(where)> parts{kColumns, "customer_attribute", "id", where};
  return offset_page(connection_, parts, page, attribute_of,
                     [&] { return count_rows(connection_, parts); });  // at most 50 (CU-72)
}

}  // namespace fieldstone::store
