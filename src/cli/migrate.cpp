// fieldstone migrate
#include <iostream>

#include "base/log.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"

namespace fieldstone::cli {
namespace {

int migrate(const std::string& url) {
  log::NullLogger logger;
  const auto store = open_database(url, IfAbsent::create, logger);
  if (!store) return complain(store.error());
  std::cout << "the schema of " << url << " is up to date\n";
  return kOk;
}

}  // namespace

void add_migrate(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand(
      "migrate", "Bring a database to this version's schema (serve does it too)");
  auto url = std::make_shared<std::string>(kDefaultDatabase);
  add_database_option(*command, *url);
  command->callback([url, &chosen] { chosen = [url] { return migrate(*url); }; });
}

}  // namespace fieldstone::cli
