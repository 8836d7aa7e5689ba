#include "store/whole/opening.hpp"

#include <string>

namespace fieldstone::store {

Status check_opening(std::span<const AppliedMigration> applied, std::span<const Migration> known,
                     Opening opening) {
  if (applied.empty()) {
    if (may_create(opening)) return {};
    return fail(Code::unavailable, {},
                "no fieldstone has written to this database yet; start with: fieldstone store "
                "create HASH --database URL");
  }
  if (opening == Opening::copy) return {};
  FS_TRY_STATUS(check_applied(applied, known));
  if (applied.size() == known.size() || opening == Opening::upgrade) return {};
  return fail(Code::unavailable, {},
              "the database has the schema of an older fieldstone (step " +
                  std::to_string(applied.size()) + " of " + std::to_string(known.size()) +
                  "); serve upgrades it, and so does: fieldstone migrate --database URL");
}

}  // namespace fieldstone::store
