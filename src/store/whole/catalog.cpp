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
// Table, number of the key, table that it points to, column, column there.
constexpr std::string_view kForeignKeysOfSqlite =
    "SELECT t.name, f.id, f.\"table\", f.\"from\", f.\"to\" FROM sqlite_schema t"
    " JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table' ORDER BY 1, 3, 2, f.seq";
constexpr std::string_view kForeignKeysOfPostgres =
    "SELECT t.relname, f.oid::bigint, p.relname, c.attname, pc.attname FROM pg_constraint f"
    " JOIN pg_class t ON t.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid"
    " CROSS JOIN LATERAL unnest(f.conkey, f.confkey) WITH ORDINALITY AS k(own, other, place)"
    " JOIN pg_attribute c ON c.attrelid = f.conrelid AND c.attnum = k.own"
    " JOIN pg_attribute pc ON pc.attrelid = f.confrelid AND pc.attnum = k.other"
    " WHERE f.contype = 'f' AND f.connamespace = current_schema()::regnamespace"
    " ORDER BY t.relname COLLATE \"C\", p.relname COLLATE \"C\", f.oid, k.place";

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

Status read_foreign_keys(sql::Connection& connection, const Dialect& dialect,
                         std::vector<Table>& tables) {
  const bool sqlite = dialect.engine() == Engine::sqlite;
  FS_TRY(auto rows, connection.query(sqlite ? kForeignKeysOfSqlite : kForeignKeysOfPostgres));
  std::string table_before;
  std::int64_t key_before = -1;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return {};
    const auto found = std::find_if(tables.begin(), tables.end(),
                                    [&](const Table& table) { return table.name == rows.text(0); });
    if (found == tables.end()) continue;
    if (table_before != rows.text(0) || key_before != rows.integer(1))
      found->foreign_keys.push_back({std::string(rows.text(2)), {}});
    found->foreign_keys.back().columns.emplace_back(rows.text(3), rows.text(4));
    table_before = rows.text(0);
    key_before = rows.integer(1);
  }
}

bool is_among(const std::string& name, const std::vector<Table>& tables) {
  return std::any_of(tables.begin(), tables.end(),
                     [&](const Table& table) { return table.name == name; });
}

}  // namespace

bool Table::has(std::string_view column) const {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const Column& one) { return one.name == column; });
}

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
  FS_TRY_STATUS(read_foreign_keys(connection, dialect, waiting));
  std::vector<Table> ordered;
  while (!waiting.empty()) {
    const auto next = std::find_if(waiting.begin(), waiting.end(), [&](const Table& table) {
      return std::all_of(table.foreign_keys.begin(), table.foreign_keys.end(),
                         [&](const ForeignKey& key) {
                           return key.parent == table.name || !is_among(key.parent, waiting);
                         });
    });
    if (next == waiting.end()) return fail(Code::internal, {}, "foreign keys that run in a circle");
    ordered.push_back(std::move(*next));
    waiting.erase(next);
  }
  return ordered;
}

}  // namespace fieldstone::store
