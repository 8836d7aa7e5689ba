#include "store/records/settings_repo.hpp"

#include "store/unit/tx.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kFind =
    "SELECT doc FROM setting WHERE store_id = $1 AND name = $2 AND channel_id = $3";
constexpr std::string_view kSet =
    "INSERT INTO setting (store_id, name, channel_id, doc) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (store_id, name, channel_id) DO UPDATE SET doc = excluded.doc";

}  // namespace

SettingsRepo::SettingsRepo(Tx& tx) : connection_(tx.rows()) {}

Result<std::optional<std::string>> SettingsRepo::find(StoreId store_id, std::string_view name,
                                                      std::int64_t channel_id) {
  FS_TRY(auto rows, connection_.query(kFind, {store_id.value, name, channel_id}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<std::string>();
  return std::optional(std::string(rows.text(0)));
}

Status SettingsRepo::set(StoreId store_id, std::string_view name, std::int64_t channel_id,
                         std::string_view doc) {
  FS_TRY_STATUS(connection_.execute(kSet, {store_id.value, name, channel_id, doc}));
  return {};
}

}  // namespace fieldstone::store
