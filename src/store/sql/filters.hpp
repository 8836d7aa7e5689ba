// The conditions that lists share. Each method appends " AND …" where its filter is given. Private
// to store/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/list_filter.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/query_builder.hpp"

namespace fieldstone::store {

// A pattern of LIKE … ESCAPE '!' that finds a substring letter by letter.
inline std::string like_pattern(std::string_view substring) {
  std::string pattern = "%";
  for (const char c : substring) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

class Filters {
 public:
  Filters(QueryBuilder& query, const Dialect& dialect) : query_(query), dialect_(dialect) {}

  void texts(std::string_view column, const std::optional<std::vector<std::string>>& values) const {
    if (!values) return;
    query_.sql(" AND ").sql(column).sql(" ").in(dialect_, *values);
  }
  void integers(std::string_view column,
                const std::optional<std::vector<std::int64_t>>& values) const {
    if (!values) return;
    query_.sql(" AND ").sql(column).sql(" ").in(dialect_, *values);
  }
  void between(std::string_view column, const RangeFilter& range) const {
    if (range.min) query_.sql(" AND ").sql(column).sql(" >= ").param(*range.min);
    if (range.max) query_.sql(" AND ").sql(column).sql(" <= ").param(*range.max);
  }
  // Any of these substrings, each matched letter by letter.
  void substrings(std::string_view column, const std::vector<std::string>& alternatives) const {
    std::string_view before = " AND (";
    for (const std::string& text : alternatives) {
      query_.sql(before).sql(column).sql(" LIKE ").param(query_.keep(like_pattern(text)));
      query_.sql(" ESCAPE '!'");
      before = " OR ";
    }
    if (!alternatives.empty()) query_.sql(")");
  }

 private:
  QueryBuilder& query_;
  const Dialect& dialect_;
};

}  // namespace fieldstone::store
