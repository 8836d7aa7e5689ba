#include "store/whole/table_checks.hpp"

#include <string>

#include "store/whole/catalog.hpp"

namespace fieldstone::store {
namespace {

// A column of the row at hand; columns of records have names such as "default".
std::string of_row(const std::string& column) { return "t.\"" + column + '"'; }

// Text that names a row by its key: "store 1 id 7".
std::string name_of_row(const Table& table) {
  std::string text;
  for (const std::size_t place : table.key()) {
    const std::string& column = table.columns[place].name;
    const std::string name = column == "store_id" ? "store" : column;
    text += (text.empty() ? "'" : " || ' ") + name + " ' || " + of_row(column);
  }
  return text.empty() ? "'some row'" : text;
}

// A record's list of values has a table of its own: "product__categories" is product's.
std::string owner_of(const Table& table) {
  const std::size_t end = table.name.find("__");
  return end == std::string::npos ? std::string() : table.name.substr(0, end);
}

std::string select_rows(const Table& table, const std::string& condition) {
  return "SELECT " + name_of_row(table) + " FROM " + table.name + " t WHERE " + condition;
}

Status check_stores(sql::Connection& connection, const Table& table,
                    std::vector<Violation>& found) {
  if (table.name == "store") return {};
  return add_violations(
      connection, "every row of " + table.name + " has its store",
      select_rows(table, "NOT EXISTS (SELECT 1 FROM store s WHERE s.store_id = t.store_id)"),
      found);
}

Status check_foreign_keys(sql::Connection& connection, const Table& table,
                          std::vector<Violation>& found) {
  for (const ForeignKey& key : table.foreign_keys) {
    if (key.parent == "store") continue;  // check_stores
    std::string given;
    std::string same;
    for (const auto& [own, other] : key.columns) {
      given += of_row(own) + " IS NOT NULL AND ";
      same += (same.empty() ? "" : " AND ");
      same += "p.\"" + other + "\" = " + of_row(own);
    }
    given.append("NOT EXISTS (SELECT 1 FROM ").append(key.parent).append(" p WHERE ");
    given.append(same).append(")");
    FS_TRY_STATUS(add_violations(connection,
                                 "every row of " + table.name + " has its " + key.parent,
                                 select_rows(table, given), found));
  }
  return {};
}

// The table's name, but for one.
std::string_view sequence_of(const Table& table) {
  return table.name == "store_user" ? std::string_view("user") : std::string_view(table.name);
}

Status check_sequence(sql::Connection& connection, const Table& table,
                      std::vector<Violation>& found) {
  if (!table.has("id") || !owner_of(table).empty()) return {};
  return add_violations(
      connection, "no id of " + table.name + " is above its sequence",
      "SELECT 'store ' || t.store_id || ' id ' || max(t.id) FROM " + table.name +
          " t LEFT JOIN id_sequence s ON s.store_id = t.store_id AND s.name = '" +
          std::string(sequence_of(table)) +
          "' GROUP BY t.store_id, s.last_id HAVING max(t.id) > coalesce(s.last_id, 0)",
      found);
}

Status check_owner(sql::Connection& connection, const Table& table, std::vector<Violation>& found) {
  const std::string owner = owner_of(table);
  if (owner.empty()) return {};
  return add_violations(connection, "every row of " + table.name + " has its " + owner,
                        select_rows(table, "NOT EXISTS (SELECT 1 FROM " + owner +
                                               " p WHERE p.store_id = t.store_id AND p.id = t.id)"),
                        found);
}

// Tables whose rows are counted have a counter of their name.
Status check_counter(sql::Connection& connection, const Table& table,
                     std::vector<Violation>& found) {
  const std::string subject = "subject = '" + table.name + "'";
  return add_violations(
      connection, "the counter of " + table.name + " equals the rows it counts",
      "SELECT 'store ' || store_id FROM (SELECT store_id, count(*) AS n FROM " + table.name +
          " GROUP BY store_id UNION ALL SELECT store_id, -total FROM row_count WHERE " + subject +
          ") AS parts WHERE EXISTS (SELECT 1 FROM row_count WHERE " + subject +
          ") GROUP BY store_id HAVING sum(n) <> 0",
      found);
}

Status check_of_store(sql::Connection& connection, const Table& table,
                      std::vector<Violation>& found) {
  FS_TRY_STATUS(check_stores(connection, table, found));
  FS_TRY_STATUS(check_owner(connection, table, found));
  FS_TRY_STATUS(check_sequence(connection, table, found));
  return check_counter(connection, table, found);
}

// SQLite takes whatever it is given.
Status check_values(sql::Connection& connection, const Table& table,
                    std::vector<Violation>& found) {
  std::string not_utf8;
  std::string other_type;
  const auto add = [](std::string& conditions, const std::string& condition) {
    conditions += (conditions.empty() ? "" : " OR ") + condition;
  };
  for (const Column& column : table.columns) {
    const bool text = column.kind == ColumnKind::text;
    const std::string value = of_row(column.name);
    add(other_type, "typeof(" + value + ") NOT IN ('null', '" + (text ? "text" : "integer") + "')");
    if (text) add(not_utf8, "is_utf8(" + value + ") = 0");
  }
  Table whole = table;
  whole.name = table.read_from();
  if (table.has("doc")) {
    FS_TRY_STATUS(add_violations(connection, "every doc of " + table.name + " is JSON",
                                 select_rows(table, "json_valid(t.doc) = 0"), found));
  }
  if (!not_utf8.empty()) {
    FS_TRY_STATUS(add_violations(connection, "every text of " + table.name + " is UTF-8",
                                 select_rows(whole, not_utf8), found));
  }
  return add_violations(connection, "every value of " + table.name + " has its column's type",
                        select_rows(whole, other_type), found);
}

}  // namespace

Status add_violations(sql::Connection& connection, std::string_view invariant,
                      std::string_view query, std::vector<Violation>& found) {
  FS_TRY(auto rows, connection.query(query));
  Violation violation{std::string(invariant), 0, {}};
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) break;
    if (violation.count++ == 0) violation.example = rows.text(0);
  }
  if (violation.count > 0) found.push_back(std::move(violation));
  return {};
}

Result<std::vector<Violation>> check_tables(sql::Connection& connection, const Dialect& dialect) {
  std::vector<Violation> found;
  FS_TRY(const auto tables, tables_of(connection, dialect));
  for (const Table& table : tables) {
    if (table.has("store_id")) FS_TRY_STATUS(check_of_store(connection, table, found));
    FS_TRY_STATUS(check_foreign_keys(connection, table, found));
    if (dialect.engine() == Engine::sqlite) FS_TRY_STATUS(check_values(connection, table, found));
  }
  return found;
}

}  // namespace fieldstone::store
