// The rows of any record type. The document is JSON text here: what it says is app/records'
// business.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/ids.hpp"
#include "core/record/record_type.hpp"
#include "store/records/record_query.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

class Tx;

// The values of a row's columns, in the order of for_each_column(), and of its lists, in the order
// of for_each_index().
struct RecordColumns {
  struct Text {
    bool is_null = false;
    std::string value;
  };
  struct Value {
    std::optional<std::int64_t> integer;
    std::optional<std::string> text;
  };
  struct Values {
    std::vector<std::int64_t> integers;
    std::vector<std::string> texts;
  };
  std::string uuid;
  std::vector<Value> columns;
  std::vector<Values> lists;
};

class RecordRepo {
 public:
  RecordRepo(Tx& tx, StoreId store_id, const record::RecordType& type);

  Result<std::optional<RecordRow>> find(std::int64_t id);
  // By another unique column of the table.
  Result<std::optional<RecordRow>> find_by(std::string_view column, sql::Value value);
  Result<bool> exists(std::int64_t id);
  // Whether another row has this value of a unique field. `except`: the row's own id, or 0.
  Result<bool> is_taken(const record::Field& field, std::int64_t parent_id, sql::Value value,
                        std::int64_t except);

  Result<RowPage<RecordRow>> list(const RecordQuery& query);
  // All matching rows, at most `most`, in the query's order; its page is ignored.
  Result<std::vector<RecordRow>> all(const RecordQuery& query,
                                     std::int64_t most = std::numeric_limits<std::int64_t>::max());
  Result<std::int64_t> count(const RecordQuery& query);

  Result<std::int64_t> next_id();
  // Makes sure that ids go on above this one.
  Status raise_sequence(std::int64_t id);
  Status insert(const RecordRow& row, const RecordColumns& columns);
  Status update(const RecordRow& row, const RecordColumns& columns);
  Status remove(std::int64_t id);

 private:
  Result<RowPage<RecordRow>> list_by_cursor(const RecordQuery& query);
  Result<bool> has_any(const RecordQuery& query);
  Status write_lists(std::int64_t id, const RecordColumns& columns);
  Status clear_lists(std::int64_t id);
  std::string select(std::string_view tail) const;

  sql::Connection& connection_;
  const Dialect& dialect_;
  StoreId store_id_;
  const record::RecordType& type_;
};

}  // namespace fieldstone::store
