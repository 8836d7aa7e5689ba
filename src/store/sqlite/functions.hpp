// Functions of Fieldstone's own that statements and migrations may call. Private to store/sqlite.
#pragma once

#include <sqlite3.h>

namespace fieldstone::store::sqlite {

// name_grams(text), see store/name_grams. Callable by statements, not by what a schema says.
// Returns SQLite's code.
int add_functions(sqlite3* database);

}  // namespace fieldstone::store::sqlite
