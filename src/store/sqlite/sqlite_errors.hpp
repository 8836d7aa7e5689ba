// SQLite result code -> Error.
#pragma once

#include <sqlite3.h>

#include <string_view>

#include "base/log.hpp"
#include "base/result.hpp"

namespace fieldstone::store::sqlite {

// The code an extended result code stands for.
Code code_of(int extended_code);

// Logs what SQLite says of the connection's last failure and returns it with a sentence for the
// operator (is_for_operator): the file, and why.
Failure failure(sqlite3* database, std::string_view doing, log::Logger& logger);

}  // namespace fieldstone::store::sqlite
