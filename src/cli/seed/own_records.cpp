#include "cli/seed/own_records.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "app/apps.hpp"
#include "auth/scope.hpp"
#include "auth/token.hpp"

namespace fieldstone::cli {
namespace {

namespace json = boost::json;

Failure broken(std::string sentence) {
  return fail(Code::validation, "CL-14", std::move(sentence));
}

Status check_members(const json::object& record,
                     std::initializer_list<std::string_view> known_members) {
  for (const auto& member : record) {
    const std::string_view name(member.key().data(), member.key().size());
    if (std::find(known_members.begin(), known_members.end(), name) != known_members.end())
      continue;
    std::string known;
    for (const std::string_view one : known_members) (known += known.empty() ? "" : ", ") += one;
    return broken(std::string(name) + ": there is no such member; there are: " + known);
  }
  return {};
}

// Empty where it is absent.
Result<std::string> text_member(const json::object& record, std::string_view name) {
  const json::value* value = record.if_contains(name);
  if (value == nullptr) return std::string();
  const auto* text = value->if_string();
  if (text == nullptr || text->empty()) return broken(std::string(name) + ": it takes a text");
  return std::string(text->data(), text->size());
}

Result<std::string> needed_text(const json::object& record, std::string_view name) {
  FS_TRY(auto text, text_member(record, name));
  if (text.empty()) return broken(std::string(name) + ": it is missing");
  return text;
}

Result<std::string> token_member(const json::object& record, std::string_view name) {
  FS_TRY(auto text, text_member(record, name));
  if (!text.empty() && !auth::is_well_formed_token(text))
    return broken(std::string(name) + ": it takes 1 to 128 letters, digits, '-' and '_'");
  return text;
}

}  // namespace

Result<json::value> make_account(store::Tx& tx, StoreId store_id, TimeS now, const api::Seal& seal,
                                 const json::object& record) {
  FS_TRY_STATUS(
      check_members(record, {"name", "client_id", "client_secret", "access_token", "scopes"}));
  store::AccountRecord account;
  account.store_id = store_id;
  account.created_at = now;
  FS_TRY(account.name, needed_text(record, "name"));
  FS_TRY_STATUS(needed_text(record, "client_id"));
  FS_TRY(account.client_id, token_member(record, "client_id"));
  FS_TRY(account.scopes, needed_text(record, "scopes"));
  if (const auto parsed = auth::ScopeSet::parse(account.scopes); !parsed)
    return broken("scopes: " + parsed.error().message);
  FS_TRY(const auto secret, token_member(record, "client_secret"));
  if (!secret.empty()) {
    account.secret_hash = auth::to_hex(auth::hash_token(secret));
    FS_TRY(account.sealed_secret, seal(secret));
  }
  FS_TRY(const auto token, token_member(record, "access_token"));
  if (auto made = tx.accounts().create_account(account); !made)
    return broken("client_id: " + made.error().message);
  if (!token.empty()) {
    const std::string hash = auth::to_hex(auth::hash_token(token));
    if (auto made = tx.accounts().create_token(hash, store_id, account.client_id, now); !made)
      return broken("access_token: " + made.error().message);
  }
  return json::value(json::object{{"client_id", account.client_id}, {"name", account.name}});
}

Result<json::value> make_user(store::Tx& tx, StoreId store_id, TimeS now,
                              const json::object& record) {
  FS_TRY_STATUS(check_members(record, {"email", "owner"}));
  FS_TRY(const auto email, needed_text(record, "email"));
  bool is_owner = false;
  if (const json::value* owner = record.if_contains("owner")) {
    if (!owner->is_bool()) return broken("owner: it takes true or false");
    is_owner = owner->get_bool();
  }
  auto user = app::add_user(tx, store_id, email, is_owner, now);
  if (!user) return broken("email: " + user.error().message);
  return json::value(json::object{{"id", user->id}, {"email", user->email}});
}

}  // namespace fieldstone::cli
