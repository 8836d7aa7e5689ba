// Substrings of customers' names (CU-41). SQLite looks them up in an index of trigrams that is kept
// here, beside the table; PostgreSQL keeps its own (pg_trgm). Private to store/.
#pragma once

#include <string>
#include <vector>

#include "core/ids.hpp"
#include "store/dialect.hpp"
#include "store/query_builder.hpp"

namespace fieldstone::store {

class NameSearch {
 public:
  NameSearch(sql::Connection& connection, const Dialect& dialect)
      : connection_(connection), dialect_(dialect) {}

  // Names are case-folded. What was added must be removed with the very same name.
  Status add(StoreId store_id, CustomerId id, std::string_view name_fold);
  Status remove(StoreId store_id, CustomerId id, std::string_view name_fold);

 private:
  sql::Connection& connection_;
  const Dialect& dialect_;
};

// Appends " AND …" that leaves the customers whose name has one of the substrings. A substring of
// fewer than three characters is in no trigram: one such alternative makes the query visit every
// name of the store.
void where_name_like(QueryBuilder& query, const Dialect& dialect, StoreId store_id,
                     const std::vector<std::string>& alternatives);

}  // namespace fieldstone::store
