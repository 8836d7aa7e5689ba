// Rows of any table, for copy. Private to store/.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "store/sql/sql.hpp"
#include "store/whole/catalog.hpp"

namespace fieldstone::store {

// One value that outlives the row it was read from.
struct Cell {
  sql::Value::Kind kind = sql::Value::Kind::null;
  std::int64_t integer = 0;
  std::string text;

  void take(const sql::Rows& rows, int column, ColumnKind column_kind);
  sql::Value value() const;
};
using Cells = std::vector<Cell>;

// As the primary keys of both engines order them: integers by value, texts by their bytes.
int compare(const Cells& left, const Cells& right);

// Of a row whose columns are the table's, in its order.
std::uint64_t checksum_of(const sql::Rows& rows, const Table& table);
Cells cells_of(const sql::Rows& rows, const Table& table);
Cells key_of(const sql::Rows& rows, const Table& table);

// Texts of statements over one table. Parameters are the table's columns, or those of its key.
std::string select_all(const Table& table);
std::string select_in_key_order(const Table& table);
std::string select_by_key(const Table& table);
std::string insert_rows(const Table& table, std::size_t rows);
std::string delete_by_key(const Table& table);
std::string update_by_key(const Table& table);  // parameters: all columns

}  // namespace fieldstone::store
