// Takes back what a command did whose answer did not arrive (CL-6).
#pragma once

#include <string_view>

#include "store/accounts/account_repo.hpp"

namespace fieldstone::store {

class AccountUndo {
 public:
  explicit AccountUndo(sql::Connection& connection) : connection_(connection) {}

  // Undoes create_account and create_token: nothing of the account remains.
  Status remove(StoreId store_id, std::string_view client_id);
  // Undoes create_token.
  Status remove_token(StoreId store_id, std::string_view token_hash);
  // Undoes set_secret: the secret is that of the record again.
  Status restore_secret(const AccountRecord& former);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
