#include "cli/cli.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace fieldstone::cli {

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
  add_metafield(app, chosen);
  add_export(app, chosen);
  add_import(app, chosen);
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
  app.add_option("--store", hash, "Hash of the store")->required()->envname("FIELDSTONE_STORE");
}

void add_database_option(CLI::App& app, std::string& url) {
  app.add_option("--database", url, "Where the data is: sqlite:PATH or postgresql://HOST/NAME")
      ->envname("FIELDSTONE_DATABASE")
      ->capture_default_str();
}

}  // namespace fieldstone::cli
