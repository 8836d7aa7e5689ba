#include "store/accounts/account_undo.hpp"

namespace fieldstone::store {
namespace {

constexpr std::string_view kDeleteTokens =
    "DELETE FROM access_token WHERE store_id = $1 AND client_id = $2";
constexpr std::string_view kDeleteToken =
    "DELETE FROM access_token WHERE store_id = $1 AND token_hash = $2";
constexpr std::string_view kDeleteAccount =
    "DELETE FROM api_account WHERE store_id = $1 AND client_id = $2";
constexpr std::string_view kRestoreSecret =
    "UPDATE api_account SET secret_hash = $3, sealed_secret = $4"
    " WHERE store_id = $1 AND client_id = $2";

}  // namespace

Status AccountUndo::remove(StoreId store_id, std::string_view client_id) {
  FS_TRY_STATUS(connection_.execute(kDeleteTokens, {store_id.value, client_id}));
  FS_TRY_STATUS(connection_.execute(kDeleteAccount, {store_id.value, client_id}));
  return {};
}

Status AccountUndo::remove_token(StoreId store_id, std::string_view token_hash) {
  FS_TRY_STATUS(connection_.execute(kDeleteToken, {store_id.value, token_hash}));
  return {};
}

Status AccountUndo::restore_secret(const AccountRecord& former) {
  const sql::Value sealed = former.sealed_secret ? sql::Value(*former.sealed_secret) : sql::Value();
  FS_TRY_STATUS(connection_.execute(
      kRestoreSecret, {former.store_id.value, former.client_id, former.secret_hash, sealed}));
  return {};
}

}  // namespace fieldstone::store
