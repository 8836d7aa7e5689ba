#include "store/records/record_repo.hpp"

#include <algorithm>

#include "store/records/columns.hpp"
#include "store/records/conditions.hpp"
#include "store/sql/offset_list.hpp"
#include "store/unit/counter_repo.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::store {
namespace {

using record::Field;
using record::RecordType;

sql::Value sql_value(const RecordColumns::Value& value) {
  if (value.integer) return *value.integer;
  if (value.text) return std::string_view(*value.text);
  return nullptr;
}

// "id, product_id, doc"; without a parent: "id, 0, doc".
std::string columns_of(const RecordType& type) {
  return "id, " + (type.parent == nullptr ? "0" : quoted(type.parent_column)) + ", doc";
}

RecordRow row_of(const sql::Rows& rows) {
  return {rows.integer(0), rows.integer(1), std::string(rows.text(2))};
}

Result<std::optional<RecordRow>> first(Result<sql::Rows> rows) {
  if (!rows) return fail(std::move(rows).error());
  FS_TRY(const bool found, rows->next());
  if (!found) return std::optional<RecordRow>();
  return std::optional(row_of(*rows));
}

Status done(Result<std::int64_t> changed) {
  if (!changed) return fail(std::move(changed).error());
  return {};
}

Result<bool> any(Result<sql::Rows> rows) {
  if (!rows) return fail(std::move(rows).error());
  return rows->next();
}

// Rows before or after a cursor's place stand in the order of ids.
void append_place(QueryBuilder& builder, const RecordQuery& query) {
  const bool up = (query.page.mode == PageMode::after) == (query.direction == Direction::ascending);
  builder.sql(up ? " AND id > " : " AND id < ").param(query.page.cursor.id);
}

}  // namespace

RecordRepo::RecordRepo(Tx& tx, StoreId store_id, const RecordType& type)
    : connection_(tx.rows()), dialect_(tx.dialect()), store_id_(store_id), type_(type) {}

std::string RecordRepo::select(std::string_view tail) const {
  return "SELECT " + columns_of(type_) + " FROM " + std::string(type_.name) +
         " WHERE store_id = $1 AND " + std::string(tail);
}

Result<std::optional<RecordRow>> RecordRepo::find(std::int64_t id) {
  return first(connection_.query(select("id = $2"), {store_id_.value, id}));
}

Result<std::optional<RecordRow>> RecordRepo::find_by(std::string_view column, sql::Value value) {
  return first(
      connection_.query(select(quoted(column) + " = $2 LIMIT 1"), {store_id_.value, value}));
}

Result<bool> RecordRepo::exists(std::int64_t id) {
  return any(connection_.query(
      "SELECT 1 FROM " + std::string(type_.name) + " WHERE store_id = $1 AND id = $2",
      {store_id_.value, id}));
}

Result<bool> RecordRepo::is_taken(const Field& field, std::int64_t parent_id, sql::Value value,
                                  std::int64_t except) {
  std::string text = "SELECT 1 FROM " + std::string(type_.name) + " WHERE store_id = $1 AND " +
                     quoted(field.column_or_name()) + " = $2 AND id <> $3";
  if (field.unique == record::Unique::in_parent) {
    text += " AND " + quoted(type_.parent_column) + " = $4 LIMIT 1";
    return any(connection_.query(text, {store_id_.value, value, except, parent_id}));
  }
  return any(connection_.query(text + " LIMIT 1", {store_id_.value, value, except}));
}

Result<RowPage<RecordRow>> RecordRepo::list(const RecordQuery& query) {
  if (query.page.mode != PageMode::offset) return list_by_cursor(query);
  const std::string columns = columns_of(type_);
  const std::string order = order_of(type_, query);
  const RecordList list{store_id_, type_, query};
  const auto where = [&](QueryBuilder& builder) { append_where(builder, dialect_, list); };
  const ListParts<decltype(where)> parts{columns, type_.name, order, where};
  // Lists of V2 tell no total.
  const auto total = [&] {
    return type_.face == record::Face::v2 ? Result<std::int64_t>(0) : count(query);
  };
  return offset_page(connection_, parts, query.page, row_of, total);
}

Result<RowPage<RecordRow>> RecordRepo::list_by_cursor(const RecordQuery& query) {
  const bool before = query.page.mode == PageMode::before;
  const bool descending = (query.direction == Direction::descending) != before;
  QueryBuilder builder;
  builder.sql("SELECT ").sql(columns_of(type_)).sql(" FROM ").sql(type_.name);
  append_where(builder, dialect_, {store_id_, type_, query});
  append_place(builder, query);
  builder.sql(descending ? " ORDER BY id DESC LIMIT " : " ORDER BY id LIMIT ");
  builder.param(query.page.limit + 1);
  RowPage<RecordRow> page;
  FS_TRY(page.rows, collect(connection_, builder, row_of));
  const bool goes_on = page.rows.size() > static_cast<std::size_t>(query.page.limit);
  if (goes_on) page.rows.pop_back();
  if (before) std::reverse(page.rows.begin(), page.rows.end());
  RecordQuery behind = query;
  behind.page.mode = before ? PageMode::after : PageMode::before;
  behind.page.cursor.id += (before == (query.direction == Direction::ascending)) ? -1 : 1;
  FS_TRY(const bool stands_behind, has_any(behind));
  page.facts = cursor_facts(query.page.mode, goes_on, stands_behind);
  return page;
}

Result<bool> RecordRepo::has_any(const RecordQuery& query) {
  QueryBuilder builder;
  builder.sql("SELECT 1 FROM ").sql(type_.name);
  append_where(builder, dialect_, {store_id_, type_, query});
  append_place(builder, query);
  builder.sql(" LIMIT 1");
  return any(builder.run(connection_));
}

Result<std::vector<RecordRow>> RecordRepo::all(const RecordQuery& query, std::int64_t most) {
  QueryBuilder builder;
  builder.sql("SELECT ").sql(columns_of(type_)).sql(" FROM ").sql(type_.name);
  append_where(builder, dialect_, {store_id_, type_, query});
  // Those of many parents come by the index of parents; in the order of ids SQLite would walk all.
  const std::string by_parent = query.parents ? quoted(type_.parent_column) + ", " : std::string();
  builder.sql(" ORDER BY ").sql(by_parent).sql(order_of(type_, query));
  builder.sql(" LIMIT ").param(most);
  return collect(connection_, builder, row_of);
}

Result<std::int64_t> RecordRepo::count(const RecordQuery& query) {
  const bool everything = type_.parent == nullptr && query.conditions.empty();
  if (everything) return CounterRepo(connection_).total(store_id_, type_.name);
  const RecordList list{store_id_, type_, query};
  const auto where = [&](QueryBuilder& builder) { append_where(builder, dialect_, list); };
  return count_rows(connection_, ListParts<decltype(where)>{"", type_.name, "", where});
}

Result<std::int64_t> RecordRepo::next_id() {
  if (type_.first_id == 1) return CounterRepo(connection_).next_id(store_id_, type_.name);
  // A sequence that does not begin with 1 is raised to its beginning.
  FS_TRY_STATUS(CounterRepo(connection_).raise(store_id_, type_.name, type_.first_id - 1));
  return CounterRepo(connection_).next_id(store_id_, type_.name);
}

Status RecordRepo::raise_sequence(std::int64_t id) {
  return CounterRepo(connection_).raise(store_id_, type_.name, id);
}

Status RecordRepo::insert(const RecordRow& row, const RecordColumns& columns) {
  std::string names = "store_id, id";
  std::vector<sql::Value> values{store_id_.value, row.id};
  const auto add = [&](const std::string& name, sql::Value value) {
    names += ", " + name;
    values.push_back(value);
  };
  if (type_.parent != nullptr) add(quoted(type_.parent_column), row.parent_id);
  if (type_.ids == record::Identity::uuid) add("uuid", columns.uuid);
  std::size_t place = 0;
  for_each_column(type_.fields, [&](const Field& field) {
    add(quoted(field.column_or_name()), sql_value(columns.columns[place++]));
  });
  add("doc", row.doc);
  std::string text = "INSERT INTO " + std::string(type_.name) + " (" + names + ") VALUES ($1";
  for (std::size_t i = 2; i <= values.size(); ++i) text += ", $" + std::to_string(i);
  FS_TRY_STATUS(connection_.execute(text + ")", std::span<const sql::Value>(values)));
  FS_TRY_STATUS(write_lists(row.id, columns));
  if (type_.parent != nullptr) return {};
  return CounterRepo(connection_).add(store_id_, type_.name, "", 1);
}

Status RecordRepo::update(const RecordRow& row, const RecordColumns& columns) {
  std::vector<sql::Value> values{store_id_.value, row.id, row.doc};
  std::string text = "UPDATE " + std::string(type_.name) + " SET doc = $3";
  std::size_t place = 0;
  for_each_column(type_.fields, [&](const Field& field) {
    values.push_back(sql_value(columns.columns[place++]));
    text += ", " + quoted(field.column_or_name()) + " = $" + std::to_string(values.size());
  });
  FS_TRY_STATUS(connection_.execute(text + " WHERE store_id = $1 AND id = $2",
                                    std::span<const sql::Value>(values)));
  FS_TRY_STATUS(clear_lists(row.id));
  return write_lists(row.id, columns);
}

Status RecordRepo::remove(std::int64_t id) {
  FS_TRY_STATUS(clear_lists(id));
  FS_TRY(const auto removed, connection_.execute("DELETE FROM " + std::string(type_.name) +
                                                     " WHERE store_id = $1 AND id = $2",
                                                 {store_id_.value, id}));
  if (type_.parent != nullptr || removed == 0) return {};
  return CounterRepo(connection_).add(store_id_, type_.name, "", -removed);
}

Status RecordRepo::write_lists(std::int64_t id, const RecordColumns& columns) {
  std::size_t place = 0;
  Status status;
  for_each_index(type_.fields, [&](const Field& field) {
    const RecordColumns::Values& values = columns.lists[place++];
    const std::string text = "INSERT INTO " + index_table(type_, field) +
                             " (store_id, value, id) VALUES ($1, $2, $3)"
                             " ON CONFLICT DO NOTHING";
    for (std::size_t i = 0; status && i < values.integers.size(); ++i)
      status = done(connection_.execute(text, {store_id_.value, values.integers[i], id}));
    for (std::size_t i = 0; status && i < values.texts.size(); ++i)
      status = done(connection_.execute(text, {store_id_.value, values.texts[i], id}));
  });
  return status;
}

Status RecordRepo::clear_lists(std::int64_t id) {
  Status status;
  for_each_index(type_.fields, [&](const Field& field) {
    if (!status) return;
    status = done(connection_.execute(
        "DELETE FROM " + index_table(type_, field) + " WHERE store_id = $1 AND id = $2",
        {store_id_.value, id}));
  });
  return status;
}

}  // namespace fieldstone::store
