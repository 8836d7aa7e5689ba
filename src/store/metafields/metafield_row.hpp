// How a metafield lies in its table: column order, stored numbers, counter names. Private to
// store/.
#pragma once

#include <string_view>

#include "core/metafield.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

inline std::int64_t type_number(ResourceType type) { return static_cast<std::int64_t>(type); }
inline std::int64_t permission_number(PermissionSet set) { return static_cast<std::int64_t>(set); }

// '' where everybody with the resource's scope may read, else the only client that does.
inline std::string_view audience_of(PermissionSet set, std::string_view owner_client_id) {
  return may_read(set, Relation::other_app) ? std::string_view() : owner_client_id;
}

// Stable: stored in row_count. One counter per type.
inline std::string metafield_subject(ResourceType type) {
  return "metafield/" + std::string(traits_of(type).name);
}

// Columns: id, resource_id, owner_client_id, permission_set, namespace, key, value, description,
// created_at, modified_at. Valid until the next row.
inline MetafieldView metafield_view(const sql::Rows& rows, ResourceType type) {
  return {MetafieldId{rows.integer(0)},
          type,
          rows.text(1),
          rows.text(2),
          static_cast<PermissionSet>(rows.integer(3)),
          rows.text(4),
          rows.text(5),
          rows.text(6),
          rows.text(7),
          TimeS{rows.integer(8)},
          TimeS{rows.integer(9)}};
}

}  // namespace fieldstone::store
