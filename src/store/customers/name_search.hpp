// Substrings of customers' names (CU-41). SQLite looks them up in an index of their pieces that is
// kept here, beside the table; PostgreSQL keeps its own (pg_trgm). Private to store/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "core/list_filter.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/query_builder.hpp"

namespace fieldstone::store {

class NameSearch {
 public:
  NameSearch(sql::Connection& connection, const Dialect& dialect)
      : connection_(connection), dialect_(dialect) {}

  // Names are case-folded. What was added must be removed with the very same name.
  Status add(StoreId store_id, CustomerId id, std::string_view name_fold);
  Status remove(StoreId store_id, CustomerId id, std::string_view name_fold);
  // Makes the whole index anew from the customers, after they were written past it.
  Status rebuild();

 private:
  sql::Connection& connection_;
  const Dialect& dialect_;
};

// How the customers whose name has one of some substrings are found.
class NameMatches {
 public:
  // Requires: all arguments outlive the object.
  NameMatches(const Dialect& dialect, StoreId store_id,
              const std::vector<std::string>& alternatives);

  // Whether the index can lead the query, by ascending or descending id. An empty alternative is in
  // every name, and needs no index.
  bool indexed() const { return indexed_; }

  // Appends the matches with ids in a range to FROM; where() ties them to customers. Sort by
  // kMatchRow. Requires: indexed().
  void lead(QueryBuilder& query, const RangeFilter& ids) const;
  static constexpr std::string_view kMatchRow = "match_row";

  // Appends " AND …" that leaves the customers that match; `led` says that lead() comes before.
  void where(QueryBuilder& query, bool led) const;

 private:
  const Dialect& dialect_;
  StoreId store_id_;
  const std::vector<std::string>& alternatives_;
  bool indexed_;
};

}  // namespace fieldstone::store
