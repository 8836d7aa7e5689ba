#include "cli/cli.hpp"

#include <CLI/CLI.hpp>
#include <cctype>
#include <exception>
#include <iostream>
#include <new>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/usage.hpp"

namespace fieldstone::cli {
namespace {

// What a flag of this name means is the same in every command (CL-4).
bool is_shared(const std::string& flag, const CLI::App& serve) {
  return flag == "store" || serve.get_option_no_throw("--" + flag) != nullptr;
}

// "fieldstone store create", "client-id": FIELDSTONE_STORE_CREATE_CLIENT_ID.
std::string variable_of(std::string text) {
  for (char& c : text)
    c = c == '-' || c == ' ' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

// --rate-limit of serve is FIELDSTONE_RATE_LIMIT, --to of backup FIELDSTONE_BACKUP_TO (CL-4).
void name_environment_variables(CLI::App& app, const CLI::App& serve) {
  for (CLI::Option* option : app.get_options()) {
    const auto& names = option->get_lnames();
    if (names.empty() || names.front() == "help" || names.front() == "version") continue;
    const std::string scope = is_shared(names.front(), serve) ? "fieldstone" : path_of(app);
    option->envname(variable_of(scope + "_" + names.front()));
  }
  // The commands of a group share their options: a variable must reach the one that was given only,
  // or it would beat the flags of that.
  if (app.get_subcommands({}).empty()) app.immediate_callback();
  for (CLI::App* command : app.get_subcommands({})) name_environment_variables(*command, serve);
}

// Whatever goes wrong ends in a sentence and an exit code.
int run_chosen(const Chosen& chosen) {
  try {
    return chosen();
  } catch (const std::bad_alloc&) {
    return complain(Error{Code::internal, {}, "out of memory", {}});
  } catch (const std::exception& error) {
    return complain(Error{Code::internal, {}, error.what(), {}});
  }
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App app{"Fieldstone: the management API of BigCommerce on your own machine", "fieldstone"};
  app.set_version_flag("-v,--version", "fieldstone " FS_VERSION);
  app.require_subcommand(1);
  app.footer("Every option has an environment variable; see COMMAND --help.");
  Chosen chosen;
  add_serve(app, chosen);
  add_store(app, chosen);
  add_account(app, chosen);
  add_app(app, chosen);
  add_user(app, chosen);
  add_migrate(app, chosen);
  add_check(app, chosen);
  add_backup(app, chosen);
  add_restore(app, chosen);
  add_resource(app, chosen);
  add_form_field(app, chosen);
  add_instrument(app, chosen);
  add_order(app, chosen);
  add_metafield(app, chosen);
  add_hooks(app, chosen);
  add_export(app, chosen);
  add_import(app, chosen);
  add_dev_cert(app, chosen);
  add_endpoints(app, chosen);
  add_completion(app, chosen);
  add_help(app, chosen);
  name_environment_variables(app, *app.get_subcommand("serve"));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) return complain_of_usage(app, error);
    app.exit(error);  // --help, --version
    if (const auto status = flush_output(); !status) return complain(status.error());
    return kOk;
  }
  const int code = chosen ? run_chosen(chosen) : kUsage;
  if (const auto status = flush_output(); !status && code == kOk) return complain(status.error());
  return code;
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
