// The command line: the only place where objects are wired together.
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

#include "base/result.hpp"

namespace fieldstone::cli {

// Exit codes. Stable.
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;  // the command was understood and could not be done
inline constexpr int kUsage = 2;   // the command was not understood

// Parses and runs; returns the exit code. Answers go to stdout, complaints to stderr.
int run(int argc, char** argv);

// A command puts its options into `app` and, when parsed, its work into `chosen`.
using Chosen = std::function<int()>;
void add_serve(CLI::App& app, Chosen& chosen);
void add_store(CLI::App& app, Chosen& chosen);
void add_account(CLI::App& app, Chosen& chosen);
void add_migrate(CLI::App& app, Chosen& chosen);
void add_check(CLI::App& app, Chosen& chosen);
void add_dev_cert(CLI::App& app, Chosen& chosen);
void add_endpoints(CLI::App& app, Chosen& chosen);
void add_backup(CLI::App& app, Chosen& chosen);
void add_restore(CLI::App& app, Chosen& chosen);
void add_export(CLI::App& app, Chosen& chosen);
void add_import(CLI::App& app, Chosen& chosen);
void add_metafield(CLI::App& app, Chosen& chosen);
void add_resource(CLI::App& app, Chosen& chosen);
void add_form_field(CLI::App& app, Chosen& chosen);
void add_instrument(CLI::App& app, Chosen& chosen);
void add_order(CLI::App& app, Chosen& chosen);
void add_app(CLI::App& app, Chosen& chosen);
void add_app_calls(CLI::App& group, Chosen& chosen);  // into the group of apps
void add_user(CLI::App& app, Chosen& chosen);
void add_hooks(CLI::App& app, Chosen& chosen);
void add_completion(CLI::App& app, Chosen& chosen);

// The types of options that name a file or a folder, for help and completion.
inline constexpr const char* kFileType = "FILE";
inline constexpr const char* kFolderType = "FOLDER";
void add_hook_events(CLI::App& group, Chosen& chosen);  // into the group of hooks

// "fieldstone: MESSAGE" on stderr; returns kFailed.
int complain(const Error& error);

// Adds --store, required.
void add_store_option(CLI::App& app, std::string& hash);

// Adds --database with its environment variable and default.
void add_database_option(CLI::App& app, std::string& url);

// What a command does once it is parsed: it runs with its options.
template <class Options>
void run_when_parsed(CLI::App& command, const std::shared_ptr<Options>& options, Chosen& chosen,
                     int (*run)(const Options&)) {
  command.callback([options, &chosen, run] { chosen = [options, run] { return run(*options); }; });
}

// A command of a group that works in one store: it has --store and --database.
template <class Options>
CLI::App* add_store_command(CLI::App& group, const std::shared_ptr<Options>& options,
                            Chosen& chosen, const std::string& name, const std::string& help,
                            int (*run)(const Options&)) {
  CLI::App* command = group.add_subcommand(name, help);
  add_store_option(*command, options->store_hash);
  add_database_option(*command, options->database);
  run_when_parsed(*command, options, chosen, run);
  return command;
}

}  // namespace fieldstone::cli
