#include "core/permission.hpp"

#include <array>

namespace fieldstone {
namespace {

constexpr std::array<PermissionSet, 5> kAll = {
    PermissionSet::app_only, PermissionSet::read, PermissionSet::write,
    PermissionSet::read_and_sf_access, PermissionSet::write_and_sf_access};

}  // namespace

std::string_view permission_set_name(PermissionSet set) {
  switch (set) {
    case PermissionSet::app_only: return "app_only";
    case PermissionSet::read: return "read";
    case PermissionSet::write: return "write";
    case PermissionSet::read_and_sf_access: return "read_and_sf_access";
    case PermissionSet::write_and_sf_access: return "write_and_sf_access";
  }
  return {};
}

std::optional<PermissionSet> parse_permission_set(std::string_view name) {
  for (const PermissionSet set : kAll) {
    if (permission_set_name(set) == name) return set;
  }
  return std::nullopt;
}

bool may_read(PermissionSet set, Relation relation) {
  return relation != Relation::other_app || set != PermissionSet::app_only;
}

WriteAccess write_access(PermissionSet set, Relation relation) {
  if (relation != Relation::other_app) return WriteAccess::everything;
  switch (set) {
    case PermissionSet::write:
    case PermissionSet::write_and_sf_access: return WriteAccess::value_and_description;
    case PermissionSet::app_only:
    case PermissionSet::read:
    case PermissionSet::read_and_sf_access: return WriteAccess::none;
  }
  return WriteAccess::none;
}

bool may_delete(Relation relation) { return relation != Relation::other_app; }

}  // namespace fieldstone
