// fieldstone metafield reassign
#include <CLI/CLI.hpp>
#include <iostream>

#include "app/ownership.hpp"
#include "base/log.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string store_hash;
  std::string to;
  std::vector<std::int64_t> ids;
  bool dry_run = false;
  std::string database = kDefaultDatabase;
};

Result<app::Reassignment> make_command(store::Tx& tx, const Options& options) {
  app::Reassignment command;
  FS_TRY(command.store_id, find_store(tx, options.store_hash));
  command.new_owner_client_id = options.to;
  for (const std::int64_t id : options.ids) command.ids.push_back(MetafieldId{id});
  return command;
}

int report(const app::ReassignmentPlan& plan, const Options& options) {
  for (const auto& obstacle : plan.obstacles) {
    std::cerr << "fieldstone: metafield " << obstacle.id.value << ": " << obstacle.reason << '\n';
  }
  if (!plan.obstacles.empty()) {
    std::cerr << "fieldstone: nothing was changed\n";
    return kFailed;
  }
  for (const Metafield& field : plan.fields) {
    std::cout << (options.dry_run ? "would reassign " : "reassigned ") << field.id.value << " ("
              << traits_of(field.resource_type).name << ' ' << field.resource_id << ") from "
              << field.owner_client_id << " to " << options.to << '\n';
  }
  if (plan.fields.empty()) std::cout << "nothing to do: " << options.to << " owns them already\n";
  return kOk;
}

int reassign(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto work = [&](store::Tx& tx) -> Result<app::ReassignmentPlan> {
    FS_TRY(const auto command, make_command(tx, options));
    return options.dry_run ? app::plan_reassignment(tx, command) : app::reassign(tx, command);
  };
  const auto plan =
      options.dry_run ? (*store)->read_blocking(work) : (*store)->write_blocking(work);
  return plan ? report(*plan, options) : complain(plan.error());
}

}  // namespace

void add_metafield(CLI::App& app, Chosen& chosen) {
  CLI::App* group = app.add_subcommand("metafield", "Reassign metafields");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  CLI::App* command = group->add_subcommand(
      "reassign", "Give metafields to another API account; all of them or none");
  add_store_option(*command, options->store_hash);
  command->add_option("--to", options->to, "Client id of the new owner")->required();
  command->add_option("--id", options->ids, "Metafield ids, comma-separated")
      ->required()
      ->delimiter(',');
  command->add_flag("--dry-run", options->dry_run, "Say what would be done and change nothing");
  add_database_option(*command, options->database);
  command->callback([options, &chosen] { chosen = [options] { return reassign(*options); }; });
}

}  // namespace fieldstone::cli
