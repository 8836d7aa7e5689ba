#include "store/accounts/app_repo.hpp"

namespace fieldstone::store {
namespace {

constexpr std::int64_t kKeepCodesS = 86'400;

constexpr std::string_view kCreate =
    "INSERT INTO app (client_id, name, scopes, secret_hash, sealed_secret, account_uuid, auth_url,"
    " load_url, uninstall_url, remove_user_url, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING";
constexpr std::string_view kFind =
    "SELECT client_id, name, scopes, secret_hash, sealed_secret, account_uuid, auth_url, load_url,"
    " uninstall_url, remove_user_url, created_at FROM app WHERE client_id = $1";
constexpr std::string_view kList =
    "SELECT client_id, name, scopes, secret_hash, sealed_secret, account_uuid, auth_url, load_url,"
    " uninstall_url, remove_user_url, created_at FROM app ORDER BY created_at, client_id";
constexpr std::string_view kRemove = "DELETE FROM app WHERE client_id = $1";
constexpr std::string_view kStoresOf =
    "SELECT s.store_hash FROM api_account a JOIN store s ON s.store_id = a.store_id"
    " WHERE a.client_id = $1 AND a.revoked_at IS NULL ORDER BY s.store_hash";
constexpr std::string_view kInstall =
    "INSERT INTO api_account (store_id, client_id, name, scopes, secret_hash, created_at,"
    " sealed_secret) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (store_id, client_id)"
    " DO UPDATE SET name = excluded.name, scopes = excluded.scopes,"
    " secret_hash = excluded.secret_hash, sealed_secret = excluded.sealed_secret,"
    " revoked_at = NULL";
constexpr std::string_view kDropTokens =
    "DELETE FROM access_token WHERE store_id = $1 AND client_id = $2";
constexpr std::string_view kForgetCodes =
    "DELETE FROM app_code WHERE store_id = $1 AND expires_at < $2";
constexpr std::string_view kAddCode =
    "INSERT INTO app_code (store_id, code_hash, client_id, user_id, scopes, expires_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)";
constexpr std::string_view kFindCode =
    "SELECT code_hash, client_id, user_id, scopes, expires_at, redeemed_at FROM app_code"
    " WHERE store_id = $1 AND code_hash = $2";
constexpr std::string_view kRedeem =
    "UPDATE app_code SET redeemed_at = $3"
    " WHERE store_id = $1 AND code_hash = $2 AND redeemed_at IS NULL";

App app_of(const sql::Rows& rows) {
  App app;
  app.client_id = rows.text(0);
  app.name = rows.text(1);
  app.scopes = rows.text(2);
  app.secret_hash = rows.text(3);
  app.sealed_secret = rows.text(4);
  app.account_uuid = rows.text(5);
  app.auth_url = rows.text(6);
  app.load_url = rows.text(7);
  app.uninstall_url = rows.text(8);
  app.remove_user_url = rows.text(9);
  app.created_at = TimeS{rows.integer(10)};
  return app;
}

}  // namespace

Status AppRepo::create(const App& app) {
  FS_TRY(
      const auto changed,
      connection_.execute(kCreate, {app.client_id, app.name, app.scopes, app.secret_hash,
                                    app.sealed_secret, app.account_uuid, app.auth_url, app.load_url,
                                    app.uninstall_url, app.remove_user_url, app.created_at.value}));
  if (changed > 0) return {};
  return fail(Code::conflict, "APP-1", "app " + app.client_id + " exists already");
}

Result<std::optional<App>> AppRepo::find(std::string_view client_id) {
  FS_TRY(auto rows, connection_.query(kFind, {client_id}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<App>();
  return std::optional(app_of(rows));
}

Result<std::vector<App>> AppRepo::list() {
  FS_TRY(auto rows, connection_.query(kList));
  std::vector<App> apps;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return apps;
    apps.push_back(app_of(rows));
  }
}

Status AppRepo::remove(std::string_view client_id) {
  FS_TRY_STATUS(connection_.execute(kRemove, {client_id}));
  return {};
}

Result<std::vector<std::string>> AppRepo::stores_of(std::string_view client_id) {
  FS_TRY(auto rows, connection_.query(kStoresOf, {client_id}));
  std::vector<std::string> hashes;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return hashes;
    hashes.emplace_back(rows.text(0));
  }
}

Status AppRepo::install(StoreId store_id, const App& app, TimeS now) {
  FS_TRY_STATUS(connection_.execute(kInstall, {store_id.value, app.client_id, app.name, app.scopes,
                                               app.secret_hash, now.value, app.sealed_secret}));
  FS_TRY_STATUS(connection_.execute(kDropTokens, {store_id.value, app.client_id}));
  return {};
}

Status AppRepo::add_code(StoreId store_id, const AppCode& code, TimeS now) {
  FS_TRY_STATUS(connection_.execute(kForgetCodes, {store_id.value, now.value - kKeepCodesS}));
  FS_TRY_STATUS(connection_.execute(kAddCode, {store_id.value, code.code_hash, code.client_id,
                                               code.user_id, code.scopes, code.expires_at.value}));
  return {};
}

Result<std::optional<AppCode>> AppRepo::find_code(StoreId store_id, std::string_view code_hash) {
  FS_TRY(auto rows, connection_.query(kFindCode, {store_id.value, code_hash}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<AppCode>();
  AppCode code;
  code.code_hash = rows.text(0);
  code.client_id = rows.text(1);
  code.user_id = rows.integer(2);
  code.scopes = rows.text(3);
  code.expires_at = TimeS{rows.integer(4)};
  code.redeemed = !rows.is_null(5);
  return std::optional(std::move(code));
}

Result<bool> AppRepo::redeem(StoreId store_id, std::string_view code_hash, TimeS now) {
  FS_TRY(const auto changed, connection_.execute(kRedeem, {store_id.value, code_hash, now.value}));
  return changed > 0;
}

}  // namespace fieldstone::store
