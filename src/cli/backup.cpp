// fieldstone backup --to FILE
#include <iostream>

#include "base/log.hpp"
#include "base/printable_address.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "config/parse.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  std::string to;
};

int backup(const Options& options) {
  // What --database refuses is no name of a copy either: ":memory:" would be a file of that name.
  if (const auto url = config::parse_database_url("sqlite:" + options.to); !url)
    return complain(url.error());
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::copy, logger);
  if (!store) return complain(store.error());
  if (auto status = (*store)->backup_to(options.to); !status) return complain(status.error());
  std::cout << "copied " << printable_address(options.database) << " to " << options.to << '\n';
  return kOk;
}

}  // namespace

void add_backup(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand(
      "backup", "Write a consistent copy of a database, also while it is served");
  auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  command->add_option("--to", options->to, "File to write; must not exist")
      ->type_name(kFileType)
      ->required();
  command->callback([options, &chosen] { chosen = [options] { return backup(*options); }; });
}

}  // namespace fieldstone::cli
