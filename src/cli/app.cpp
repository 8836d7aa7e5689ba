// fieldstone app create|list|show|delete; install, load, uninstall, remove-user: app_calls.cpp
#include <iostream>

#include "api/wire/json_write.hpp"
#include "app/apps.hpp"
#include "auth/scope.hpp"
#include "auth/seal.hpp"
#include "auth/signed_payload.hpp"
#include "auth/token.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "cli/key_file.hpp"
#include "cli/output.hpp"
#include "http/url.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  App app;
  std::string client_secret;
  std::string which;
  std::string key_file;
  std::string database = kDefaultDatabase;
};

void write_scopes(api::JsonWriter& json, std::string_view scopes) {
  json.key("scopes").begin_array();
  while (!scopes.empty()) {
    const std::string_view name = scopes.substr(0, scopes.find(' '));
    scopes.remove_prefix(std::min(scopes.size(), name.size() + 1));
    json.string(name);
  }
  json.end_array();
}

// Without the braces: show and create have more to say.
void write_members(api::JsonWriter& json, const App& app) {
  json.key("client_id").string(app.client_id).key("name").string(app.name);
  write_scopes(json, app.scopes);
  json.key("account_uuid").string(app.account_uuid);
  json.key("auth_url").string(app.auth_url).key("load_url").string(app.load_url);
  json.key("uninstall_url").string(app.uninstall_url);
  json.key("remove_user_url").string(app.remove_user_url);
}

Status check_given(const Options& options) {
  for (const std::string* token : {&options.app.client_id, &options.client_secret}) {
    if (!token->empty() && !auth::is_well_formed_token(*token)) {
      return fail(Code::validation, "APP-1",
                  "--client-id and --client-secret take 1 to 128 letters, digits, '-' and '_'");
    }
  }
  FS_TRY_STATUS(auth::ScopeSet::parse(options.app.scopes));
  for (const std::string* url : {&options.app.auth_url, &options.app.load_url,
                                 &options.app.uninstall_url, &options.app.remove_user_url}) {
    if (url->empty()) continue;
    if (const auto parsed = http::parse_url(*url); !parsed) {
      return fail(Code::validation, "APP-1", *url + ": " + parsed.error().message);
    }
  }
  return {};
}

int create(const Options& options) {
  if (auto status = check_given(options); !status) return complain(status.error());
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::create, logger);
  if (!store) return complain(store.error());
  auth::SodiumRandom random;
  const auto path = key_file_path(options.key_file, options.database);
  if (!path) return complain(path.error());
  const auto key = read_or_make_key_file(*path, random);
  if (!key) return complain(key.error());
  const std::string secret =
      options.client_secret.empty() ? auth::make_token(random) : options.client_secret;
  App app = options.app;
  if (app.client_id.empty()) app.client_id = auth::make_client_id(random);
  app.scopes = scope_words(app.scopes);
  app.secret_hash = auth::to_hex(auth::hash_token(secret));
  app.sealed_secret = auth::seal(*key, random, secret);
  app.account_uuid = auth::make_uuid(random);
  app.created_at = to_seconds(SystemClock().now());
  const auto saved = (*store)->write_blocking([&](store::Tx& tx) { return tx.apps().create(app); });
  if (!saved) return complain(saved.error());
  api::JsonWriter json;
  json.begin_object().key("client_secret").string(secret);
  write_members(json, app);
  json.end_object();
  const Status printed = print_secret(std::string(json.take()));
  if (printed) return kOk;
  // What is shown once did not arrive (CL-6).
  const auto undone =
      (*store)->write_blocking([&](store::Tx& tx) { return tx.apps().remove(app.client_id); });
  return complain(
      fail(Code::unavailable, {}, printed.error().message + std::string(outcome_of(undone)))
          .value());
}

int list(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::read, logger);
  if (!store) return complain(store.error());
  const auto apps = (*store)->read_blocking([](store::Tx& tx) { return tx.apps().list(); });
  if (!apps) return complain(apps.error());
  for (const App& app : *apps) {
    api::JsonWriter json;
    json.begin_object();
    write_members(json, app);
    json.end_object();
    std::cout << json.take() << '\n';
  }
  return kOk;
}

int show(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::read, logger);
  if (!store) return complain(store.error());
  using Shown = std::pair<App, std::vector<std::string>>;
  const auto shown = (*store)->read_blocking([&](store::Tx& tx) -> Result<Shown> {
    FS_TRY(auto app, app::find_app(tx, options.which));
    FS_TRY(auto stores, tx.apps().stores_of(app.client_id));
    return Shown{std::move(app), std::move(stores)};
  });
  if (!shown) return complain(shown.error());
  api::JsonWriter json;
  json.begin_object();
  write_members(json, shown->first);
  json.key("installed_in").begin_array();
  for (const std::string& hash : shown->second) json.string(hash);
  json.end_array().end_object();
  std::cout << json.take() << '\n';
  return kOk;
}

int remove(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto removed = (*store)->write_blocking([&](store::Tx& tx) -> Status {
    FS_TRY(const auto app, app::find_app(tx, options.which));
    return app::delete_app(tx, app);
  });
  if (!removed) return complain(removed.error());
  std::cout << "deleted app " << options.which << '\n';
  return kOk;
}

void add_create(CLI::App& group, const std::shared_ptr<Options>& options, Chosen& chosen) {
  CLI::App* command =
      group.add_subcommand("create", "Register an app; prints its secret once, as one JSON object");
  add_database_option(*command, options->database);
  command->add_option("--name", options->app.name, "Display name")->required();
  command
      ->add_option("--scopes", options->app.scopes,
                   "OAuth scopes, comma-separated, such as store_v2_customers")
      ->required();
  command->add_option("--auth-url", options->app.auth_url, "Auth callback of the app")->required();
  command->add_option("--load-url", options->app.load_url, "Load callback")->required();
  command->add_option("--uninstall-url", options->app.uninstall_url, "Uninstall callback, if any");
  command->add_option("--remove-user-url", options->app.remove_user_url,
                      "Remove-user callback, if any");
  command->add_option("--client-id", options->app.client_id,
                      "Use this client id instead of a random one");
  command->add_option("--client-secret", options->client_secret,
                      "Use this client secret instead of a random one");
  add_key_file_option(*command, options->key_file);
  command->callback([options, &chosen] { chosen = [options] { return create(*options); }; });
}

}  // namespace

void add_app(CLI::App& app, Chosen& chosen) {
  CLI::App* group =
      app.add_subcommand("app", "Register apps, and play the control panel that installs them");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  add_create(*group, options, chosen);
  const auto add_command = [&](const std::string& name, const std::string& help,
                               int (*run)(const Options&)) {
    CLI::App* command = group->add_subcommand(name, help);
    add_database_option(*command, options->database);
    run_when_parsed(*command, options, chosen, run);
    return command;
  };
  add_command("list", "List apps, one JSON object a line; never a secret", &list);
  constexpr const char* kWhich = "The app: its client id, or its name";
  add_command("show", "Show one, and where it is installed", &show)
      ->add_option("--app", options->which, kWhich)
      ->required();
  add_command("delete", "Delete one that is installed nowhere", &remove)
      ->add_option("--app", options->which, kWhich)
      ->required();
  add_app_calls(*group, chosen);
}

}  // namespace fieldstone::cli
