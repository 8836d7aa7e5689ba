// Use cases of apps: grants of codes, their exchange for tokens, the end of an installation, and
// the users of a store. Nobody calls these with a token (docs/contract/apps.md).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "core/app.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

// The app of a client id, or else of a name. Errors: not_found; conflict for a name of several.
Result<App> find_app(store::Tx& tx, std::string_view client_id_or_name);
// Errors: conflict while it is installed somewhere (APP-3).
Status delete_app(store::Tx& tx, const App& app);

// Lets the app exchange a code for a token of that store, once (APP-10, APP-12).
Status grant_code(store::Tx& tx, StoreId store_id, const App& app, std::int64_t user_id,
                  const std::string& code_hash, TimeS now);

// The members of POST /oauth2/token as sent; empty where there is none.
struct TokenRequest {
  std::string client_id;
  std::string client_secret;
  std::string code;
  std::string grant_type;
  std::string redirect_uri;
  std::string scope;
  std::string context;
};

struct TokenGrant {
  std::string scopes;
  StoreUser user;
  StoreUser owner;
  std::string account_uuid;
};

// Errors of both: one FieldError, whose field is the word of RFC 6749, 5.2 (APP-14).

// What can be judged before the unit of work: who asks, and for which store.
Result<StoreId> admit_token_request(store::Tx& tx, const TokenRequest& request);
// Redeems the code, installs the app and gives it the token of that hash; all or nothing (APP-13).
// Requires: admit_token_request() named the store.
Result<TokenGrant> exchange_code(store::Tx& tx, StoreId store_id, const TokenRequest& request,
                                 const std::string& token_hash, TimeS now);

// Revokes the token, tells the app's own hook and drops the others (APP-24). False: it is not
// installed there.
Result<bool> uninstall_app(store::Tx& tx, StoreId store_id, std::string_view client_id, TimeS now);

// The first owner is made where there is none (APP-31).
Result<StoreUser> owner_of(store::Tx& tx, StoreId store_id, std::string_view store_hash, TimeS now);
// Errors: conflict for a second owner or a second user of that e-mail; validation.
Result<StoreUser> add_user(store::Tx& tx, StoreId store_id, std::string_view email, bool is_owner,
                           TimeS now);
// Errors: not_found.
Result<StoreUser> find_user(store::Tx& tx, StoreId store_id, std::string_view email);
// Errors: not_found; conflict for the owner.
Status remove_user(store::Tx& tx, StoreId store_id, std::string_view email);

}  // namespace fieldstone::app
