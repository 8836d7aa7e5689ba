// SQLite's memory: small blocks are kept by the thread that gave them back. Private to
// store/sqlite. Debian builds SQLite without lookaside, so every cursor, key and register of a
// statement would otherwise go to the C library and back.
#pragma once

#include <sqlite3.h>

namespace fieldstone::store::sqlite {

// For SQLITE_CONFIG_MALLOC, before SQLite is initialized.
// Thread: any; a block may be freed by another thread than the one that asked for it.
const sqlite3_mem_methods& memory_methods();

}  // namespace fieldstone::store::sqlite
