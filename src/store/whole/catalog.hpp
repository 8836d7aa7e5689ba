// The tables that hold a database's data, as the database itself describes them: what works on all
// of them can't forget the one that came last.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

enum class ColumnKind : std::uint8_t { integer, text };

struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::text;
  int key_position = 0;  // in the primary key, from 1; 0: not part of it

  // The name as SQL takes it, whatever it is: columns of records have names such as "default".
  std::string quoted() const { return '"' + name + '"'; }
  bool operator==(const Column&) const = default;
};

struct ForeignKey {
  std::string parent;
  std::vector<std::pair<std::string, std::string>> columns;  // its own, the parent's
};

struct Table {
  std::string name;
  std::vector<Column> columns;  // by name, so that both engines agree
  std::vector<ForeignKey> foreign_keys;

  bool has(std::string_view column) const;

  // The table or view that has its rows whole: long values of metafields lie elsewhere in SQLite.
  std::string read_from() const;
  // Places in `columns`, in the order of the key.
  std::vector<std::size_t> key() const;
};

// Every table with a store_id, and the apps, each after its parents. What is left out is
// bookkeeping (schema_migration), what can be made anew from the tables (the name search of
// SQLite), and where SQLite puts long values of metafields: they are read and written as if they
// lay in their rows. Errors: internal for a column of a type that nobody here knows.
Result<std::vector<Table>> tables_of(sql::Connection& connection, const Dialect& dialect);

}  // namespace fieldstone::store
