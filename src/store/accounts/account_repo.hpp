// Stores, API accounts and their access tokens.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "core/answers.hpp"
#include "core/ids.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

struct StoreRecord {
  StoreId id;
  std::string hash;
  TimeS created_at;
};

struct AccountRecord {
  StoreId store_id;
  std::string client_id;
  std::string name;
  std::string scopes;       // comma-separated, as granted
  std::string secret_hash;  // SHA-256, lower-case hex
  TimeS created_at;
  bool revoked = false;
  // The secret under the key of auth/seal; nothing where only its hash is known (WH-44).
  std::optional<std::string> sealed_secret = std::nullopt;
  std::optional<Answers> answers = std::nullopt;  // none: the server's
};

// What a token stands for.
struct TokenRecord {
  StoreId store_id;
  std::string store_hash;
  std::string client_id;
  std::string scopes;
  std::optional<Answers> answers = std::nullopt;
};

class AccountRepo {
 public:
  explicit AccountRepo(sql::Connection& connection) : connection_(connection) {}

  // Its numeric id is the next one unless `id` is given.
  // Errors: conflict when the hash or the id is taken.
  Result<StoreRecord> create_store(std::string_view hash, TimeS now,
                                   std::optional<StoreId> id = std::nullopt);
  Result<std::optional<StoreRecord>> find_store(std::string_view hash);
  Result<std::vector<StoreRecord>> list_stores();

  // Errors: conflict when the store has an account of that client id.
  Status create_account(const AccountRecord& account);
  Result<std::vector<AccountRecord>> list_accounts(StoreId store_id);
  // Ends the account and deletes its tokens; false when there is no such active account.
  Result<bool> revoke_account(StoreId store_id, std::string_view client_id, TimeS now);

  Result<bool> is_active(StoreId store_id, std::string_view client_id);
  // Replaces the secret of an active account; false when there is no such account.
  Result<bool> set_secret(StoreId store_id, std::string_view client_id,
                          std::string_view secret_hash, std::string_view sealed_secret);
  // The form of answers to an active account from now on, none: the server's; false when there is
  // no such account.
  Result<bool> set_answers(StoreId store_id, std::string_view client_id,
                           std::optional<Answers> answers);
  // Whether any store has a secret.
  Result<bool> any_sealed_secret();

  // Errors: conflict when the token exists.
  Status create_token(std::string_view token_hash, StoreId store_id, std::string_view client_id,
                      TimeS now);
  Result<std::optional<TokenRecord>> find_token(std::string_view token_hash);

 private:
  sql::Connection& connection_;
};

}  // namespace fieldstone::store
