// Pages of lists that know only page and limit (HTTP-80 … HTTP-84). Private to store/.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/ids.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/page_facts.hpp"
#include "store/sql/query_builder.hpp"

namespace fieldstone::store {

// What one list reads. The texts are constants; `where` appends " WHERE store_id = $1 …".
template <class Where>
struct ListParts {
  std::string_view columns;
  std::string_view table;
  std::string_view order;  // of the rows, unique, such as "id"
  Where where;
};

// Runs the query and maps its rows.
template <class RowOf>
auto collect(sql::Connection& connection, const QueryBuilder& query, RowOf row_of)
    -> Result<std::vector<std::invoke_result_t<RowOf, const sql::Rows&>>> {
  std::vector<std::invoke_result_t<RowOf, const sql::Rows&>> found;
  FS_TRY(auto rows, query.run(connection));
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return found;
    found.push_back(row_of(rows));
  }
}

// The rows of one page. `total` is asked only where the rows do not tell it themselves; it may
// count with count_rows() or know better.
template <class Where, class RowOf, class Total>
auto offset_page(sql::Connection& connection, const ListParts<Where>& list,
                 const PageRequest& request, RowOf row_of, Total total)
    -> Result<RowPage<std::invoke_result_t<RowOf, const sql::Rows&>>> {
  QueryBuilder query;
  query.sql("SELECT ").sql(list.columns).sql(" FROM ").sql(list.table);
  list.where(query);
  query.sql(" ORDER BY ").sql(list.order).sql(" LIMIT ").param(request.limit + 1);
  if (const auto skip = offset_of(request); skip > 0) query.sql(" OFFSET ").param(skip);
  RowPage<std::invoke_result_t<RowOf, const sql::Rows&>> page;
  FS_TRY(page.rows, collect(connection, query, row_of));
  const bool goes_on = page.rows.size() > static_cast<std::size_t>(request.limit);
  if (goes_on) page.rows.pop_back();
  FS_TRY(page.facts, offset_facts(request, page.rows.size(), goes_on, total));
  return page;
}

template <class Where>
Result<std::int64_t> count_rows(sql::Connection& connection, const ListParts<Where>& list) {
  QueryBuilder query;
  query.sql("SELECT count(*) FROM ").sql(list.table);
  list.where(query);
  FS_TRY(auto rows, query.run(connection));
  FS_TRY_STATUS(rows.next());
  return rows.integer(0);
}

// Which rows of which table.
struct CustomerRows {
  std::string_view columns;
  std::string_view table;
  StoreId store_id;
};

// Begins a query of the rows that belong to the customers and stand among the first of each, up to
// the place that the caller appends.
inline void first_of_each_customer(QueryBuilder& query, const Dialect& dialect,
                                   const CustomerRows& rows,
                                   std::span<const std::int64_t> customer_ids) {
  query.sql("SELECT ").sql(rows.columns).sql(" FROM (SELECT ").sql(rows.columns);
  query.sql(", row_number() OVER (PARTITION BY customer_id ORDER BY id) AS place FROM ");
  query.sql(rows.table).sql(" WHERE store_id = ").param(rows.store_id.value);
  query.sql(" AND customer_id ").in(dialect, customer_ids).sql(") AS placed WHERE place <= ");
}

}  // namespace fieldstone::store
