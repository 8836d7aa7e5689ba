// fieldstone check
#include <iostream>

#include "base/log.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "store/invariants.hpp"

namespace fieldstone::cli {
namespace {

int check(const std::string& url) {
  log::NullLogger logger;
  auto store = open_database(url, IfAbsent::refuse, logger);
  if (!store) return complain(store.error());
  const auto damage = (*store)->verify_files();
  if (!damage) return complain(damage.error());
  const auto violations =
      (*store)->read_blocking([](store::Tx& tx) { return store::find_violations(tx.connection()); });
  if (!violations) return complain(violations.error());
  for (const std::string& line : *damage) std::cout << "damaged: " << line << '\n';
  for (const auto& violation : *violations) {
    std::cout << "violated: " << violation.invariant << " (" << violation.count << ", such as " << violation.example
              << ")\n";
  }
  if (!damage->empty() || !violations->empty()) return kFailed;
  std::cout << "ok: every invariant of " << url << " holds\n";
  return kOk;
}

}  // namespace

void add_check(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("check", "Verify a database: damage, orphans, counters, uniqueness");
  auto url = std::make_shared<std::string>(kDefaultDatabase);
  add_database_option(*command, *url);
  command->callback([url, &chosen] { chosen = [url] { return check(*url); }; });
}

}  // namespace fieldstone::cli
