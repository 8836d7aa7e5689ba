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

constexpr std::string_view kForgetAll =
    "INSERT INTO customer_name_search (customer_name_search) VALUES ('delete-all')";
constexpr std::string_view kAddAll =
    "INSERT INTO customer_name_search (rowid, name_fold)"
    " SELECT store_id * 2147483648 + id, name_fold FROM customer";

constexpr std::size_t kTrigram = 3;  // code points

// Of the store's row 0; see the schema.
std::int64_t first_row(StoreId store_id) { return store_id.value << 31U; }

// The first, the last and one between them leave few other names; each more is one more list to
// read.
constexpr std::size_t kMaxTrigrams = 3;

// Bytes of the code point that begins here. Requires: valid UTF-8.
std::size_t bytes_of(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Some trigrams of a substring, far apart. Requires: it has one.
std::vector<std::string_view> trigrams_of(std::string_view text) {
  std::vector<std::size_t> starts;  // of the code points, and the end
  for (std::size_t at = 0; at < text.size(); at += bytes_of(text[at])) starts.push_back(at);
  starts.push_back(text.size());
  const std::size_t last = starts.size() - 1 - kTrigram;
  const std::size_t count = std::min(last + 1, kMaxTrigrams);
  std::vector<std::string_view> trigrams;
  trigrams.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t from = count == 1 ? 0 : i * last / (count - 1);
    trigrams.push_back(text.substr(starts[from], starts[from + kTrigram] - starts[from]));
  }
  return trigrams;
}

// The trigrams of one alternative or another, in the syntax of FTS5.
std::string expression_of(const std::vector<std::string>& alternatives) {
  std::string text;
  for (const std::string& alternative : alternatives) {
    text += text.empty() ? "(" : " OR (";
    std::string_view before;
    for (const std::string_view trigram : trigrams_of(alternative)) {
      (text += before) += '"';
      for (const char c : trigram) text.append(c == '"' ? 2 : 1, c);
      text += '"';
      before = " AND ";
    }
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
               std::all_of(alternatives.begin(), alternatives.end(),
                           [](const auto& text) { return code_points(text) >= kTrigram; })) {}

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
