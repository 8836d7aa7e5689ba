#include "store/sqlite/functions.hpp"

#include <string>
#include <string_view>

#include "store/customers/name_grams.hpp"

namespace fieldstone::store::sqlite {
namespace {

void call_name_grams(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
  if (text == nullptr) return;  // NULL of NULL
  const auto bytes = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
  const std::string words = name_grams({text, bytes});
  sqlite3_result_text64(context, words.data(), words.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace

int add_functions(sqlite3* database) {
  return sqlite3_create_function_v2(database, "name_grams", 1,
                                    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
                                    call_name_grams, nullptr, nullptr, nullptr);
}

}  // namespace fieldstone::store::sqlite
