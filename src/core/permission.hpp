// Who may do what with a metafield: the access matrix MF-23 … MF-27 as a pure function.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace fieldstone {

// Stable: the numbers are stored, the names are wire words (MF-1).
enum class PermissionSet : std::uint8_t {
  app_only = 1,
  read = 2,
  write = 3,
  read_and_sf_access = 4,
  write_and_sf_access = 5,
};

std::string_view permission_set_name(PermissionSet set);
// Case-sensitive (MF-1).
std::optional<PermissionSet> parse_permission_set(std::string_view name);

// How a caller stands to one metafield. Full access acts as owner for reading, changing and
// deleting, but never becomes owner (MF-34).
enum class Relation : std::uint8_t { owner, full_access, other_app };

// Whose eyes a query looks through.
struct Reader {
  std::string_view client_id;
  bool full_access = false;  // store_metafield_write_all (MF-22)
};

inline Relation relation_of(const Reader& reader, std::string_view owner_client_id) {
  if (reader.client_id == owner_client_id) return Relation::owner;
  return reader.full_access ? Relation::full_access : Relation::other_app;
}

enum class WriteAccess : std::uint8_t {
  none,
  value_and_description,  // another app under write* (MF-25, MF-27, MF-30)
  everything,
};

bool may_read(PermissionSet set, Relation relation);
WriteAccess write_access(PermissionSet set, Relation relation);
// MF-31: owner or full access, whatever the permission set says.
bool may_delete(Relation relation);

}  // namespace fieldstone
