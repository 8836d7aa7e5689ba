#include "store/metafields/known_resource_repo.hpp"

#include "store/metafields/metafield_row.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kAdd =
    "INSERT INTO known_resource (store_id, resource_type, resource_id) VALUES ($1, $2, $3)"
    " ON CONFLICT DO NOTHING";
constexpr std::string_view kRemove =
    "DELETE FROM known_resource WHERE store_id = $1 AND resource_type = $2 AND resource_id = $3";
constexpr std::string_view kExists =
    "SELECT 1 FROM known_resource WHERE store_id = $1 AND resource_type = $2 AND resource_id = $3";
constexpr std::string_view kList =
    "SELECT resource_id FROM known_resource"
    " WHERE store_id = $1 AND resource_type = $2 AND resource_id > $3 ORDER BY resource_id LIMIT "
    "$4";

}  // namespace

Result<bool> KnownResourceRepo::add(StoreId store_id, ResourceType type,
                                    std::string_view resource_id) {
  FS_TRY(const auto added,
         connection_.execute(kAdd, {store_id.value, type_number(type), resource_id}));
  return added > 0;
}

Result<bool> KnownResourceRepo::remove(StoreId store_id, ResourceType type,
                                       std::string_view resource_id) {
  FS_TRY(const auto removed,
         connection_.execute(kRemove, {store_id.value, type_number(type), resource_id}));
  return removed > 0;
}

Result<bool> KnownResourceRepo::exists(StoreId store_id, ResourceType type,
                                       std::string_view resource_id) {
  FS_TRY(auto rows, connection_.query(kExists, {store_id.value, type_number(type), resource_id}));
  return rows.next();
}

Result<std::vector<std::string>> KnownResourceRepo::list(StoreId store_id, ResourceType type,
                                                         std::string_view after, int limit) {
  FS_TRY(auto rows, connection_.query(kList, {store_id.value, type_number(type), after, limit}));
  std::vector<std::string> ids;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return ids;
    ids.emplace_back(rows.text(0));
  }
}

}  // namespace fieldstone::store
