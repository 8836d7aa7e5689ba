// fieldstone account create|list|revoke
#include <iostream>

#include "api/json_write.hpp"
#include "auth/token.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string store_hash;
  std::string name;
  std::string scopes;
  std::string client_id;
  std::string access_token;
  std::string database = kDefaultDatabase;
};

void write_scopes(api::JsonWriter& json, std::string_view scopes) {
  json.key("scopes").begin_array();
  while (!scopes.empty()) {
    const std::string_view name = scopes.substr(0, scopes.find_first_of(", "));
    scopes.remove_prefix(std::min(scopes.size(), name.size() + 1));
    if (!name.empty()) json.string(name);
  }
  json.end_array();
}

Status check_given(const Options& options) {
  if (!options.client_id.empty() && !auth::is_well_formed_token(options.client_id)) {
    return fail(Code::validation, {}, "--client-id takes 1 to 128 letters, digits, '-' and '_'");
  }
  if (!options.access_token.empty() && !auth::is_well_formed_token(options.access_token)) {
    return fail(Code::validation, {}, "--access-token takes 1 to 128 letters, digits, '-' and '_'");
  }
  FS_TRY_STATUS(auth::ScopeSet::parse(options.scopes));
  return {};
}

Status save(store::Tx& tx, const Options& options, const store::AccountRecord& account,
            const std::string& token) {
  FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
  store::AccountRecord record = account;
  record.store_id = store_id;
  FS_TRY_STATUS(tx.accounts().create_account(record));
  return tx.accounts().create_token(auth::to_hex(auth::hash_token(token)), store_id,
                                    record.client_id, record.created_at);
}

int create(const Options& options) {
  if (auto status = check_given(options); !status) return complain(status.error());
  log::NullLogger logger;
  auto store = open_database(options.database, IfAbsent::refuse, logger);
  if (!store) return complain(store.error());

  auth::SodiumRandom random;
  const std::string token =
      options.access_token.empty() ? auth::make_token(random) : options.access_token;
  const std::string secret = auth::make_token(random);
  store::AccountRecord account;
  account.client_id = options.client_id.empty() ? auth::make_client_id(random) : options.client_id;
  account.name = options.name;
  account.scopes = options.scopes;
  account.secret_hash = auth::to_hex(auth::hash_token(secret));
  account.created_at = to_seconds(SystemClock().now());
  const auto saved =
      (*store)->write_blocking([&](store::Tx& tx) { return save(tx, options, account, token); });
  if (!saved) return complain(saved.error());

  api::JsonWriter json;
  json.begin_object()
      .key("client_id")
      .string(account.client_id)
      .key("client_secret")
      .string(secret);
  json.key("access_token").string(token);
  write_scopes(json, options.scopes);
  json.end_object();
  std::cout << json.take() << '\n';
  return kOk;
}

int list(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, IfAbsent::refuse, logger);
  if (!store) return complain(store.error());
  const auto accounts =
      (*store)->read_blocking([&](store::Tx& tx) -> Result<std::vector<store::AccountRecord>> {
        FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
        return tx.accounts().list_accounts(store_id);
      });
  if (!accounts) return complain(accounts.error());
  for (const auto& account : *accounts) {
    api::JsonWriter json;
    json.begin_object().key("client_id").string(account.client_id).key("name").string(account.name);
    write_scopes(json, account.scopes);
    json.key("revoked").boolean(account.revoked).end_object();
    std::cout << json.take() << '\n';
  }
  return kOk;
}

int revoke(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, IfAbsent::refuse, logger);
  if (!store) return complain(store.error());
  const auto revoked = (*store)->write_blocking([&](store::Tx& tx) -> Result<bool> {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    return tx.accounts().revoke_account(store_id, options.client_id,
                                        to_seconds(SystemClock().now()));
  });
  if (!revoked) return complain(revoked.error());
  if (!*revoked) {
    return complain({Code::not_found,
                     {},
                     "store " + options.store_hash + " has no active account " + options.client_id,
                     {}});
  }
  std::cout << "revoked " << options.client_id << '\n';
  return kOk;
}

CLI::App* add_command(CLI::App& group, const std::string& name, const std::string& help,
                      Options& options) {
  CLI::App* command = group.add_subcommand(name, help);
  add_store_option(*command, options.store_hash);
  add_database_option(*command, options.database);
  return command;
}

}  // namespace

void add_account(CLI::App& app, Chosen& chosen) {
  CLI::App* group = app.add_subcommand("account", "Create, list and revoke API accounts");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();

  CLI::App* create_app =
      add_command(*group, "create",
                  "Create an API account; prints its secrets once, as one JSON object", *options);
  create_app->add_option("--name", options->name, "Display name")->required();
  create_app
      ->add_option("--scopes", options->scopes,
                   "OAuth scopes, comma-separated, such as store_v2_customers")
      ->required();
  create_app->add_option("--client-id", options->client_id,
                         "Use this client id instead of a random one");
  create_app->add_option("--access-token", options->access_token,
                         "Use this token instead of a random one");
  create_app->callback([options, &chosen] { chosen = [options] { return create(*options); }; });

  CLI::App* list_app =
      add_command(*group, "list", "List accounts, one JSON object a line; never a token", *options);
  list_app->callback([options, &chosen] { chosen = [options] { return list(*options); }; });

  CLI::App* revoke_app =
      add_command(*group, "revoke", "Revoke an account with its tokens; final", *options);
  revoke_app->add_option("--client-id", options->client_id, "The account")->required();
  revoke_app->callback([options, &chosen] { chosen = [options] { return revoke(*options); }; });
}

}  // namespace fieldstone::cli
