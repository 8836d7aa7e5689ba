#include "store/name_search.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "store/filters.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kAdd =
    "INSERT INTO customer_name_search (rowid, name_fold) VALUES ($1, $2)";
// The index keeps no text: it is told what it is to forget.
constexpr std::string_view kRemove =
    "INSERT INTO customer_name_search (customer_name_search, rowid, name_fold)"
    " VALUES ('delete', $1, $2)";

constexpr std::size_t kTrigram = 3;  // code points

// Of the store's row 0; see the schema.
std::int64_t first_row(StoreId store_id) { return store_id.value << 31U; }

// One phrase a substring, alternatives joined by OR, in the syntax of FTS5.
std::string phrases(const std::vector<std::string>& alternatives) {
  std::string text;
  for (const std::string& alternative : alternatives) {
    text += text.empty() ? "\"" : " OR \"";
    for (const char c : alternative) text.append(c == '"' ? 2 : 1, c);
    text += '"';
  }
  return text;
}

}  // namespace

Status NameSearch::add(StoreId store_id, CustomerId id, std::string_view name_fold) {
  if (dialect_.engine() != Engine::sqlite) return {};
  FS_TRY_STATUS(connection_.execute(kAdd, {first_row(store_id) + id.value, name_fold}));
  return {};
}

Status NameSearch::remove(StoreId store_id, CustomerId id, std::string_view name_fold) {
  if (dialect_.engine() != Engine::sqlite) return {};
  FS_TRY_STATUS(connection_.execute(kRemove, {first_row(store_id) + id.value, name_fold}));
  return {};
}

void where_name_like(QueryBuilder& query, const Dialect& dialect, StoreId store_id,
                     const std::vector<std::string>& alternatives) {
  const bool indexed = std::all_of(alternatives.begin(), alternatives.end(),
                                   [](const auto& text) { return code_points(text) >= kTrigram; });
  if (alternatives.empty()) return;
  if (dialect.engine() != Engine::sqlite || !indexed) {
    Filters(query, dialect).substrings("name_fold", alternatives);
    return;
  }
  query.sql(" AND id IN (SELECT rowid - ").param(first_row(store_id));
  query.sql(" FROM customer_name_search WHERE customer_name_search MATCH ");
  query.param(query.keep(phrases(alternatives)));
  query.sql(" AND rowid BETWEEN ").param(first_row(store_id));
  query.sql(" AND ").param(first_row(StoreId{store_id.value + 1}) - 1).sql(")");
}

}  // namespace fieldstone::store
