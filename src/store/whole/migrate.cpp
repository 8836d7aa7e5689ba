#include "store/whole/migrate.hpp"

#include <cstdint>

namespace fieldstone::store {

Result<std::vector<AppliedMigration>> read_applied(sql::Rows rows) {
  std::vector<AppliedMigration> applied;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return applied;
    applied.push_back({std::string(rows.text(0)), std::string(rows.text(1))});
  }
}

std::string checksum_of(const Migration& migration) {
  // FNV-1a: tells an edited file from the applied one; nobody has a reason to forge it.
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : migration.text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (unsigned shift = 64; shift > 0; shift -= 4) text += kHex[(hash >> (shift - 4)) & 0xFU];
  return text;
}

Status check_applied(std::span<const AppliedMigration> applied, std::span<const Migration> known) {
  if (applied.size() > known.size()) {
    return fail(Code::unavailable, {},
                "the database was written by a newer fieldstone (schema " +
                    std::to_string(applied.size()) + ", this one knows " +
                    std::to_string(known.size()) + "): install the newer version");
  }
  for (std::size_t i = 0; i < applied.size(); ++i) {
    if (applied[i].name == known[i].name && applied[i].checksum == checksum_of(known[i])) continue;
    return fail(Code::unavailable, {},
                "schema step " + applied[i].name +
                    " of the database is not the one of this fieldstone: the database "
                    "was made by another build; restore a backup or use that build");
  }
  return {};
}

}  // namespace fieldstone::store
