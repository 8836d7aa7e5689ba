// Numbered, append-only schema changes, recorded with a checksum.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

// One file of store/schema/<engine>; `name` begins with its four-digit number.
struct Migration {
  std::string_view name;
  std::string_view text;
};

// A row of the table schema_migration.
struct AppliedMigration {
  std::string name;
  std::string checksum;
};

// Reads rows of its name and checksum.
Result<std::vector<AppliedMigration>> read_applied(sql::Rows rows);

std::string checksum_of(const Migration& migration);

// Whether what a database has had applied is a beginning of what this binary knows.
// Errors: unavailable with a sentence that says what to do.
Status check_applied(std::span<const AppliedMigration> applied, std::span<const Migration> known);

// The migrations built into this binary, in order. Defined by the generated schema_<engine>.cpp.
std::span<const Migration> sqlite_migrations();
std::span<const Migration> postgres_migrations();

}  // namespace fieldstone::store
