// fieldstone restore --from FILE
#include <ctime>
#include <iostream>

#include "base/clock.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "config/parse.hpp"
#include "store/sqlite/copy_file.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  std::string from;
};

// For a file's name: 20261123T194502Z.
std::string now_text() {
  const std::time_t now = to_seconds(SystemClock().now()).value;
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  const std::size_t size = std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
  return {text, size};
}

Result<store::sqlite::Restored> restore_file(const Options& options, std::string& path) {
  FS_TRY(const auto url, config::parse_database_url(options.database));
  if (url.kind != config::DatabaseKind::sqlite) {
    return fail(Code::unavailable, {},
                "a PostgreSQL database is restored with its own tools: pg_restore --clean "
                "--if-exists --dbname=URL FILE, into a database that nobody serves");
  }
  path = url.target;
  return store::sqlite::restore(options.from, path, now_text());
}

int restore(const Options& options) {
  std::string path;
  const auto restored = restore_file(options, path);
  if (!restored) return complain(restored.error());
  std::cout << "restored " << path << " from " << options.from << '\n';
  if (!restored->former.empty())
    std::cout << "the former database is " << restored->former << "; remove it when you are sure\n";
  return kOk;
}

}  // namespace

void add_restore(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand(
      "restore",
      "Put a copy in the place of a database that nobody serves; that one is kept aside");
  auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  command->add_option("--from", options->from, "The copy, as backup wrote it; it is only read")
      ->type_name(kFileType)
      ->required();
  command->callback([options, &chosen] { chosen = [options] { return restore(*options); }; });
}

}  // namespace fieldstone::cli
