#include "cli/cli.hpp"

#include <CLI/CLI.hpp>
#include <cctype>
#include <iostream>

namespace fieldstone::cli {
namespace {

// --rate-limit is FIELDSTONE_RATE_LIMIT, and so on: every flag of every command.
void name_environment_variables(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    const auto& names = option->get_lnames();
    if (names.empty() || names.front() == "help" || names.front() == "version") continue;
    std::string variable = "FIELDSTONE_" + names.front();
    for (char& c : variable) c = c == '-' ? '_' : static_cast<char>(std::toupper(c));
    option->envname(variable);
  }
  // The commands of a group share their options: a variable must reach the one that was given only,
  // or it would beat the flags of that.
  if (app.get_subcommands({}).empty()) app.immediate_callback();
  for (CLI::App* command : app.get_subcommands({})) name_environment_variables(*command);
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app{
      "Fieldstone: a server for customers and metafields that speaks the BigCommerce V3 API",
      "fieldstone"};
  app.set_version_flag("--version", "fieldstone " FS_VERSION);
  app.require_subcommand(1);
  app.footer("Every option has an environment variable; see COMMAND --help.");
  Chosen chosen;
  add_serve(app, chosen);
  add_store(app, chosen);
  add_account(app, chosen);
  add_migrate(app, chosen);
  add_check(app, chosen);
  add_backup(app, chosen);
  add_resource(app, chosen);
  add_form_field(app, chosen);
  add_instrument(app, chosen);
  add_metafield(app, chosen);
  add_hooks(app, chosen);
  add_export(app, chosen);
  add_import(app, chosen);
  add_dev_cert(app, chosen);
  add_endpoints(app, chosen);
  name_environment_variables(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? kOk : kUsage;
  }
  return chosen ? chosen() : kUsage;
}

int complain(const Error& error) {
  std::string text = error.message.empty() ? std::string(default_title(error.code)) : error.message;
  for (const FieldError& field : error.fields) text += "; " + field.field + ": " + field.message;
  std::cerr << "fieldstone: " << text << '\n';
  return kFailed;
}

void add_store_option(CLI::App& app, std::string& hash) {
  app.add_option("--store", hash, "Hash of the store")->required();
}

void add_database_option(CLI::App& app, std::string& url) {
  app.add_option("--database", url, "Where the data is: sqlite:PATH or postgresql://HOST/NAME")
      ->capture_default_str();
}

}  // namespace fieldstone::cli
