#include "store/customers/form_field_repo.hpp"

#include <algorithm>

#include "store/customers/form_field_row.hpp"
#include "store/sql/offset_list.hpp"
#include "store/unit/counter_repo.hpp"

namespace fieldstone::store {
namespace {

// Stable: stored in id_sequence and row_count.
constexpr std::string_view kSequence = "form_field";
constexpr std::string_view kSubject = "form_field_value";

constexpr std::string_view kFind =
    "SELECT id, owner_kind, name, type, options FROM form_field"
    " WHERE store_id = $1 AND owner_kind = $2 AND name = $3";
constexpr std::string_view kList =
    "SELECT id, owner_kind, name, type, options FROM form_field WHERE store_id = $1 ORDER BY id";
constexpr std::string_view kInsert =
    "INSERT INTO form_field (store_id, id, owner_kind, name, type, options)"
    " VALUES ($1, $2, $3, $4, $5, $6)";
constexpr std::string_view kRemoveValuesOfField =
    "DELETE FROM form_field_value WHERE store_id = $1 AND field_id = $2";
constexpr std::string_view kRemove = "DELETE FROM form_field WHERE store_id = $1 AND id = $2";
constexpr std::string_view kUpdateValue =
    "UPDATE form_field_value SET value = $4"
    " WHERE store_id = $1 AND session_id = $2 AND field_id = $3";
constexpr std::string_view kInsertValue =
    "INSERT INTO form_field_value (store_id, session_id, field_id, value) VALUES ($1, $2, $3, $4)";
constexpr std::string_view kRemoveValues =
    "DELETE FROM form_field_value WHERE store_id = $1 AND session_id = $2";
constexpr std::string_view kRemoveOfAddresses =
    "DELETE FROM form_field_value WHERE store_id = $1 AND session_id IN"
    " (SELECT 2 * id + 1 FROM customer_address WHERE store_id = $1 AND customer_id = $2)";

constexpr std::string_view kValues =
    "SELECT v.session_id, v.field_id, f.name, v.value FROM form_field_value v"
    " JOIN form_field f ON f.store_id = v.store_id AND f.id = v.field_id WHERE v.store_id = ";

FormFieldValue value_of(const sql::Rows& rows) {
  return {rows.integer(0), rows.integer(1), std::string(rows.text(2)), std::string(rows.text(3))};
}

void where(QueryBuilder& query, const FormValueFilter& filter) {
  if (filter.customer_id)
    query.sql(" AND v.session_id = ")
        .param(session_of(FormFieldOwner::customer, *filter.customer_id));
  if (filter.address_id)
    query.sql(" AND v.session_id = ")
        .param(session_of(FormFieldOwner::address, *filter.address_id));
  if (filter.field_name) query.sql(" AND f.name = ").param(*filter.field_name);
  if (filter.field_type)
    query.sql(" AND f.type = ").param(static_cast<std::int64_t>(*filter.field_type));
}

}  // namespace

Result<std::optional<FormField>> FormFieldRepo::find(StoreId store_id, FormFieldOwner owner,
                                                     std::string_view name) {
  FS_TRY(auto rows,
         connection_.query(kFind, {store_id.value, static_cast<std::int64_t>(owner), name}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<FormField>();
  return std::optional(form_field_of(rows));
}

Result<std::vector<FormField>> FormFieldRepo::list(StoreId store_id) {
  FS_TRY(auto rows, connection_.query(kList, {store_id.value}));
  std::vector<FormField> fields;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return fields;
    fields.push_back(form_field_of(rows));
  }
}

Status FormFieldRepo::insert(StoreId store_id, const FormField& field) {
  FS_TRY(const auto known, find(store_id, field.owner, field.name));
  if (known) return fail(Code::conflict, "CU-113");
  FS_TRY(const auto id, CounterRepo(connection_).next_id(store_id, kSequence));
  const std::string options = options_text(field.options);
  FS_TRY_STATUS(
      connection_.execute(kInsert, {store_id.value, id, static_cast<std::int64_t>(field.owner),
                                    field.name, static_cast<std::int64_t>(field.type), options}));
  return {};
}

Status FormFieldRepo::remove(StoreId store_id, std::int64_t id) {
  FS_TRY(const auto removed, connection_.execute(kRemoveValuesOfField, {store_id.value, id}));
  FS_TRY_STATUS(connection_.execute(kRemove, {store_id.value, id}));
  return count(store_id, -removed);
}

Status FormFieldRepo::set_value(StoreId store_id, std::int64_t session_id, std::int64_t field_id,
                                std::string_view json) {
  FS_TRY(const auto updated,
         connection_.execute(kUpdateValue, {store_id.value, session_id, field_id, json}));
  if (updated > 0) return {};
  FS_TRY_STATUS(connection_.execute(kInsertValue, {store_id.value, session_id, field_id, json}));
  return count(store_id, 1);
}

Status FormFieldRepo::remove_values(StoreId store_id, std::int64_t session_id) {
  FS_TRY(const auto removed, connection_.execute(kRemoveValues, {store_id.value, session_id}));
  return count(store_id, -removed);
}

Status FormFieldRepo::remove_values_of_addresses(StoreId store_id, CustomerId customer_id) {
  FS_TRY(const auto removed,
         connection_.execute(kRemoveOfAddresses, {store_id.value, customer_id.value}));
  return count(store_id, -removed);
}

Result<std::vector<FormFieldValue>> FormFieldRepo::values_of(
    StoreId store_id, std::span<const std::int64_t> session_ids) {
  QueryBuilder query;
  query.sql(kValues).param(store_id.value).sql(" AND v.session_id ").in(dialect_, session_ids);
  query.sql(" ORDER BY v.session_id, v.field_id");
  return collect(connection_, query, value_of);
}

// One more row than the page has tells whether the list goes on; `back` turns the walk around.
Result<std::vector<FormFieldValue>> FormFieldRepo::walk_values(StoreId store_id,
                                                               const FormValueFilter& filter,
                                                               const PageRequest& page, bool back) {
  const bool descending = (page.mode == PageMode::before) != back;
  QueryBuilder query;
  query.sql(kValues).param(store_id.value);
  where(query, filter);
  if (page.mode != PageMode::offset) {
    query.sql(descending ? " AND (v.session_id, v.field_id) < ("
                         : " AND (v.session_id, v.field_id) > (");
    query.param(page.cursor.integer_value.value_or(0)).sql(", ").param(page.cursor.id).sql(")");
  }
  const std::string_view order = descending ? " DESC" : "";
  query.sql(" ORDER BY v.session_id").sql(order).sql(", v.field_id").sql(order);
  query.sql(" LIMIT ").param(back ? 1 : page.limit + 1);
  if (page.mode == PageMode::offset && page.page > 1) query.sql(" OFFSET ").param(offset_of(page));
  return collect(connection_, query, value_of);
}

Result<RowPage<FormFieldValue>> FormFieldRepo::list_values(StoreId store_id,
                                                           const FormValueFilter& filter,
                                                           const PageRequest& request) {
  RowPage<FormFieldValue> page;
  FS_TRY(page.rows, walk_values(store_id, filter, request, false));
  const bool goes_on = page.rows.size() > static_cast<std::size_t>(request.limit);
  if (goes_on) page.rows.pop_back();
  if (request.mode == PageMode::offset) {
    FS_TRY(page.facts,
           offset_facts(request, page.rows.size(), goes_on, [&]() -> Result<std::int64_t> {
             if (!filter.constrains()) return CounterRepo(connection_).total(store_id, kSubject);
             QueryBuilder query;
             query.sql(
                 "SELECT count(*) FROM form_field_value v JOIN form_field f ON f.store_id ="
                 " v.store_id AND f.id = v.field_id WHERE v.store_id = ");
             query.param(store_id.value);
             where(query, filter);
             FS_TRY(auto rows, query.run(connection_));
             FS_TRY_STATUS(rows.next());
             return rows.integer(0);
           }));
    return page;
  }
  if (page.rows.empty()) return page;  // which has no cursor, so nobody asks for its neighbours
  PageRequest behind = request;
  behind.cursor.integer_value = page.rows.front().session_id;
  behind.cursor.id = page.rows.front().field_id;
  FS_TRY(const auto others, walk_values(store_id, filter, behind, true));
  page.facts = cursor_facts(request.mode, goes_on, !others.empty());
  if (request.mode == PageMode::before) std::reverse(page.rows.begin(), page.rows.end());
  return page;
}

Status FormFieldRepo::count(StoreId store_id, std::int64_t delta) {
  if (delta == 0) return {};
  return CounterRepo(connection_).add(store_id, kSubject, "", delta);
}

}  // namespace fieldstone::store
