// fieldstone instrument add|list|remove (CU-191)
#include <CLI/CLI.hpp>
#include <iostream>

#include "api/rows/instrument_json.hpp"
#include "app/events.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string store_hash;
  std::int64_t customer_id = 0;
  std::int64_t instrument_id = 0;
  std::string json;
  std::string database = kDefaultDatabase;
};

Result<StoreId> find_owner(store::Tx& tx, const Options& options) {
  FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
  FS_TRY(const bool exists, tx.customers().exists(store_id, CustomerId{options.customer_id}));
  if (exists) return store_id;
  return fail(
      Code::validation, "CU-191",
      "store " + options.store_hash + " has no customer " + std::to_string(options.customer_id));
}

Result<std::int64_t> add_one(store::Tx& tx, const Options& options,
                             const api::InstrumentJson& instrument) {
  const CustomerId customer_id{options.customer_id};
  FS_TRY(const StoreId store_id, find_owner(tx, options));
  FS_TRY(const auto known, tx.instruments().of_customer(store_id, customer_id));
  for (const auto& other : known) {
    FS_TRY(const auto read, api::make_instrument_json(other.details));
    if (instrument.is_default && read.is_default) {
      return fail(Code::validation, "CU-191",
                  "instrument " + std::to_string(other.id) +
                      " is the customer's default: remove it first, or add this one without "
                      "is_default");
    }
  }
  FS_TRY(const auto id, tx.instruments().insert(store_id, customer_id, instrument.text));
  if (instrument.is_default) {
    FS_TRY_STATUS(
        app::raise_default_instrument(tx, store_id, customer_id, to_seconds(SystemClock().now())));
  }
  return id;
}

int add(const Options& options) {
  const auto instrument = api::make_instrument_json(options.json);
  if (!instrument) return complain(instrument.error());
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto id =
      (*store)->write_blocking([&](store::Tx& tx) { return add_one(tx, options, *instrument); });
  if (!id) return complain(id.error());
  std::cout << "added instrument " << *id << " to customer " << options.customer_id << '\n';
  return kOk;
}

int list(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::read, logger);
  if (!store) return complain(store.error());
  const auto found =
      (*store)->read_blocking([&](store::Tx& tx) -> Result<std::vector<store::Instrument>> {
        FS_TRY(const StoreId store_id, find_owner(tx, options));
        return tx.instruments().of_customer(store_id, CustomerId{options.customer_id});
      });
  if (!found) return complain(found.error());
  for (const auto& instrument : *found)
    std::cout << instrument.id << '\t' << instrument.details << '\n';
  return kOk;
}

int remove(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto removed = (*store)->write_blocking([&](store::Tx& tx) -> Result<bool> {
    FS_TRY(const StoreId store_id, find_owner(tx, options));
    return tx.instruments().remove(store_id, CustomerId{options.customer_id},
                                   options.instrument_id);
  });
  if (!removed) return complain(removed.error());
  if (!*removed) {
    std::cerr << "fieldstone: customer " << options.customer_id << " has no instrument "
              << options.instrument_id << '\n';
    return kFailed;
  }
  std::cout << "removed instrument " << options.instrument_id << '\n';
  return kOk;
}

}  // namespace

void add_instrument(CLI::App& app, Chosen& chosen) {
  CLI::App* group = app.add_subcommand(
      "instrument", "Stored payment instruments of customers, for tests: masked data only");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto add_command = [&](const std::string& name, const std::string& help,
                               int (*run)(const Options&)) {
    CLI::App* command = group->add_subcommand(name, help);
    add_store_option(*command, options->store_hash);
    command->add_option("--customer", options->customer_id, "Id of the customer")->required();
    add_database_option(*command, options->database);
    run_when_parsed(*command, options, chosen, run);
    return command;
  };
  add_command("add", "Add one", &add)
      ->add_option("--json", options->json,
                   "The instrument as the API shows it: one object of type stored_card, "
                   "stored_paypal_account or stored_bank_account")
      ->required();
  add_command("list", "List them: id, tab, JSON", &list);
  add_command("remove", "Remove one", &remove)
      ->add_option("--id", options->instrument_id, "Id of the instrument, see list")
      ->required();
}

}  // namespace fieldstone::cli
