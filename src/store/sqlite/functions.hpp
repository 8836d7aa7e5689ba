// Functions of Fieldstone's own that statements and migrations may call. Private to store/sqlite.
#pragma once

#include <sqlite3.h>

namespace fieldstone::store::sqlite {

// name_grams(text), see store/customers/name_grams; is_utf8(text), 0 or 1, NULL of NULL. Callable
// by statements, not by what a schema says. Returns SQLite's code.
int add_functions(sqlite3* database);

}  // namespace fieldstone::store::sqlite
