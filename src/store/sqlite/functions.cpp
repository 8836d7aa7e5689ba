#include "store/sqlite/functions.hpp"

#include <string>
#include <string_view>

#include "base/utf8.hpp"
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

void call_is_utf8(sqlite3_context* context, int /*count*/, sqlite3_value** arguments) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
  if (text == nullptr) return;
  const auto bytes = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
  sqlite3_result_int(context, is_valid_utf8({text, bytes}) ? 1 : 0);
}

using Function = void (*)(sqlite3_context*, int, sqlite3_value**);

int add(sqlite3* database, const char* name, Function function) {
  return sqlite3_create_function_v2(database, name, 1,
                                    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, nullptr,
                                    function, nullptr, nullptr, nullptr);
}

}  // namespace

int add_functions(sqlite3* database) {
  const int code = add(database, "name_grams", call_name_grams);
  return code == SQLITE_OK ? add(database, "is_utf8", call_is_utf8) : code;
}

}  // namespace fieldstone::store::sqlite
