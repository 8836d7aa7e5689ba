#include "store/whole/derived_checks.hpp"

#include <string>

#include "base/utf8.hpp"

namespace fieldstone::store {
namespace {

// A folded column, and the columns whose texts it has, with a space between them.
struct Folded {
  std::string_view table;
  std::string_view column;
  std::string_view first;
  std::string_view second;  // empty: there is one only
};

constexpr Folded kFolded[] = {
    {"customer", "email_fold", "email", ""},
    {"customer", "name_fold", "first_name", "last_name"},
    {"customer", "last_name_fold", "last_name", ""},
    {"customer_address", "name_fold", "first_name", "last_name"},
    {"customer_attribute", "name_fold", "name", ""},
    {"customer_group", "name_fold", "name", ""},
};

std::string query_of(const Folded& folded) {
  const bool both = !folded.second.empty();
  std::string text = "SELECT store_id, id, " + std::string(folded.column) + ", " +
                     std::string(folded.first) + ", ";
  text += both ? folded.second : folded.first;
  return text + " FROM " + std::string(folded.table);
}

Status check_folded(sql::Connection& connection, const Folded& folded,
                    std::vector<Violation>& found) {
  Violation violation{"every " + std::string(folded.column) + " of " + std::string(folded.table) +
                          " is its text in lower case",
                      0,
                      {}};
  const std::string query = query_of(folded);
  FS_TRY(auto rows, connection.stream(query));
  std::string text;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) break;
    text = rows.text(3);
    if (!folded.second.empty()) (text += ' ') += rows.text(4);
    if (!is_valid_utf8(text) || fold_case(text) == rows.text(2)) continue;
    if (violation.count++ == 0) {
      violation.example =
          "store " + std::to_string(rows.integer(0)) + " id " + std::to_string(rows.integer(1));
    }
  }
  if (violation.count > 0) found.push_back(std::move(violation));
  return {};
}

}  // namespace

Result<std::vector<Violation>> check_derived(sql::Connection& connection) {
  std::vector<Violation> found;
  for (const Folded& folded : kFolded) FS_TRY_STATUS(check_folded(connection, folded, found));
  return found;
}

}  // namespace fieldstone::store
