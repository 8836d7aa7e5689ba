// fieldstone user add|list|remove: who uses the control panel of a store.
#include <iostream>

#include "api/wire/json_write.hpp"
#include "app/apps.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string store_hash;
  std::string email;
  bool is_owner = false;
  std::string database = kDefaultDatabase;
};

void print(const StoreUser& user) {
  api::JsonWriter json;
  json.begin_object().key("id").integer(user.id).key("email").string(user.email);
  json.key("owner").boolean(user.is_owner).end_object();
  std::cout << json.take() << '\n';
}

int add(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto user = (*store)->write_blocking([&](store::Tx& tx) -> Result<StoreUser> {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    return app::add_user(tx, store_id, options.email, options.is_owner,
                         to_seconds(SystemClock().now()));
  });
  if (!user) return complain(user.error());
  print(*user);
  return kOk;
}

int list(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::read, logger);
  if (!store) return complain(store.error());
  const auto users = (*store)->read_blocking([&](store::Tx& tx) -> Result<std::vector<StoreUser>> {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    return tx.users().list(store_id);
  });
  if (!users) return complain(users.error());
  for (const StoreUser& user : *users) print(user);
  return kOk;
}

int remove(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto removed = (*store)->write_blocking([&](store::Tx& tx) -> Status {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    return app::remove_user(tx, store_id, options.email);
  });
  if (!removed) return complain(removed.error());
  std::cout << "removed " << options.email << '\n';
  return kOk;
}

}  // namespace

void add_user(CLI::App& app, Chosen& chosen) {
  CLI::App* group =
      app.add_subcommand("user", "Who uses the control panel of a store: its owner and others");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto add_command = [&](const std::string& name, const std::string& help,
                               int (*run)(const Options&)) {
    return add_store_command(*group, options, chosen, name, help, run);
  };
  constexpr const char* kEmail = "The e-mail address, which is the user name too";
  CLI::App* add_app = add_command("add", "Add one; prints it as JSON", &add);
  add_app->add_option("--email", options->email, kEmail)->required();
  add_app->add_flag("--owner", options->is_owner, "The owner of the store; there is one at most");
  add_command("list", "List them, one JSON object a line", &list);
  add_command("remove", "Remove one; the owner stays", &remove)
      ->add_option("--email", options->email, kEmail)
      ->required();
}

}  // namespace fieldstone::cli
