#include "app/apps.hpp"

#include <algorithm>

#include "app/events.hpp"
#include "auth/token.hpp"

namespace fieldstone::app {
namespace {

constexpr std::string_view kContextPrefix = "stores/";

Failure refuse(const char* word, std::string text) {
  return fail(Code::validation, "APP-14", {}, {{word, std::move(text)}});
}

std::string hash_of(std::string_view secret) { return auth::to_hex(auth::hash_token(secret)); }

Status check_present(const TokenRequest& request) {
  const std::pair<std::string_view, const std::string*> members[] = {
      {"client_id", &request.client_id},
      {"client_secret", &request.client_secret},
      {"code", &request.code},
      {"context", &request.context},
      {"grant_type", &request.grant_type},
      {"redirect_uri", &request.redirect_uri},
      {"scope", &request.scope}};
  for (const auto& [name, value] : members) {
    if (value->empty()) return refuse("invalid_request", std::string(name) + " is required");
  }
  if (request.grant_type != "authorization_code") {
    return refuse("unsupported_grant_type", "grant_type must be authorization_code");
  }
  return {};
}

// Secrets are compared by their hashes only (HTTP-146).
Result<App> check_client(store::Tx& tx, const TokenRequest& request) {
  FS_TRY(auto app, tx.apps().find(request.client_id));
  if (app && app->secret_hash == hash_of(request.client_secret)) return *std::move(app);
  return refuse("invalid_client", "there is no app with this client_id and client_secret");
}

Status check_code(const std::optional<AppCode>& code, const TokenRequest& request, TimeS now) {
  if (!code || code->client_id != request.client_id) {
    return refuse("invalid_grant", "the code was not given to this app for this store");
  }
  if (code->redeemed) return refuse("invalid_grant", "the code has been exchanged already");
  if (code->expires_at.value <= now.value) return refuse("invalid_grant", "the code has expired");
  if (!same_scopes(code->scopes, request.scope)) {
    return refuse("invalid_scope", "scope must be what came with the code: " + code->scopes);
  }
  return {};
}

}  // namespace

Result<App> find_app(store::Tx& tx, std::string_view client_id_or_name) {
  FS_TRY(auto by_id, tx.apps().find(client_id_or_name));
  if (by_id) return *std::move(by_id);
  FS_TRY(auto apps, tx.apps().list());
  std::erase_if(apps, [&](const App& app) { return app.name != client_id_or_name; });
  if (apps.size() == 1) return std::move(apps.front());
  const std::string name(client_id_or_name);
  if (apps.empty()) return fail(Code::not_found, "APP-2", "there is no app " + name);
  return fail(Code::conflict, "APP-2", "several apps are called " + name + ": give the client id");
}

Status delete_app(store::Tx& tx, const App& app) {
  FS_TRY(const auto stores, tx.apps().stores_of(app.client_id));
  if (stores.empty()) return tx.apps().remove(app.client_id);
  return fail(Code::conflict, "APP-3",
              "app " + app.name + " is installed in store " + stores.front() +
                  "; uninstall it there first");
}

Status grant_code(store::Tx& tx, StoreId store_id, const App& app, std::int64_t user_id,
                  const std::string& code_hash, TimeS now) {
  AppCode code;
  code.code_hash = code_hash;
  code.client_id = app.client_id;
  code.user_id = user_id;
  code.scopes = app.scopes;
  code.expires_at = TimeS{now.value + kCodeLifetimeS};
  return tx.apps().add_code(store_id, code, now);
}

Result<StoreId> admit_token_request(store::Tx& tx, const TokenRequest& request) {
  FS_TRY_STATUS(check_present(request));
  FS_TRY(const App app, check_client(tx, request));
  if (request.redirect_uri != app.auth_url) {
    return refuse("invalid_grant", "redirect_uri is not the app's auth callback");
  }
  std::string_view hash = request.context;
  if (!hash.starts_with(kContextPrefix)) {
    return refuse("invalid_request", "context must be stores/ and the hash of a store");
  }
  hash.remove_prefix(kContextPrefix.size());
  FS_TRY(const auto store, tx.accounts().find_store(hash));
  if (store) return store->id;
  return refuse("invalid_grant", "the code was not given to this app for this store");
}

Result<TokenGrant> exchange_code(store::Tx& tx, StoreId store_id, const TokenRequest& request,
                                 const std::string& token_hash, TimeS now) {
  FS_TRY(const App app, check_client(tx, request));
  FS_TRY(const auto code, tx.apps().find_code(store_id, hash_of(request.code)));
  FS_TRY_STATUS(check_code(code, request, now));
  FS_TRY(const bool first, tx.apps().redeem(store_id, code->code_hash, now));
  if (!first) return refuse("invalid_grant", "the code has been exchanged already");
  FS_TRY(const bool installed, tx.accounts().is_active(store_id, app.client_id));
  if (!installed) {  // an earlier installation may have left its last hook (APP-24)
    FS_TRY_STATUS(tx.hooks().remove_of_client(store_id, app.client_id));
  }
  App granted = app;
  granted.scopes = code->scopes;
  FS_TRY_STATUS(tx.apps().install(store_id, granted, now));
  FS_TRY_STATUS(tx.accounts().create_token(token_hash, store_id, app.client_id, now));
  TokenGrant grant;
  grant.scopes = code->scopes;
  grant.account_uuid = app.account_uuid;
  FS_TRY(const auto users, tx.users().list(store_id));
  bool known = false;
  for (const StoreUser& user : users) {
    if (user.id == code->user_id) {
      grant.user = user;
      known = true;
    }
    if (user.is_owner) grant.owner = user;
  }
  if (!known) return refuse("invalid_grant", "the user who installs the app is not there any more");
  return grant;
}

Result<bool> uninstall_app(store::Tx& tx, StoreId store_id, std::string_view client_id, TimeS now) {
  FS_TRY(const bool installed, tx.accounts().is_active(store_id, client_id));
  if (!installed) return false;
  FS_TRY_STATUS(raise_uninstalled(tx, store_id, client_id, now));
  FS_TRY(const auto hooks, tx.hooks().of_client(store_id, client_id));
  for (const Hook& hook : hooks) {
    if (hook.is_active && hook.scope == kUninstalledScope) continue;
    FS_TRY_STATUS(tx.hooks().remove(store_id, hook.id));
  }
  return tx.accounts().revoke_account(store_id, client_id, now);
}

Result<StoreUser> owner_of(store::Tx& tx, StoreId store_id, std::string_view store_hash,
                           TimeS now) {
  FS_TRY(const auto users, tx.users().list(store_id));
  for (const StoreUser& user : users) {
    if (user.is_owner) return user;
  }
  StoreUser owner;
  owner.email = "owner@" + std::string(store_hash) + ".example";
  owner.is_owner = true;
  owner.created_at = now;
  return tx.users().add(store_id, owner);
}

Result<StoreUser> add_user(store::Tx& tx, StoreId store_id, std::string_view email, bool is_owner,
                           TimeS now) {
  StoreUser user;
  FS_TRY(user.email, user_email(email));
  user.is_owner = is_owner;
  user.created_at = now;
  FS_TRY(const auto users, tx.users().list(store_id));
  for (const StoreUser& other : users) {
    if (is_owner && other.is_owner) {
      return fail(Code::conflict, "APP-30", "the store has an owner already: " + other.email);
    }
  }
  return tx.users().add(store_id, user);
}

Result<StoreUser> find_user(store::Tx& tx, StoreId store_id, std::string_view email) {
  FS_TRY(const std::string wanted, user_email(email));
  FS_TRY(const auto users, tx.users().list(store_id));
  for (const StoreUser& user : users) {
    if (user.email == wanted) return user;
  }
  return fail(Code::not_found, "APP-30",
              "the store has no user " + wanted + "; add it with: fieldstone user add");
}

Status remove_user(store::Tx& tx, StoreId store_id, std::string_view email) {
  FS_TRY(const StoreUser user, find_user(tx, store_id, email));
  if (user.is_owner) return fail(Code::conflict, "APP-30", "the owner of a store can't be removed");
  return tx.users().remove(store_id, user.id);
}

}  // namespace fieldstone::app
