// Brings a PostgreSQL database to the schema of this binary.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "store/postgres/connection.hpp"
#include "store/whole/migrate.hpp"

namespace fieldstone::store::postgres {

// Applies what is missing, in order, in one transaction under an advisory lock: processes that
// start at once agree.
// Errors: unavailable with a sentence: newer database, changed migration, refused by the server.
Status migrate(Connection& connection, std::span<const Migration> migrations,
               std::int64_t now_seconds);

// In order; none where no fieldstone has ever been here.
Result<std::vector<AppliedMigration>> applied_migrations(Connection& connection);

}  // namespace fieldstone::store::postgres
