// What a database is opened for, and what that allows: the same for both engines.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.hpp"
#include "store/whole/migrate.hpp"

namespace fieldstone::store {

enum class Opening : std::uint8_t {
  upgrade,  // made where there is none, brought to this version's schema (serve, migrate)
  create,   // made where there is none; one that is there is up to date (store create)
  write,    // there, and up to date
  read,     // the same; nothing at all is written, so that a read-only medium will do
  copy,     // there, of any version; nothing is written
};

constexpr bool may_create(Opening opening) {
  return opening == Opening::upgrade || opening == Opening::create;
}
constexpr bool may_write(Opening opening) {
  return opening != Opening::read && opening != Opening::copy;
}

// Whether a database with these schema steps may be opened for that.
// Errors: unavailable with a sentence that says what to do. See also check_applied().
Status check_opening(std::span<const AppliedMigration> applied, std::span<const Migration> known,
                     Opening opening);

}  // namespace fieldstone::store
