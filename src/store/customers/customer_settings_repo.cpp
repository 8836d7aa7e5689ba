#include "store/customers/customer_settings_repo.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kFind =
    "SELECT ask_for_consent, policy_url, ask_for_consent_on_checkout, guest_customer_group_id,"
    " default_customer_group_id, allow_global_logins FROM customer_settings"
    " WHERE store_id = $1 AND channel_id = $2";
constexpr std::string_view kSet =
    "INSERT INTO customer_settings (store_id, channel_id, ask_for_consent, policy_url,"
    " ask_for_consent_on_checkout, guest_customer_group_id, default_customer_group_id,"
    " allow_global_logins) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (store_id, channel_id) DO UPDATE SET ask_for_consent = excluded.ask_for_consent,"
    " policy_url = excluded.policy_url,"
    " ask_for_consent_on_checkout = excluded.ask_for_consent_on_checkout,"
    " guest_customer_group_id = excluded.guest_customer_group_id,"
    " default_customer_group_id = excluded.default_customer_group_id,"
    " allow_global_logins = excluded.allow_global_logins";
constexpr std::string_view kForgetGuests =
    "UPDATE customer_settings SET guest_customer_group_id = NULL"
    " WHERE store_id = $1 AND guest_customer_group_id = $2";
constexpr std::string_view kForgetDefault =
    "UPDATE customer_settings SET default_customer_group_id = NULL"
    " WHERE store_id = $1 AND default_customer_group_id = $2";

std::optional<bool> flag(const sql::Rows& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return rows.integer(column) != 0;
}
std::optional<std::int64_t> number(const sql::Rows& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return rows.integer(column);
}
sql::Value value(const std::optional<bool>& flag) {
  return flag ? sql::Value(*flag ? 1 : 0) : sql::Value(nullptr);
}
sql::Value value(const std::optional<std::int64_t>& number) {
  return number ? sql::Value(*number) : sql::Value(nullptr);
}

}  // namespace

Result<CustomerSettings> CustomerSettingsRepo::find(StoreId store_id, std::int64_t channel_id) {
  FS_TRY(auto rows, connection_.query(kFind, {store_id.value, channel_id}));
  FS_TRY(const bool found, rows.next());
  CustomerSettings settings;
  if (!found) return settings;
  settings.ask_for_consent = flag(rows, 0);
  if (!rows.is_null(1)) settings.policy_url = rows.text(1);
  settings.ask_for_consent_on_checkout = flag(rows, 2);
  settings.guest_group_id = number(rows, 3);
  settings.default_group_id = number(rows, 4);
  settings.allow_global_logins = flag(rows, 5);
  return settings;
}

Status CustomerSettingsRepo::set(StoreId store_id, std::int64_t channel_id,
                                 const CustomerSettings& settings) {
  const auto& url = settings.policy_url;
  FS_TRY_STATUS(connection_.execute(
      kSet, {store_id.value, channel_id, value(settings.ask_for_consent),
             url ? sql::Value(*url) : sql::Value(nullptr),
             value(settings.ask_for_consent_on_checkout), value(settings.guest_group_id),
             value(settings.default_group_id), value(settings.allow_global_logins)}));
  return {};
}

Status CustomerSettingsRepo::forget_group(StoreId store_id, std::int64_t group_id) {
  FS_TRY_STATUS(connection_.execute(kForgetGuests, {store_id.value, group_id}));
  FS_TRY_STATUS(connection_.execute(kForgetDefault, {store_id.value, group_id}));
  return {};
}

}  // namespace fieldstone::store
