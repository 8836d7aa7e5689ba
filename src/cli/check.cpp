// fieldstone check
#include <CLI/CLI.hpp>
#include <iostream>

#include "app/records/check.hpp"
#include "app/scope_check.hpp"
#include "base/log.hpp"
#include "base/printable_address.hpp"
#include "base/utf8.hpp"
#include "cli/choice.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "store/whole/copy.hpp"
#include "store/whole/invariants.hpp"
#include "types/record_types.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  store::Parents parents = store::Parents::hosted;
};

// What is wrong may be a text that is none.
std::string printable(const std::string& text) {
  if (is_valid_utf8(text)) return text;
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string shown;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80U) {
      shown += c;
    } else {
      shown += "\\x";
      shown += kHex[byte >> 4U];
      shown += kHex[byte & 0xFU];
    }
  }
  return shown;
}

int check(const Options& options) {
  const std::string& url = options.database;
  log::NullLogger logger;
  auto store = open_database(url, store::Opening::read, logger);
  if (!store) return complain(store.error());
  const auto damage = (*store)->verify_files();
  if (!damage) return complain(damage.error());
  for (const std::string& line : *damage) std::cout << "damaged: " << printable(line) << '\n';
  const auto violations =
      (*store)->read_blocking([&](store::Tx& tx) -> Result<std::vector<store::Violation>> {
        FS_TRY_STATUS(store::lift_time_limits(tx));
        FS_TRY(auto found, store::find_violations(tx.connection(), tx.dialect(), options.parents));
        FS_TRY(const auto more, app::records::find_violations(tx, types::record_types()));
        FS_TRY(const auto scopes, app::find_broken_scopes(tx));
        found.insert(found.end(), more.begin(), more.end());
        found.insert(found.end(), scopes.begin(), scopes.end());
        return found;
      });
  if (!violations) return complain(violations.error());
  for (const auto& violation : *violations) {
    std::cout << "violated: " << violation.invariant << " (" << violation.count << ", such as "
              << printable(violation.example) << ")\n";
  }
  if (!damage->empty() || !violations->empty()) return kFailed;
  std::cout << "ok: every invariant of " << printable_address(url) << " holds\n";
  return kOk;
}

}  // namespace

void add_check(CLI::App& app, Chosen& chosen) {
  CLI::App* command =
      app.add_subcommand("check", "Verify a database: damage, orphans, counters, uniqueness");
  auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  add_choice(*command, "--require-parent", options->parents, kCheckedParents,
             "As given to serve: off allows metafields of parents that do not exist", "hosted");
  command->callback([options, &chosen] { chosen = [options] { return check(*options); }; });
}

}  // namespace fieldstone::cli
