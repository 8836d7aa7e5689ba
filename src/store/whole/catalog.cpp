#include "store/whole/catalog.hpp"

#include <algorithm>

namespace fieldstone::store {
namespace {

// Table, column, type, position in the primary key.
constexpr std::string_view kColumnsOfSqlite =
    "SELECT t.name, c.name, c.type, c.pk FROM sqlite_schema t JOIN pragma_table_info(t.name) c"
    " WHERE t.type = 'table' AND (t.name = 'app' OR EXISTS (SELECT 1 FROM "
    "pragma_table_info(t.name) s"
    " WHERE s.name = 'store_id')) AND t.name <> 'long_value' AND c.name <> 'long_value_id'"
    " ORDER BY t.name, c.name";
constexpr std::string_view kColumnsOfPostgres =
    "SELECT t.relname, c.attname, format_type(c.atttypid, c.atttypmod),"
    " coalesce(array_position(p.indkey::int2[], c.attnum) + 1, 0)"
    " FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0"
    " AND NOT c.attisdropped LEFT JOIN pg_index p ON p.indrelid = t.oid AND p.indisprimary"
    " WHERE t.relkind IN ('r', 'p') AND t.relnamespace = current_schema()::regnamespace"
    " AND (t.relname = 'app' OR EXISTS"
    " (SELECT 1 FROM pg_attribute s WHERE s.attrelid = t.oid AND s.attname = 'store_id'))"
    " ORDER BY t.relname COLLATE \"C\", c.attname COLLATE \"C\"";
// Table, table that it points to.
constexpr std::string_view kParentsOfSqlite =
    "SELECT DISTINCT t.name, f.\"table\" FROM sqlite_schema t"
    " JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table' ORDER BY 1, 2";
constexpr std::string_view kParentsOfPostgres =
    "SELECT DISTINCT t.relname COLLATE \"C\", p.relname COLLATE \"C\" FROM pg_constraint f"
    " JOIN pg_class t ON t.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid"
    " WHERE f.contype = 'f' AND f.connamespace = current_schema()::regnamespace ORDER BY 1, 2";

Result<ColumnKind> kind_of(std::string_view type, std::string_view table, std::string_view name) {
  if (type == "INTEGER" || type == "bigint") return ColumnKind::integer;
  if (type == "TEXT" || type == "text") return ColumnKind::text;
  return fail(Code::internal, {},
              std::string(table) + "." + std::string(name) + " has the type " + std::string(type) +
                  ", which is neither a 64-bit integer nor text");
}

Result<std::vector<Table>> read_columns(sql::Connection& connection, const Dialect& dialect) {
  const bool sqlite = dialect.engine() == Engine::sqlite;
  FS_TRY(auto rows, connection.query(sqlite ? kColumnsOfSqlite : kColumnsOfPostgres));
  std::vector<Table> tables;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return tables;
    if (tables.empty() || tables.back().name != rows.text(0))
      tables.push_back({std::string(rows.text(0)), {}, {}});
    FS_TRY(const ColumnKind kind, kind_of(rows.text(2), rows.text(0), rows.text(1)));
    tables.back().columns.push_back(
        {std::string(rows.text(1)), kind, static_cast<int>(rows.integer(3))});
  }
}

Status read_parents(sql::Connection& connection, const Dialect& dialect,
                    std::vector<Table>& tables) {
  const bool sqlite = dialect.engine() == Engine::sqlite;
  FS_TRY(auto rows, connection.query(sqlite ? kParentsOfSqlite : kParentsOfPostgres));
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return {};
    for (Table& table : tables) {
      if (table.name == rows.text(0)) table.parents.emplace_back(rows.text(1));
    }
  }
}

bool is_among(const std::string& name, const std::vector<Table>& tables) {
  return std::any_of(tables.begin(), tables.end(),
                     [&](const Table& table) { return table.name == name; });
}

}  // namespace

std::string Table::read_from() const { return name == "metafield" ? "whole_metafield" : name; }

std::vector<std::size_t> Table::key() const {
  std::vector<std::size_t> places;
  for (int position = 1;; ++position) {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& column) {
      return column.key_position == position;
    });
    if (found == columns.end()) return places;
    places.push_back(static_cast<std::size_t>(found - columns.begin()));
  }
}

Result<std::vector<Table>> tables_of(sql::Connection& connection, const Dialect& dialect) {
  FS_TRY(auto waiting, read_columns(connection, dialect));
  FS_TRY_STATUS(read_parents(connection, dialect, waiting));
  std::vector<Table> ordered;
  while (!waiting.empty()) {
    const auto next = std::find_if(waiting.begin(), waiting.end(), [&](const Table& table) {
      return std::all_of(table.parents.begin(), table.parents.end(), [&](const std::string& name) {
        return name == table.name || !is_among(name, waiting);
      });
    });
    if (next == waiting.end()) return fail(Code::internal, {}, "foreign keys that run in a circle");
    ordered.push_back(std::move(*next));
    waiting.erase(next);
  }
  return ordered;
}

}  // namespace fieldstone::store
