#include "store/accounts/account_repo.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kCreateStore =
    "INSERT INTO store (store_id, store_hash, created_at)"
    " SELECT coalesce(max(store_id), 1000000000) + 1, $1, $2 FROM store"
    " HAVING NOT EXISTS (SELECT 1 FROM store WHERE store_hash = $1) RETURNING store_id";
constexpr std::string_view kCreateStoreOfId =
    "INSERT INTO store (store_id, store_hash, created_at) VALUES ($3, $1, $2)"
    " ON CONFLICT DO NOTHING RETURNING store_id";
constexpr std::string_view kFindStore =
    "SELECT store_id, store_hash, created_at FROM store WHERE store_hash = $1";
constexpr std::string_view kListStores =
    "SELECT store_id, store_hash, created_at FROM store ORDER BY store_hash";
constexpr std::string_view kCreateAccount =
    "INSERT INTO api_account (store_id, client_id, name, scopes, secret_hash, created_at,"
    " sealed_secret, answers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
constexpr std::string_view kListAccounts =
    "SELECT store_id, client_id, name, scopes, secret_hash, created_at, revoked_at, sealed_secret,"
    " answers FROM api_account WHERE store_id = $1 ORDER BY created_at, client_id";
constexpr std::string_view kRevokeAccount =
    "UPDATE api_account SET revoked_at = $3 WHERE store_id = $1 AND client_id = $2 AND revoked_at "
    "IS NULL";
constexpr std::string_view kIsActive =
    "SELECT 1 FROM api_account WHERE store_id = $1 AND client_id = $2 AND revoked_at IS NULL";
constexpr std::string_view kSetSecret =
    "UPDATE api_account SET secret_hash = $3, sealed_secret = $4"
    " WHERE store_id = $1 AND client_id = $2 AND revoked_at IS NULL";
constexpr std::string_view kSetAnswers =
    "UPDATE api_account SET answers = $3"
    " WHERE store_id = $1 AND client_id = $2 AND revoked_at IS NULL";
constexpr std::string_view kAnySealedSecret =
    "SELECT 1 FROM api_account WHERE sealed_secret IS NOT NULL LIMIT 1";
constexpr std::string_view kDeleteTokens =
    "DELETE FROM access_token WHERE store_id = $1 AND client_id = $2";
constexpr std::string_view kCreateToken =
    "INSERT INTO access_token (token_hash, store_id, client_id, created_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT DO NOTHING";
constexpr std::string_view kFindToken =
    "SELECT t.store_id, s.store_hash, t.client_id, a.scopes, a.answers FROM access_token t"
    " JOIN store s ON s.store_id = t.store_id"
    " JOIN api_account a ON a.store_id = t.store_id AND a.client_id = t.client_id"
    " WHERE t.token_hash = $1 AND a.revoked_at IS NULL";

StoreRecord store_of(const sql::Rows& rows) {
  return {StoreId{rows.integer(0)}, std::string(rows.text(1)), TimeS{rows.integer(2)}};
}

sql::Value optional_text(const std::optional<std::string>& text) {
  return text ? sql::Value(*text) : sql::Value();
}

std::optional<std::string> text_if_any(const sql::Rows& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return std::string(rows.text(column));
}

sql::Value optional_answers(std::optional<Answers> answers) {
  return answers ? sql::Value(static_cast<std::int64_t>(*answers)) : sql::Value();
}

std::optional<Answers> answers_if_any(const sql::Rows& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return rows.integer(column) == static_cast<std::int64_t>(Answers::observed) ? Answers::observed
                                                                              : Answers::documented;
}

Status expect_inserted(std::int64_t changed, std::string_view what) {
  if (changed == 0) return fail(Code::conflict, {}, std::string(what) + " exists already");
  return {};
}

}  // namespace

Result<StoreRecord> AccountRepo::create_store(std::string_view hash, TimeS now,
                                              std::optional<StoreId> id) {
  FS_TRY(auto rows, id ? connection_.query(kCreateStoreOfId, {hash, now.value, id->value})
                       : connection_.query(kCreateStore, {hash, now.value}));
  FS_TRY(const bool created, rows.next());
  if (!created) return fail(Code::conflict, {}, "store " + std::string(hash) + " exists already");
  return StoreRecord{StoreId{rows.integer(0)}, std::string(hash), now};
}

Result<std::optional<StoreRecord>> AccountRepo::find_store(std::string_view hash) {
  FS_TRY(auto rows, connection_.query(kFindStore, {hash}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<StoreRecord>();
  return std::optional(store_of(rows));
}

Result<std::vector<StoreRecord>> AccountRepo::list_stores() {
  FS_TRY(auto rows, connection_.query(kListStores));
  std::vector<StoreRecord> stores;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return stores;
    stores.push_back(store_of(rows));
  }
}

Status AccountRepo::create_account(const AccountRecord& account) {
  FS_TRY(const auto changed,
         connection_.execute(
             kCreateAccount,
             {account.store_id.value, account.client_id, account.name, account.scopes,
              account.secret_hash, account.created_at.value, optional_text(account.sealed_secret),
              optional_answers(account.answers)}));
  return expect_inserted(changed, "account " + account.client_id);
}

Result<std::vector<AccountRecord>> AccountRepo::list_accounts(StoreId store_id) {
  FS_TRY(auto rows, connection_.query(kListAccounts, {store_id.value}));
  std::vector<AccountRecord> accounts;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return accounts;
    accounts.push_back({StoreId{rows.integer(0)}, std::string(rows.text(1)),
                        std::string(rows.text(2)), std::string(rows.text(3)),
                        std::string(rows.text(4)), TimeS{rows.integer(5)}, !rows.is_null(6),
                        text_if_any(rows, 7), answers_if_any(rows, 8)});
  }
}

Result<bool> AccountRepo::revoke_account(StoreId store_id, std::string_view client_id, TimeS now) {
  FS_TRY(const auto changed,
         connection_.execute(kRevokeAccount, {store_id.value, client_id, now.value}));
  FS_TRY_STATUS(connection_.execute(kDeleteTokens, {store_id.value, client_id}));
  return changed > 0;
}

Result<bool> AccountRepo::is_active(StoreId store_id, std::string_view client_id) {
  FS_TRY(auto rows, connection_.query(kIsActive, {store_id.value, client_id}));
  return rows.next();
}

Result<bool> AccountRepo::set_secret(StoreId store_id, std::string_view client_id,
                                     std::string_view secret_hash, std::string_view sealed_secret) {
  FS_TRY(const auto changed,
         connection_.execute(kSetSecret, {store_id.value, client_id, secret_hash, sealed_secret}));
  return changed > 0;
}

Result<bool> AccountRepo::set_answers(StoreId store_id, std::string_view client_id,
                                      std::optional<Answers> answers) {
  FS_TRY(const auto changed,
         connection_.execute(kSetAnswers, {store_id.value, client_id, optional_answers(answers)}));
  return changed > 0;
}

Result<bool> AccountRepo::any_sealed_secret() {
  FS_TRY(auto rows, connection_.query(kAnySealedSecret));
  return rows.next();
}

Status AccountRepo::create_token(std::string_view token_hash, StoreId store_id,
                                 std::string_view client_id, TimeS now) {
  FS_TRY(const auto changed,
         connection_.execute(kCreateToken, {token_hash, store_id.value, client_id, now.value}));
  return expect_inserted(changed, "this access token");
}

Result<std::optional<TokenRecord>> AccountRepo::find_token(std::string_view token_hash) {
  FS_TRY(auto rows, connection_.query(kFindToken, {token_hash}));
  FS_TRY(const bool found, rows.next());
  if (!found) return std::optional<TokenRecord>();
  return std::optional(TokenRecord{StoreId{rows.integer(0)}, std::string(rows.text(1)),
                                   std::string(rows.text(2)), std::string(rows.text(3)),
                                   answers_if_any(rows, 4)});
}

}  // namespace fieldstone::store
