// fieldstone account create|list|revoke|set-secret
#include <algorithm>
#include <iostream>

#include "api/wire/json_write.hpp"
#include "auth/seal.hpp"
#include "auth/token.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/choice.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "cli/key_file.hpp"
#include "cli/output.hpp"
#include "store/accounts/account_undo.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string store_hash;
  std::string name;
  std::string scopes;
  std::string client_id;
  std::string client_secret;
  std::string access_token;
  std::string key_file;
  std::optional<Answers> answers;
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
  if (options.scopes.find_first_not_of(", ") == std::string::npos) {
    return fail(
        Code::validation, {},
        "--scopes names no scope: an account without one can do nothing but keep hooks, and "
        "for that store_v2_default will do");
  }
  return {};
}

// A client's secret, in the clear for once, and as the database has it.
struct Secret {
  std::string clear;
  std::string hash;
  std::string sealed;
};

Result<Secret> make_secret(const Options& options) {
  auth::SodiumRandom random;
  if (!options.client_secret.empty() && !auth::is_well_formed_token(options.client_secret)) {
    return fail(Code::validation, {},
                "--client-secret takes 1 to 128 letters, digits, '-' and '_'");
  }
  FS_TRY(const auto path, key_file_path(options.key_file, options.database));
  FS_TRY(const auto key, read_or_make_key_file(path, random));
  Secret secret;
  secret.clear = options.client_secret.empty() ? auth::make_token(random) : options.client_secret;
  secret.hash = auth::to_hex(auth::hash_token(secret.clear));
  secret.sealed = auth::seal(key, random, secret.clear);
  return secret;
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

// Prints what is shown once. When it did not arrive, `undo(Tx&, StoreId)` runs (CL-6).
template <class Undo>
int show(store::Store& store, const Options& options, api::JsonWriter& json, Undo undo) {
  const Status printed = print_secret(std::string(json.take()));
  if (printed) return kOk;
  const auto undone = store.write_blocking([&](store::Tx& tx) -> Status {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    return undo(tx, store_id);
  });
  return complain(
      fail(Code::unavailable, {}, printed.error().message + std::string(outcome_of(undone)))
          .value());
}

store::AccountRecord make_account(const Options& options, const Secret& secret) {
  auth::SodiumRandom random;
  store::AccountRecord account;
  account.client_id = options.client_id.empty() ? auth::make_client_id(random) : options.client_id;
  account.name = options.name;
  account.scopes = options.scopes;
  account.secret_hash = secret.hash;
  account.sealed_secret = secret.sealed;
  account.answers = options.answers;
  account.created_at = to_seconds(SystemClock().now());
  return account;
}

int create(const Options& options) {
  if (auto status = check_given(options); !status) return complain(status.error());
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());

  auth::SodiumRandom random;
  const std::string token =
      options.access_token.empty() ? auth::make_token(random) : options.access_token;
  const auto secret = make_secret(options);
  if (!secret) return complain(secret.error());
  const store::AccountRecord account = make_account(options, *secret);
  const auto saved =
      (*store)->write_blocking([&](store::Tx& tx) { return save(tx, options, account, token); });
  if (!saved) return complain(saved.error());

  api::JsonWriter json;
  json.begin_object()
      .key("client_id")
      .string(account.client_id)
      .key("client_secret")
      .string(secret->clear);
  json.key("access_token").string(token);
  write_scopes(json, options.scopes);
  json.end_object();
  return show(**store, options, json, [&](store::Tx& tx, StoreId store_id) {
    return store::AccountUndo(tx.connection()).remove(store_id, account.client_id);
  });
}

int list(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::read, logger);
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
    json.key("revoked").boolean(account.revoked);
    if (account.answers) json.key("answers").string(word_of(kAnswers, *account.answers));
    // Whether deliveries to its hooks can be signed (WH-44).
    json.key("signable").boolean(account.sealed_secret.has_value()).end_object();
    std::cout << json.take() << '\n';
  }
  return kOk;
}

Error no_account(const Options& options) {
  return {Code::not_found,
          {},
          "store " + options.store_hash + " has no active account " + options.client_id,
          {}};
}

int revoke(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto revoked = (*store)->write_blocking([&](store::Tx& tx) -> Result<bool> {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    FS_TRY_STATUS(tx.hooks().remove_of_client(store_id, options.client_id));  // WH-25
    return tx.accounts().revoke_account(store_id, options.client_id,
                                        to_seconds(SystemClock().now()));
  });
  if (!revoked) return complain(revoked.error());
  if (!*revoked) return complain(no_account(options));
  std::cout << "revoked " << options.client_id << '\n';
  return kOk;
}

// The account as it was before.
Result<store::AccountRecord> replace_secret(store::Store& store, const Options& options,
                                            const Secret& secret) {
  return store.write_blocking([&](store::Tx& tx) -> Result<store::AccountRecord> {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    FS_TRY(auto accounts, tx.accounts().list_accounts(store_id));
    const auto former =
        std::find_if(accounts.begin(), accounts.end(), [&](const store::AccountRecord& account) {
          return account.client_id == options.client_id;
        });
    FS_TRY(const bool set,
           tx.accounts().set_secret(store_id, options.client_id, secret.hash, secret.sealed));
    if (!set || former == accounts.end()) return fail(no_account(options));
    return std::move(*former);
  });
}

int set_secret(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto secret = make_secret(options);
  if (!secret) return complain(secret.error());
  const auto former = replace_secret(**store, options, *secret);
  if (!former) return complain(former.error());
  api::JsonWriter json;
  json.begin_object().key("client_id").string(options.client_id);
  json.key("client_secret").string(secret->clear).end_object();
  return show(**store, options, json, [&](store::Tx& tx, StoreId) {
    return store::AccountUndo(tx.connection()).restore_secret(*former);
  });
}

int set_answers(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto set = (*store)->write_blocking([&](store::Tx& tx) -> Result<bool> {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    return tx.accounts().set_answers(store_id, options.client_id, options.answers);
  });
  if (!set) return complain(set.error());
  if (!*set) return complain(no_account(options));
  std::cout << options.client_id << " is answered as "
            << (options.answers ? word_of(kAnswers, *options.answers) : "the server says") << '\n';
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
  create_app->add_option("--client-secret", options->client_secret,
                         "Use this client secret instead of a random one");
  add_choice(*create_app, "--answers", options->answers, kAnswers,
             "The form of answers to this account (see serve --help); the server's unless given",
             "");
  add_key_file_option(*create_app, options->key_file);
  create_app->callback([options, &chosen] { chosen = [options] { return create(*options); }; });

  CLI::App* list_app =
      add_command(*group, "list", "List accounts, one JSON object a line; never a token", *options);
  list_app->callback([options, &chosen] { chosen = [options] { return list(*options); }; });

  CLI::App* revoke_app =
      add_command(*group, "revoke", "Revoke an account with its tokens; final", *options);
  revoke_app->add_option("--client-id", options->client_id, "The account")->required();
  revoke_app->callback([options, &chosen] { chosen = [options] { return revoke(*options); }; });

  CLI::App* secret_app =
      add_command(*group, "set-secret",
                  "Give an account a new client secret, with which its deliveries are signed; "
                  "prints it once",
                  *options);
  secret_app->add_option("--client-id", options->client_id, "The account")->required();
  secret_app->add_option("--client-secret", options->client_secret,
                         "Use this client secret instead of a random one");
  add_key_file_option(*secret_app, options->key_file);
  secret_app->callback([options, &chosen] { chosen = [options] { return set_secret(*options); }; });

  CLI::App* answers_app =
      add_command(*group, "set-answers",
                  "Choose the form of answers to an account, or to an app in a store", *options);
  answers_app->add_option("--client-id", options->client_id, "The account, or the app")->required();
  add_choice(*answers_app, "--answers", options->answers, kAnswers,
             "The form (see serve --help); the server's unless given", "");
  answers_app->callback(
      [options, &chosen] { chosen = [options] { return set_answers(*options); }; });
}

}  // namespace fieldstone::cli
