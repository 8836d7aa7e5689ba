// fieldstone app install|load|uninstall|remove-user: the control panel's part (APP-20 … APP-25).
#include <iostream>

#include "api/wire/json_write.hpp"
#include "app/apps.hpp"
#include "auth/seal.hpp"
#include "auth/token.hpp"
#include "cli/callback.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "cli/key_file.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string store_hash;
  std::string which;
  std::string user;
  std::string key_file;
  std::string database = kDefaultDatabase;
  std::string deep_link = "/";
  std::int64_t channel_id = 0;
  bool print_url = false;
  std::string ca_file;
  int timeout_s = 30;
};

// What a call needs of the database.
struct Case {
  StoreId store_id;
  App app;
  Occasion occasion;
};

enum class Installed : unsigned char { required, any };

Result<Case> find_case(store::Tx& tx, const Options& options, Installed installed, TimeS now) {
  Case found;
  FS_TRY(found.store_id, find_store(tx, options.store_hash));
  FS_TRY(found.app, app::find_app(tx, options.which));
  found.occasion.store_hash = options.store_hash;
  FS_TRY(found.occasion.owner, app::owner_of(tx, found.store_id, options.store_hash, now));
  found.occasion.user = found.occasion.owner;
  if (!options.user.empty()) {
    FS_TRY(found.occasion.user, app::find_user(tx, found.store_id, options.user));
  }
  found.occasion.deep_link = options.deep_link;
  if (options.channel_id > 0) found.occasion.channel_id = options.channel_id;
  FS_TRY(const bool is_installed, tx.accounts().is_active(found.store_id, found.app.client_id));
  if (installed == Installed::required && !is_installed) {
    return fail(Code::conflict, "APP-20",
                "app " + found.app.name + " is not installed in store " + options.store_hash);
  }
  return found;
}

Result<std::string> secret_of(const Options& options, const App& app) {
  FS_TRY(const auto path, key_file_path(options.key_file, options.database));
  FS_TRY(const auto key, read_key_file(path));
  if (!key) {
    return fail(Code::unavailable, "APP-22",
                "the app's secret can't be read without the key file " + path);
  }
  return auth::open_sealed(*key, app.sealed_secret);
}

enum class Markup : unsigned char { expected, optional };

// What is wrong with an answer, for whoever writes the app (APP-25).
std::vector<std::string> problems_of(const http::CallResult& result, Markup markup) {
  if (result.end != http::CallEnd::answered) return {result.error};
  if (result.status >= 400) return {"the app answered " + std::to_string(result.status)};
  if (result.status / 100 == 3 && result.location.empty())
    return {"the app redirects without a Location"};
  if (markup == Markup::expected && result.status / 100 == 2 && result.excerpt.empty())
    return {"the answer has no body: the control panel would show nothing"};
  return {};
}

struct Report {
  std::string_view call;
  std::string url;
  std::optional<http::CallResult> result;
  std::vector<std::string> problems;
};

int print(const Report& report) {
  api::JsonWriter json;
  json.begin_object().key("call").string(report.call).key("url").string(report.url);
  json.key("status");
  if (report.result && report.result->status > 0) {
    json.integer(report.result->status);
  } else {
    json.null();
  }
  json.key("redirect");
  if (report.result && !report.result->location.empty()) {
    json.string(report.result->location);
  } else {
    json.null();
  }
  json.key("ms").integer(report.result ? report.result->duration.count() / 1000 : 0);
  json.key("problems").begin_array();
  for (const std::string& problem : report.problems) json.string(problem);
  json.end_array().end_object();
  std::cout << json.take() << '\n';
  return report.problems.empty() ? kOk : kFailed;
}

// Calls and says what came of it; or prints the link alone.
Result<Report> make_call(const Options& options, std::string_view name, const std::string& url,
                         Markup markup) {
  Report report{name, url, std::nullopt, {}};
  FS_TRY(auto result, call_app(url, {options.ca_file, std::chrono::seconds(options.timeout_s)}));
  report.problems = problems_of(result, markup);
  report.result = std::move(result);
  return report;
}

int install(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  auth::SodiumRandom random;
  const std::string code = auth::make_token(random);
  const std::string code_hash = auth::to_hex(auth::hash_token(code));
  const TimeS now = to_seconds(SystemClock().now());
  const auto found = (*store)->write_blocking([&](store::Tx& tx) -> Result<Case> {
    FS_TRY(auto made, find_case(tx, options, Installed::any, now));
    FS_TRY_STATUS(
        app::grant_code(tx, made.store_id, made.app, made.occasion.user.id, code_hash, now));
    return made;
  });
  if (!found) return complain(found.error());
  const std::string url =
      with_query(found->app.auth_url, auth_query(found->app, options.store_hash, code));
  if (options.print_url) {
    std::cout << url << '\n';
    return kOk;
  }
  auto report = make_call(options, "install", url, Markup::expected);
  if (!report) return complain(report.error());
  const auto after = (*store)->read_blocking(
      [&](store::Tx& tx) { return tx.apps().find_code(found->store_id, code_hash); });
  if (!after) return complain(after.error());
  if (!*after || !(**after).redeemed) {
    report->problems.emplace_back(
        "the app did not exchange its code: it must POST it to /oauth2/token of this server, not "
        "to login.bigcommerce.com of the vendor");
  }
  return print(*report);
}

// One of the signed calls. `prepare`: what happens in the store first.
template <class Prepare>
int call_signed(const Options& options, std::string_view name, std::string App::* address,
                Prepare prepare) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const TimeS now = to_seconds(SystemClock().now());
  const auto found = (*store)->write_blocking([&](store::Tx& tx) -> Result<Case> {
    FS_TRY(auto made, find_case(tx, options, Installed::required, now));
    FS_TRY_STATUS(prepare(tx, made, now));
    return made;
  });
  if (!found) return complain(found.error());
  const std::string& url = found->app.*address;
  if (url.empty()) return print({name, {}, std::nullopt, {}});
  const auto secret = secret_of(options, found->app);
  if (!secret) return complain(secret.error());
  auth::SodiumRandom random;
  const std::string whole =
      with_query(url, signed_query(found->app, found->occasion, *secret, random, now));
  if (options.print_url) {
    std::cout << whole << '\n';
    return kOk;
  }
  const Markup markup = name == "load" ? Markup::expected : Markup::optional;
  const auto report = make_call(options, name, whole, markup);
  return report ? print(*report) : complain(report.error());
}

int load(const Options& options) {
  if (!options.deep_link.starts_with('/')) {
    return complain({Code::validation, "APP-22", "--url must begin with /", {}});
  }
  return call_signed(options, "load", &App::load_url,
                     [](store::Tx&, const Case&, TimeS) { return Status(); });
}

int uninstall(const Options& options) {
  return call_signed(
      options, "uninstall", &App::uninstall_url,
      [](store::Tx& tx, const Case& made, TimeS now) -> Status {
        FS_TRY_STATUS(app::uninstall_app(tx, made.store_id, made.app.client_id, now));
        return {};
      });
}

int remove_user(const Options& options) {
  return call_signed(options, "remove-user", &App::remove_user_url,
                     [](store::Tx&, const Case& made, TimeS) -> Status {
                       if (!made.occasion.user.is_owner) return {};
                       return fail(Code::conflict, "APP-20",
                                   "the owner of a store can't lose an app: give another --user");
                     });
}

CLI::App* add_command(CLI::App& group, const std::string& name, const std::string& help,
                      Options& options) {
  CLI::App* command = group.add_subcommand(name, help);
  add_store_option(*command, options.store_hash);
  add_database_option(*command, options.database);
  command->add_option("--app", options.which, "The app: its client id, or its name")->required();
  command->add_flag("--print-url", options.print_url,
                    "Print the link instead of calling it, for a browser");
  command->add_option("--ca", options.ca_file,
                      "PEM with certificates to trust beside the system's, for an app on https");
  command->add_option("--timeout", options.timeout_s, "Seconds to wait for the app")
      ->check(CLI::Range(1, 600))
      ->capture_default_str();
  add_key_file_option(*command, options.key_file);
  return command;
}

}  // namespace

void add_app_calls(CLI::App& group, Chosen& chosen) {
  auto options = std::make_shared<Options>();
  const auto add = [&](const std::string& name, const std::string& help,
                       int (*run)(const Options&)) {
    CLI::App* command = add_command(group, name, help, *options);
    command->callback(
        [options, &chosen, run] { chosen = [options, run] { return run(*options); }; });
    return command;
  };
  constexpr const char* kUser =
      "E-mail address of who does it; the owner of the store unless given";
  add("install", "Call the app's auth callback with a code to exchange for a token", &install)
      ->add_option("--user", options->user, kUser);
  CLI::App* load_app = add("load", "Call the app's load callback", &load);
  load_app->add_option("--user", options->user, kUser);
  load_app->add_option("--url", options->deep_link, "Deep link: a path within the app")
      ->capture_default_str();
  load_app->add_option("--channel-id", options->channel_id, "The channel from which it is opened")
      ->check(CLI::PositiveNumber);
  add("uninstall", "Revoke the app's token, tell its hook and call its uninstall callback",
      &uninstall)
      ->add_option("--user", options->user, kUser);
  add("remove-user", "Call the app's remove-user callback", &remove_user)
      ->add_option("--user", options->user, "E-mail address of who loses the app")
      ->required();
}

}  // namespace fieldstone::cli
