#include "store/customers/name_search.hpp"

#include <algorithm>

#include "store/customers/name_grams.hpp"
#include "store/sql/filters.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kAdd =
    "INSERT INTO customer_name_search (rowid, grams) VALUES ($1, name_grams($2))";
// The index keeps no text: it is told what it is to forget.
constexpr std::string_view kRemove =
    "INSERT INTO customer_name_search (customer_name_search, rowid, grams)"
    " VALUES ('delete', $1, name_grams($2))";

constexpr std::string_view kForgetAll =
    "INSERT INTO customer_name_search (customer_name_search) VALUES ('delete-all')";
constexpr std::string_view kAddAll =
    "INSERT INTO customer_name_search (rowid, grams)"
    " SELECT store_id * 2147483648 + id, name_grams(name_fold) FROM customer";

// Of the store's row 0; see the schema.
std::int64_t first_row(StoreId store_id) { return store_id.value << 31U; }

// One alternative or another, in the syntax of FTS5.
std::string expression_of(const std::vector<std::string>& alternatives) {
  std::string text;
  for (const std::string& alternative : alternatives) {
    text += text.empty() ? "(" : " OR (";
    text += name_query(alternative);
    text += ')';
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

Status NameSearch::rebuild() {
  if (dialect_.engine() != Engine::sqlite) return {};
  FS_TRY_STATUS(connection_.execute(kForgetAll));
  FS_TRY_STATUS(connection_.execute(kAddAll));
  return {};
}

NameMatches::NameMatches(const Dialect& dialect, StoreId store_id,
                         const std::vector<std::string>& alternatives)
    : dialect_(dialect),
      store_id_(store_id),
      alternatives_(alternatives),
      indexed_(dialect.engine() == Engine::sqlite && !alternatives.empty() &&
               std::none_of(alternatives.begin(), alternatives.end(),
                            [](const auto& text) { return text.empty(); })) {}

void NameMatches::lead(QueryBuilder& query, const RangeFilter& ids) const {
  const std::int64_t first = first_row(store_id_);
  const std::int64_t last = first_row(StoreId{store_id_.value + 1}) - 1;
  query.sql("(SELECT rowid AS ").sql(kMatchRow).sql(" FROM customer_name_search");
  query.sql(" WHERE customer_name_search MATCH ").param(query.keep(expression_of(alternatives_)));
  query.sql(" AND rowid >= ")
      .param(first + std::clamp<std::int64_t>(ids.min.value_or(0), 0, last - first));
  query.sql(" AND rowid <= ")
      .param(first + std::clamp<std::int64_t>(ids.max.value_or(last - first), -1, last - first))
      .sql(")");
}

void NameMatches::where(QueryBuilder& query, bool led) const {
  if (alternatives_.empty()) return;
  if (led) {
    query.sql(" AND id = ").sql(kMatchRow).sql(" - ").param(first_row(store_id_));
  } else if (indexed_) {
    query.sql(" AND id IN (SELECT ").sql(kMatchRow).sql(" - ").param(first_row(store_id_));
    query.sql(" FROM ");
    lead(query, {});
    query.sql(")");
  }
  Filters(query, dialect_).substrings("name_fold", alternatives_);
}

}  // namespace fieldstone::store
