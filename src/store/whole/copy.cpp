#include "store/whole/copy.hpp"

#include <algorithm>
#include <optional>

#include "store/customers/name_search.hpp"
#include "store/whole/copy_rows.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kLiftLimitsOfPostgres =
    "SELECT set_config('statement_timeout', '0', true),"
    " set_config('idle_in_transaction_session_timeout', '0', true)";
constexpr std::string_view kMoveLongValues =
    "UPDATE metafield SET value = value"
    " WHERE long_value_id IS NULL AND length(CAST(value AS BLOB)) > 512";
constexpr std::string_view kStores = "SELECT store_id, store_hash FROM store ORDER BY store_id";

// A row costs a round trip in one engine and nothing but itself in the other.
std::size_t rows_a_statement(const Dialect& dialect) {
  return dialect.engine() == Engine::postgres ? 100 : 1;
}

std::vector<std::pair<std::string, std::vector<Column>>> shapes_of(
    const std::vector<Table>& tables) {
  std::vector<std::pair<std::string, std::vector<Column>>> shapes;
  shapes.reserve(tables.size());
  for (const Table& table : tables) shapes.emplace_back(table.name, table.columns);
  std::sort(shapes.begin(), shapes.end(),
            [](const auto& left, const auto& right) { return left.first < right.first; });
  return shapes;
}

// The tables of both sides, which must be the same, in an order that the target takes.
Result<std::vector<Table>> common_tables(Tx& from, Tx& to) {
  FS_TRY(const auto source, tables_of(from.connection(), from.dialect()));
  FS_TRY(auto target, tables_of(to.connection(), to.dialect()));
  if (shapes_of(source) == shapes_of(target)) return target;
  return fail(Code::unavailable, {},
              "the tables of the two databases differ; is one of them used by somebody else, too?");
}

// Collects rows and writes them some at a time.
class Inserter {
 public:
  Inserter(Tx& to, const Table& table)
      : to_(to),
        table_(table),
        most_(rows_a_statement(to.dialect())),
        full_(insert_rows(table, most_)) {}

  Status add(const sql::Rows& rows) {
    for (std::size_t i = 0; i < table_.columns.size(); ++i)
      next_cell().take(rows, static_cast<int>(i), table_.columns[i].kind);
    return used_ == most_ * table_.columns.size() ? flush() : Status();
  }
  Status flush() {
    const std::size_t rows = used_ / table_.columns.size();
    if (rows == 0) return {};
    std::vector<sql::Value> values;
    values.reserve(used_);
    for (std::size_t i = 0; i < used_; ++i) values.push_back(cells_[i].value());
    used_ = 0;
    FS_TRY_STATUS(
        to_.connection().execute(rows == most_ ? full_ : insert_rows(table_, rows), values));
    return {};
  }

 private:
  Cell& next_cell() {
    if (used_ == cells_.size()) cells_.emplace_back();
    return cells_[used_++];
  }

  Tx& to_;
  const Table& table_;
  const std::size_t most_;
  const std::string full_;
  Cells cells_;  // kept, with the room that their texts have taken
  std::size_t used_ = 0;
};

Result<TableSum> copy_table(Tx& from, Tx& to, const Table& table, const CopyProgress& progress) {
  TableSum sum{table.name};
  Inserter inserter(to, table);
  FS_TRY(auto rows, from.connection().stream(select_all(table)));
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) break;
    sum.checksum += checksum_of(rows, table);
    FS_TRY_STATUS(inserter.add(rows));
    progress(table.name, ++sum.rows);
  }
  FS_TRY_STATUS(inserter.flush());
  return sum;
}

// Keys of rows, by what is to become of them in the target.
struct Differences {
  std::vector<Cells> gone;
  std::vector<Cells> changed;
  std::vector<Cells> added;
};

// A walk in the order of the key.
class Walk {
 public:
  static Result<Walk> begin(Tx& tx, const Table& table) {
    FS_TRY(auto rows, tx.connection().stream(select_in_key_order(table)));
    Walk walk(std::move(rows), table);
    FS_TRY_STATUS(walk.next());
    return walk;
  }
  Status next() {
    FS_TRY(const bool more, rows_.next());
    at_end_ = !more;
    if (at_end_) return {};
    key_ = key_of(rows_, *table_);
    checksum_ = checksum_of(rows_, *table_);
    return {};
  }
  bool at_end() const { return at_end_; }
  const Cells& key() const { return key_; }
  std::uint64_t checksum() const { return checksum_; }

 private:
  Walk(sql::Rows rows, const Table& table) : rows_(std::move(rows)), table_(&table) {}

  sql::Rows rows_;
  const Table* table_;
  bool at_end_ = false;
  Cells key_;
  std::uint64_t checksum_ = 0;
};

Result<Differences> compare_table(Tx& from, Tx& to, const Table& table, TableSum& sum,
                                  const CopyProgress& progress) {
  Differences found;
  FS_TRY(auto source, Walk::begin(from, table));
  FS_TRY(auto target, Walk::begin(to, table));
  while (!source.at_end() || !target.at_end()) {
    const int order = source.at_end()   ? 1
                      : target.at_end() ? -1
                                        : compare(source.key(), target.key());
    if (order > 0) {
      found.gone.push_back(target.key());
    } else {
      if (order < 0) found.added.push_back(source.key());
      if (order == 0 && source.checksum() != target.checksum())
        found.changed.push_back(source.key());
      sum.checksum += source.checksum();
      progress(table.name, ++sum.rows);
      FS_TRY_STATUS(source.next());
    }
    if (order >= 0) FS_TRY_STATUS(target.next());
  }
  return found;
}

std::vector<sql::Value> values_of(const Cells& cells) {
  std::vector<sql::Value> values;
  values.reserve(cells.size());
  for (const Cell& cell : cells) values.push_back(cell.value());
  return values;
}

Status remove(Tx& to, const Table& table, const std::vector<Cells>& keys) {
  const std::string text = delete_by_key(table);
  for (const Cells& key : keys) FS_TRY_STATUS(to.connection().execute(text, values_of(key)));
  return {};
}

// Writes the source's rows of these keys with a statement over all columns.
Status write(Tx& from, Tx& to, const Table& table, const std::vector<Cells>& keys,
             const std::string& statement) {
  const std::string select = select_by_key(table);
  for (const Cells& key : keys) {
    FS_TRY(auto rows, from.connection().query(select, values_of(key)));
    FS_TRY(const bool found, rows.next());
    if (!found) return fail(Code::internal, {});  // the snapshot has it
    const Cells cells = cells_of(rows, table);
    FS_TRY_STATUS(to.connection().execute(statement, values_of(cells)));
  }
  return {};
}

// What SQLite keeps beside the tables.
Status complete(Tx& to) {
  if (to.dialect().engine() == Engine::sqlite)
    FS_TRY_STATUS(to.connection().execute(kMoveLongValues));
  return NameSearch(to.connection(), to.dialect()).rebuild();
}

bool is_parent(const Table& table, const std::vector<Table>& tables) {
  return std::any_of(tables.begin(), tables.end(), [&](const Table& other) {
    return std::any_of(other.foreign_keys.begin(), other.foreign_keys.end(),
                       [&](const ForeignKey& key) { return key.parent == table.name; });
  });
}

Result<std::vector<std::pair<std::int64_t, std::string>>> stores_of(Tx& tx) {
  std::vector<std::pair<std::int64_t, std::string>> stores;
  FS_TRY(auto rows, tx.connection().query(kStores));
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return stores;
    stores.emplace_back(rows.integer(0), rows.text(1));
  }
}

// Whoever names the wrong target must not lose it.
Status require_same_stores(Tx& from, Tx& to) {
  FS_TRY(const auto ours, stores_of(from));
  FS_TRY(const auto theirs, stores_of(to));
  for (const auto& store : theirs) {
    if (std::find(ours.begin(), ours.end(), store) != ours.end()) continue;
    return fail(Code::conflict, {},
                "the target has a store " + store.second +
                    " that the source has not: it is no copy of it. Nothing was changed");
  }
  return {};
}

// Rows that nothing points to are made anew when they differ, so that unique values that have moved
// from one row to another don't meet on the way.
Status apply(Tx& from, Tx& to, const std::vector<Table>& tables,
             std::vector<Differences>& differences) {
  for (std::size_t i = tables.size(); i-- > 0;) {
    Differences& found = differences[i];
    FS_TRY_STATUS(remove(to, tables[i], found.gone));
    if (is_parent(tables[i], tables)) continue;
    FS_TRY_STATUS(remove(to, tables[i], found.changed));
    std::move(found.changed.begin(), found.changed.end(), std::back_inserter(found.added));
    found.changed.clear();
  }
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const Table& table = tables[i];
    FS_TRY_STATUS(write(from, to, table, differences[i].changed, update_by_key(table)));
    FS_TRY_STATUS(write(from, to, table, differences[i].added, insert_rows(table, 1)));
  }
  return {};
}

}  // namespace

Status lift_time_limits(Tx& tx) {
  if (tx.dialect().engine() != Engine::postgres) return {};
  FS_TRY_STATUS(tx.connection().query(kLiftLimitsOfPostgres));
  return {};
}

Status analyze(Tx& tx) {
  if (tx.dialect().engine() != Engine::postgres) return {};
  FS_TRY_STATUS(tx.connection().execute("ANALYZE"));
  return {};
}

Result<Sums> sums_of(Tx& tx, const CopyProgress& progress) {
  FS_TRY(const auto tables, tables_of(tx.connection(), tx.dialect()));
  Sums sums;
  for (const Table& table : tables) {
    TableSum& sum = sums.emplace_back(TableSum{table.name});
    FS_TRY(auto rows, tx.connection().stream(select_all(table)));
    while (true) {
      FS_TRY(const bool more, rows.next());
      if (!more) break;
      sum.checksum += checksum_of(rows, table);
      progress(table.name, ++sum.rows);
    }
  }
  return sums;
}

Status require_empty(Tx& tx) {
  FS_TRY(const auto tables, tables_of(tx.connection(), tx.dialect()));
  for (const Table& table : tables) {
    FS_TRY(auto rows, tx.connection().query("SELECT 1 FROM " + table.name + " LIMIT 1"));
    FS_TRY(const bool any, rows.next());
    if (!any) continue;
    return fail(Code::conflict, {},
                "the target is not empty: there are rows in " + table.name +
                    ". Name a new database; or --catch-up, when it is an earlier copy of this "
                    "source");
  }
  return {};
}

Result<Sums> copy_all(Tx& from, Tx& to, const CopyProgress& progress) {
  FS_TRY(const auto tables, common_tables(from, to));
  Sums sums;
  for (const Table& table : tables) {
    FS_TRY(auto sum, copy_table(from, to, table, progress));
    sums.push_back(std::move(sum));
  }
  FS_TRY_STATUS(complete(to));
  return sums;
}

Result<CatchUp> catch_up(Tx& from, Tx& to, const CopyProgress& progress) {
  FS_TRY(const auto tables, common_tables(from, to));
  FS_TRY_STATUS(require_same_stores(from, to));
  CatchUp done;
  std::vector<Differences> differences;
  for (const Table& table : tables) {
    TableSum& sum = done.sums.emplace_back(TableSum{table.name});
    FS_TRY(auto found, compare_table(from, to, table, sum, progress));
    done.inserted += static_cast<std::int64_t>(found.added.size());
    done.updated += static_cast<std::int64_t>(found.changed.size());
    done.removed += static_cast<std::int64_t>(found.gone.size());
    differences.push_back(std::move(found));
  }
  if (done.inserted + done.updated + done.removed == 0) return done;
  if (!apply(from, to, tables, differences)) {
    return fail(Code::unavailable, {},
                "the target can't be brought up to date row by row; nothing was changed. Copy into "
                "a new database");
  }
  FS_TRY_STATUS(complete(to));
  return done;
}

}  // namespace fieldstone::store
