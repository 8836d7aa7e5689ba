// fieldstone store create|list; seed: store_seed.cpp
#include <iostream>
#include <optional>
#include <random>

#include "app/records/births.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "cli/fixed_clock.hpp"
#include "cli/store_seed.hpp"
#include "config/parse.hpp"
#include "core/limits.hpp"
#include "types/record_types.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string hash;
  std::string database = kDefaultDatabase;
  std::optional<TimeMs> fixed_time;
};

// A number that tells nobody how many stores there are (HTTP-2). That two are one is so rare that
// the second attempt of whoever meets it is enough.
StoreId random_id() {
  std::uniform_int_distribution<std::int64_t> numbers(1'000'000'001, kMaxInt32);
  std::random_device device;
  return StoreId{numbers(device)};
}

int create(const Options& options) {
  if (auto status = config::check_store_hash(options.hash); !status)
    return complain(status.error());
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::create, logger);
  if (!store) return complain(store.error());
  const auto created = (*store)->write_blocking([&](store::Tx& tx) -> Result<store::StoreRecord> {
    const TimeS now = to_seconds(make_clock(options.fixed_time)->now());
    FS_TRY(auto record, tx.accounts().create_store(options.hash, now, random_id()));
    FS_TRY_STATUS(app::records::bear(tx, record.id, record.hash, now, types::record_types()));
    return record;
  });
  if (!created) return complain(created.error());
  std::cout << "created store " << created->hash << '\n';
  return kOk;
}

int list(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::read, logger);
  if (!store) return complain(store.error());
  const auto stores =
      (*store)->read_blocking([](store::Tx& tx) { return tx.accounts().list_stores(); });
  if (!stores) return complain(stores.error());
  for (const auto& record : *stores) std::cout << record.hash << '\n';
  return kOk;
}

}  // namespace

void add_store(CLI::App& app, Chosen& chosen) {
  CLI::App* group = app.add_subcommand("store", "Create, seed and list stores");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();

  CLI::App* create_app = group->add_subcommand("create", "Create a store");
  create_app
      ->add_option("HASH", options->hash, "The store hash in URLs: lower-case letters and digits")
      ->required();
  add_database_option(*create_app, options->database);
  add_fixed_time_options(*create_app, options->fixed_time);
  create_app->callback([options, &chosen] { chosen = [options] { return create(*options); }; });

  CLI::App* list_app = group->add_subcommand("list", "List the stores, one hash a line");
  add_database_option(*list_app, options->database);
  list_app->callback([options, &chosen] { chosen = [options] { return list(*options); }; });

  add_store_seed(*group, chosen);
}

}  // namespace fieldstone::cli
