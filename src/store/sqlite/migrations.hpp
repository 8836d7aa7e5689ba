// Brings a SQLite file to the schema of this binary.
#pragma once

#include <span>
#include <vector>

#include "base/result.hpp"
#include "store/sqlite/connection.hpp"
#include "store/whole/migrate.hpp"

namespace fieldstone::store::sqlite {

// In order; none where the file is new.
Result<std::vector<AppliedMigration>> applied_migrations(Connection& connection);

// Applies what is missing, in order, under the write lock: two processes that start at once agree.
// Errors: unavailable with a sentence: newer database, changed migration, locked for too long.
Status migrate(Connection& connection, std::span<const Migration> migrations,
               std::int64_t now_seconds);

}  // namespace fieldstone::store::sqlite
