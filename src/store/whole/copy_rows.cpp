#include "store/whole/copy_rows.hpp"

namespace fieldstone::store {
namespace {

// FNV-1a, one row from its first column to its last.
class Hash {
 public:
  void add(std::string_view bytes) {
    for (const char c : bytes) step(static_cast<unsigned char>(c));
  }
  void add(std::int64_t number) {
    auto bits = static_cast<std::uint64_t>(number);
    for (int i = 0; i < 8; ++i, bits >>= 8U) step(static_cast<unsigned char>(bits & 0xFFU));
  }
  // Rows are added up: without this the sums of similar rows would cancel out.
  std::uint64_t mixed() const {
    std::uint64_t h = hash_;
    h = (h ^ (h >> 30U)) * 0xBF58476D1CE4E5B9U;
    h = (h ^ (h >> 27U)) * 0x94D049BB133111EBU;
    return h ^ (h >> 31U);
  }

 private:
  void step(unsigned char byte) { hash_ = (hash_ ^ byte) * 1099511628211U; }
  std::uint64_t hash_ = 14695981039346656037U;
};

std::string column_list(const Table& table) {
  std::string text;
  for (const Column& column : table.columns) (text += text.empty() ? "" : ", ") += column.quoted();
  return text;
}

// " WHERE a = $1 AND …", with the parameter that each key column has.
template <class ParameterOf>
std::string where_key(const Table& table, ParameterOf parameter_of) {
  std::string text;
  std::size_t position = 0;
  for (const std::size_t place : table.key()) {
    text += (text.empty() ? " WHERE " : " AND ") + table.columns[place].quoted() + " = $" +
            std::to_string(parameter_of(place, ++position));
  }
  return text;
}

std::string where_key_alone(const Table& table) {
  return where_key(table, [](std::size_t, std::size_t position) { return position; });
}

}  // namespace

void Cell::take(const sql::Rows& rows, int column, ColumnKind column_kind) {
  if (rows.is_null(column)) {
    kind = sql::Value::Kind::null;
  } else if (column_kind == ColumnKind::integer) {
    kind = sql::Value::Kind::integer;
    integer = rows.integer(column);
  } else {
    kind = sql::Value::Kind::text;
    text = rows.text(column);
  }
}

sql::Value Cell::value() const {
  switch (kind) {
    case sql::Value::Kind::null: return {};
    case sql::Value::Kind::integer: return integer;
    case sql::Value::Kind::text: return std::string_view(text);
  }
  return {};
}

int compare(const Cells& left, const Cells& right) {
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i].integer != right[i].integer) return left[i].integer < right[i].integer ? -1 : 1;
    if (const int order = left[i].text.compare(right[i].text); order != 0) return order;
  }
  return 0;
}

std::uint64_t checksum_of(const sql::Rows& rows, const Table& table) {
  Hash hash;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const int column = static_cast<int>(i);
    if (rows.is_null(column)) {
      hash.add("N");
    } else if (table.columns[i].kind == ColumnKind::integer) {
      hash.add("I");
      hash.add(rows.integer(column));
    } else {
      const std::string_view text = rows.text(column);
      hash.add("T");
      hash.add(static_cast<std::int64_t>(text.size()));
      hash.add(text);
    }
  }
  return hash.mixed();
}

Cells cells_of(const sql::Rows& rows, const Table& table) {
  Cells cells(table.columns.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells[i].take(rows, static_cast<int>(i), table.columns[i].kind);
  return cells;
}

Cells key_of(const sql::Rows& rows, const Table& table) {
  Cells cells;
  for (const std::size_t place : table.key())
    cells.emplace_back().take(rows, static_cast<int>(place), table.columns[place].kind);
  return cells;
}

std::string select_all(const Table& table) {
  return "SELECT " + column_list(table) + " FROM " + table.read_from();
}

std::string select_in_key_order(const Table& table) {
  std::string order;
  for (const std::size_t place : table.key())
    order += (order.empty() ? " ORDER BY " : ", ") + table.columns[place].quoted();
  return select_all(table) + order;
}

std::string select_by_key(const Table& table) { return select_all(table) + where_key_alone(table); }

std::string insert_rows(const Table& table, std::size_t rows) {
  std::string text = "INSERT INTO " + table.name + " (" + column_list(table) + ") VALUES ";
  std::size_t parameter = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    text += row == 0 ? "(" : ", (";
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      text += (i == 0 ? "$" : ", $") + std::to_string(++parameter);
    text += ')';
  }
  return text;
}

std::string delete_by_key(const Table& table) {
  return "DELETE FROM " + table.name + where_key_alone(table);
}

std::string update_by_key(const Table& table) {
  std::string set;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string name = table.columns[i].quoted();
    set += (set.empty() ? " SET " : ", ") + name + " = $" + std::to_string(i + 1);
  }
  return "UPDATE " + table.name + set +
         where_key(table, [](std::size_t place, std::size_t) { return place + 1; });
}

}  // namespace fieldstone::store
