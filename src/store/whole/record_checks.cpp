#include "store/whole/record_checks.hpp"

#include <string>

#include "store/records/columns.hpp"
#include "store/whole/table_checks.hpp"

namespace fieldstone::store {
namespace {

using record::Field;
using record::RecordType;

// Groups of more than `most` records, by these columns.
std::string crowds(const RecordType& type, const std::string& name, const std::string& columns,
                   std::int64_t most) {
  return "SELECT " + name + " FROM " + std::string(type.name) + " GROUP BY " + columns +
         " HAVING count(*) > " + std::to_string(most);
}

std::string select_after(const RecordType& type) {
  std::string text = "SELECT store_id, id, ";
  text += type.parent == nullptr ? "0" : quoted(type.parent_column);
  text += ", doc, ";
  text += type.ids == record::Identity::uuid ? "uuid" : "''";
  for_each_column(type.fields,
                  [&](const Field& field) { text += ", " + quoted(field.column_or_name()); });
  return text + " FROM " + std::string(type.name) +
         " WHERE (store_id, id) > ($1, $2) ORDER BY store_id, id LIMIT $3";
}

StoredRecord stored(const sql::Rows& rows, const RecordType& type) {
  StoredRecord record{StoreId{rows.integer(0)},
                      {rows.integer(1), rows.integer(2), std::string(rows.text(3))},
                      {std::string(rows.text(4)), {}, {}}};
  int place = 5;
  for_each_column(type.fields, [&](const Field& field) {
    RecordColumns::Value value;
    if (!rows.is_null(place)) {
      if (is_text(field.column)) {
        value.text = rows.text(place);
      } else {
        value.integer = rows.integer(place);
      }
    }
    record.columns.columns.push_back(std::move(value));
    ++place;
  });
  return record;
}

// Adds a list's values to the records, which lie in its order. Requires: there are some.
Status read_list(sql::Connection& connection, const RecordType& type, const Field& field,
                 std::vector<StoredRecord>& records) {
  const std::string text = "SELECT store_id, id, value FROM " + index_table(type, field) +
                           " WHERE (store_id, id) >= ($1, $2) AND (store_id, id) <= ($3, $4)"
                           " ORDER BY store_id, id, value";
  const StoredRecord& first = records.front();
  const StoredRecord& last = records.back();
  FS_TRY(auto rows, connection.query(text, {first.store_id.value, first.row.id, last.store_id.value,
                                            last.row.id}));
  for (StoredRecord& record : records) record.columns.lists.emplace_back();
  auto record = records.begin();
  const auto is_before = [&] {
    return std::pair(record->store_id.value, record->row.id) <
           std::pair(rows.integer(0), rows.integer(1));
  };
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return {};
    while (record != records.end() && is_before()) ++record;
    if (record == records.end()) return {};
    if (record->store_id.value != rows.integer(0) || record->row.id != rows.integer(1))
      continue;  // of a record that is gone: table_checks has it
    RecordColumns::Values& values = record->columns.lists.back();
    if (lists_text(field)) {
      values.texts.emplace_back(rows.text(2));
    } else {
      values.integers.push_back(rows.integer(2));
    }
  }
}

// Each value of a column that is neither 0 nor null is the id of a record of the other type.
Status check_reference(sql::Connection& connection, const RecordType& type, const Field& field,
                       const std::string& table, std::string_view column,
                       std::vector<Violation>& found) {
  const std::string other(field.refers->name);
  const std::string value = "t." + quoted(column);
  return add_violations(connection,
                        "every " + std::string(field.name) + " of " + std::string(type.name) +
                            " is the id of a " + other,
                        "SELECT 'store ' || t.store_id || ' id ' || t.id FROM " + table +
                            " t WHERE " + value + " <> 0 AND NOT EXISTS (SELECT 1 FROM " + other +
                            " p WHERE p.store_id = t.store_id AND p.id = " + value + ")",
                        found);
}

Status check_references(sql::Connection& connection, const RecordType& type,
                        std::vector<Violation>& found) {
  Status status;
  for_each_column(type.fields, [&](const Field& field) {
    if (status && field.refers != nullptr)
      status = check_reference(connection, type, field, std::string(type.name),
                               field.column_or_name(), found);
  });
  for_each_index(type.fields, [&](const Field& field) {
    if (status && field.refers != nullptr)
      status = check_reference(connection, type, field, index_table(type, field), "value", found);
  });
  return status;
}

}  // namespace

Result<std::vector<Violation>> check_places(sql::Connection& connection, const RecordType& type) {
  std::vector<Violation> found;
  const std::string name(type.name);
  if (type.limits.per_store > 0) {
    FS_TRY_STATUS(add_violations(
        connection, "no store has more rows of " + name + " than it may",
        crowds(type, "'store ' || store_id", "store_id", type.limits.per_store), found));
  }
  FS_TRY_STATUS(check_references(connection, type, found));
  if (type.parent == nullptr) return found;
  const std::string above(type.parent->name);
  const std::string column = quoted(type.parent_column);
  FS_TRY_STATUS(add_violations(connection, "every row of " + name + " has its " + above,
                               "SELECT 'store ' || t.store_id || ' id ' || t.id FROM " + name +
                                   " t WHERE NOT EXISTS (SELECT 1 FROM " + above +
                                   " p WHERE p.store_id = t.store_id AND p.id = t." + column + ")",
                               found));
  if (type.limits.per_parent == 0) return found;
  FS_TRY_STATUS(
      add_violations(connection, "no " + above + " has more rows of " + name + " than it may",
                     crowds(type, "'store ' || store_id || ' " + above + " ' || " + column,
                            "store_id, " + column, type.limits.per_parent),
                     found));
  return found;
}

Result<std::vector<StoredRecord>> stored_after(sql::Connection& connection, const RecordType& type,
                                               StoreId store_id, std::int64_t id,
                                               std::size_t most) {
  std::vector<StoredRecord> records;
  {
    const std::string text = select_after(type);
    FS_TRY(auto rows,
           connection.query(text, {store_id.value, id, static_cast<std::int64_t>(most)}));
    while (true) {
      FS_TRY(const bool more, rows.next());
      if (!more) break;
      records.push_back(stored(rows, type));
    }
  }
  if (records.empty()) return records;
  Status status;
  for_each_index(type.fields, [&](const Field& field) {
    if (status) status = read_list(connection, type, field, records);
  });
  if (!status) return fail(std::move(status).error());
  return records;
}

}  // namespace fieldstone::store
