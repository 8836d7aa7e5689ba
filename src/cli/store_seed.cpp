// fieldstone store seed
#include "cli/store_seed.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <optional>

#include "auth/seal.hpp"
#include "auth/token.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/database.hpp"
#include "cli/fixed_clock.hpp"
#include "cli/key_file.hpp"
#include "cli/progress.hpp"
#include "cli/seed/demo_shop.hpp"
#include "cli/seed/seed_lines.hpp"
#include "cli/seed/seeder.hpp"
#include "types/record_types.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string store_hash;
  std::vector<std::string> files;
  bool demo = false;
  bool private_destinations = false;
  std::string key_file;
  std::optional<TimeMs> fixed_time;
  std::string database = kDefaultDatabase;
};

// As the server seals them: one key for a database.
Result<std::string> seal(const Options& options, std::string_view secret) {
  auth::SodiumRandom random;
  FS_TRY(const auto path, key_file_path(options.key_file, options.database));
  FS_TRY(const auto key, read_or_make_key_file(path, random));
  return auth::seal(key, random, secret);
}

// What the server does unless it is told otherwise.
api::DispatchOptions dispatch_options(const Options& options) {
  api::DispatchOptions made;
  made.settings = {app::RequireParent::hosted, Answers::documented, kDefaultBatchItems,
                   HookRules{options.private_destinations}, types::metafield_parents()};
  made.seal = [&options](std::string_view secret) { return seal(options, secret); };
  return made;
}

// One unit, for all or nothing. It may run more than once: it depends on the lines alone.
Status seed_all(const Options& options, const std::vector<SeedLine>& lines) {
  log::NullLogger logger;
  FS_TRY(const auto store, open_database(options.database, store::Opening::write, logger));
  const TimeMs now = make_clock(options.fixed_time)->now();
  const api::DispatchOptions dispatching = dispatch_options(options);
  Progress shown("seeded");
  return store->write_blocking([&](store::Tx& tx) -> Status {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    Seeder seeder(tx, {store_id, options.store_hash, now}, dispatching);
    return seeder.run(lines, [&shown](std::int64_t done) { shown.show(done, "records"); });
  });
}

// "seeded 3 records: 2 customer, 1 order".
void report(const std::vector<SeedLine>& lines) {
  std::vector<std::pair<const SeedKind*, std::size_t>> counts;
  for (const SeedLine& line : lines) {
    const auto known = std::find_if(counts.begin(), counts.end(),
                                    [&](const auto& count) { return count.first == line.kind; });
    if (known == counts.end()) {
      counts.emplace_back(line.kind, 1);
    } else {
      ++known->second;
    }
  }
  std::cout << "seeded " << lines.size() << (lines.size() == 1 ? " record" : " records");
  const char* between = ": ";
  for (const auto& [kind, count] : counts) {
    std::cout << between << count << ' ' << kind->name;
    between = ", ";
  }
  std::cout << '\n';
}

int refuse(Error error) {
  if (error.message.empty()) error.message = default_title(error.code);
  error.message += "; nothing was changed";
  return complain(error);
}

int seed(const Options& options) {
  const auto lines = options.demo ? parse_seed("demo shop", demo_shop()) : read_seed(options.files);
  if (!lines) return refuse(lines.error());
  if (const auto done = seed_all(options, *lines); !done) return refuse(done.error());
  report(*lines);
  return kOk;
}

}  // namespace

void add_store_seed(CLI::App& group, Chosen& chosen) {
  CLI::App* command = group.add_subcommand(
      "seed",
      "Make the records that files of JSON lines describe, or a demo shop; all of them or none");
  auto options = std::make_shared<Options>();
  add_store_option(*command, options->store_hash);
  CLI::Option* files =
      command
          ->add_option("FILE", options->files,
                       "Files to read, in this order; a folder stands for its *.jsonl; - for stdin")
          ->type_name(kFileType);
  command->add_flag("--demo", options->demo, "Make the demo shop instead")->excludes(files);
  command->add_flag("--allow-private-destinations", options->private_destinations,
                    "Let hooks have private addresses, as serve does with the same option");
  add_key_file_option(*command, options->key_file);
  add_fixed_time_options(*command, options->fixed_time);
  add_database_option(*command, options->database);
  command->callback([options, &chosen] {
    if (options->files.empty() && !options->demo) throw CLI::RequiredError("FILE or --demo");
    chosen = [options] { return seed(*options); };
  });
}

}  // namespace fieldstone::cli
