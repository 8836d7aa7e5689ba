#include "base/utf8.hpp"
#include "core/modified.hpp"
#include "store/customers/attribute_repo.hpp"
#include "store/customers/attribute_row.hpp"
#include "store/sql/filters.hpp"
#include "store/sql/offset_list.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

#define FS_VALUE_COLUMNS "id, attribute_id, value, customer_id, created_at, modified_at"
constexpr std::string_view kColumns = FS_VALUE_COLUMNS;
constexpr std::string_view kFind =
    "SELECT " FS_VALUE_COLUMNS " FROM customer_attribute_value WHERE store_id = $1 AND id = $2";
constexpr std::string_view kFindOf =
    "SELECT " FS_VALUE_COLUMNS
    " FROM customer_attribute_value WHERE store_id = $1 AND customer_id = $2 AND attribute_id = $3";
constexpr std::string_view kInsert =
    "INSERT INTO customer_attribute_value (store_id, id, attribute_id, value, customer_id,"
    " created_at, modified_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
constexpr std::string_view kUpdate =
    "UPDATE customer_attribute_value SET value = $3, modified_at = $4"
    " WHERE store_id = $1 AND id = $2";
constexpr std::string_view kRemove =
    "DELETE FROM customer_attribute_value WHERE store_id = $1 AND id = $2";
constexpr std::string_view kRemoveOfCustomer =
    "DELETE FROM customer_attribute_value WHERE store_id = $1 AND customer_id = $2";
constexpr std::string_view kCount =
    "UPDATE customer SET attribute_count = attribute_count + $3 WHERE store_id = $1 AND id = $2";

AttributeValue value_of(const sql::Rows& rows) {
  return {rows.integer(0),           rows.integer(1),
          std::string(rows.text(2)), CustomerId{rows.integer(3)},
          TimeS{rows.integer(4)},    TimeS{rows.integer(5)}};
}

}  // namespace

Result<AttributeValue> AttributeValueRepo::set(StoreId store_id, const AttributeValue& value) {
  FS_TRY(auto stored,
         find_one(kFindOf, {store_id.value, value.customer_id.value, value.attribute_id}));
  if (stored) {
    if (stored->value == value.value) return *std::move(stored);
    stored->value = value.value;
    stored->date_modified =
        time_of_change(value.date_modified, stored->date_created, stored->date_modified);
    FS_TRY_STATUS(connection_.execute(
        kUpdate, {store_id.value, stored->id, value.value, stored->date_modified.value}));
    return *std::move(stored);
  }
  FS_TRY_STATUS(count(store_id, value.customer_id, 1));
  AttributeValue added = value;
  FS_TRY(added.id, CounterRepo(connection_).next_id(store_id, kAttributeValueSequence));
  FS_TRY_STATUS(connection_.execute(
      kInsert, {store_id.value, added.id, added.attribute_id, added.value, added.customer_id.value,
                added.date_created.value, added.date_modified.value}));
  return added;
}

Status AttributeValueRepo::remove(StoreId store_id, std::int64_t id) {
  FS_TRY(const auto stored, find_one(kFind, {store_id.value, id}));
  if (!stored) return {};
  FS_TRY_STATUS(count(store_id, stored->customer_id, -1));
  FS_TRY_STATUS(connection_.execute(kRemove, {store_id.value, id}));
  return {};
}

Status AttributeValueRepo::remove_of_customer(StoreId store_id, CustomerId customer_id) {
  FS_TRY(const auto removed,
         connection_.execute(kRemoveOfCustomer, {store_id.value, customer_id.value}));
  if (removed == 0) return {};
  return count(store_id, customer_id, -removed);
}

Result<std::vector<AttributeValue>> AttributeValueRepo::of_customers(
    StoreId store_id, std::span<const std::int64_t> customer_ids, std::int64_t per_customer) {
  QueryBuilder query;
  first_of_each_customer(query, dialect_, {kColumns, "customer_attribute_value", store_id},
                         customer_ids);
  query.param(per_customer).sql(" ORDER BY customer_id, id");
  return collect(connection_, query, value_of);
}

Result<RowPage<AttributeValue>> AttributeValueRepo::list(StoreId store_id,
                                                         const AttributeValueFilter& filter,
                                                         const PageRequest& page) {
  const auto where = [&](QueryBuilder& query) {
    query.sql(" WHERE store_id = ").param(store_id.value);
    const Filters filters{query, dialect_};
    filters.integers("customer_id", filter.customer_in);
    filters.integers("attribute_id", filter.attribute_in);
    if (filter.name_fold) {
      query.sql(" AND attribute_id IN (SELECT id FROM customer_attribute WHERE store_id = ");
      query.param(store_id.value).sql(" AND name_fold = ").param(*filter.name_fold).sql(")");
    }
    filters.between("created_at", filter.date_created);
    filters.between("modified_at", filter.date_modified);
  };
  const ListParts<decltype(where)> parts{kColumns, "customer_attribute_value", "id", where};
  return offset_page(connection_, parts, page, value_of, [&] {
    return filter.constrains() ? count_rows(connection_, parts)
                               : CounterRepo(connection_).total(store_id, kAttributeValueSubject);
  });
}

Result<std::optional<AttributeValue>> AttributeValueRepo::find_one(
    std::string_view text, std::initializer_list<sql::Value> key) {
  FS_TRY(auto rows, connection_.query(text, key));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<AttributeValue>();
  return std::optional(value_of(rows));
}

Status AttributeValueRepo::count(StoreId store_id, CustomerId customer_id, std::int64_t delta) {
  FS_TRY_STATUS(connection_.execute(kCount, {store_id.value, customer_id.value, delta}));
  return CounterRepo(connection_).add(store_id, kAttributeValueSubject, "", delta);
}

}  // namespace fieldstone::store
