// fieldstone resource add|list|remove
#include <CLI/CLI.hpp>
#include <cstring>
#include <iostream>

#include "base/log.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "cli/line_reader.hpp"
#include "core/metafield.hpp"

namespace fieldstone::cli {
namespace {

constexpr std::size_t kIdsPerCommit = 5000;
constexpr int kIdsPerPage = 5000;

struct Options {
  std::string store_hash;
  std::string type;
  std::vector<std::string> ids;  // empty: from stdin, one a line
  std::string database = kDefaultDatabase;
};

using Change = Result<bool> (store::KnownResourceRepo::*)(StoreId, ResourceType, std::string_view);

// Where ids come from: the options, else stdin.
class Ids {
 public:
  explicit Ids(const Options& options) : given_(options.ids), from_stdin_(options.ids.empty()) {}

  // Up to `count` canonical ids. Errors: validation, naming the line or the id; unavailable.
  Result<std::vector<std::string>> take(std::size_t count, ParentForm form) {
    std::vector<std::string> ids;
    std::string text;
    while (ids.size() < count && next(text)) {
      if (text.empty()) continue;
      auto id = canonical_resource_id(form, text);
      if (!id) {
        return fail(Code::validation, {},
                    (from_stdin_ ? "line " + std::to_string(lines_.number()) + ": '" : "'") + text +
                        "' is no " +
                        (form == ParentForm::uuid ? "UUID" : "id from 0 to 10000000000"));
      }
      ids.push_back(*std::move(id));
    }
    if (lines_.error() != 0) {
      return fail(Code::unavailable, {},
                  std::string("can't read stdin: ") + std::strerror(lines_.error()));
    }
    return ids;
  }

 private:
  bool next(std::string& text) {
    if (from_stdin_) {
      if (lines_.next(text) == LineReader::Line::end) return false;
      if (text.ends_with('\r')) text.pop_back();
      return true;
    }
    if (position_ == given_.size()) return false;
    text = given_[position_++];
    return true;
  }

  const std::vector<std::string>& given_;
  bool from_stdin_;
  std::size_t position_ = 0;
  LineReader lines_{stdin, 100};
};

// Groups are committed one by one; done twice, it changes nothing.
Result<std::int64_t> change_all(store::Store& store, const Options& options, Change change) {
  const ResourceTraits& resource = traits_of(*parse_resource_type(options.type));
  Ids source(options);
  std::int64_t changed = 0;
  while (true) {
    FS_TRY(const auto ids, source.take(kIdsPerCommit, resource.parent_form));
    if (ids.empty()) return changed;
    FS_TRY(const auto of_group, store.write_blocking([&](store::Tx& tx) -> Result<std::int64_t> {
      FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
      auto known = tx.known_resources();
      std::int64_t count = 0;
      for (const std::string& id : ids) {
        FS_TRY(const bool effective, (known.*change)(store_id, resource.type, id));
        count += effective ? 1 : 0;
      }
      return count;
    }));
    changed += of_group;
  }
}

int run_change(const Options& options, Change change, const char* verb) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::write, logger);
  if (!store) return complain(store.error());
  const auto changed = change_all(**store, options, change);
  if (!changed) return complain(changed.error());
  std::cout << verb << ' ' << *changed << " of type " << options.type << '\n';
  return kOk;
}

// Those of the given ids that are registered.
int list_given(store::Store& store, const Options& options) {
  const ResourceTraits& resource = traits_of(*parse_resource_type(options.type));
  Ids source(options);
  const auto ids = source.take(options.ids.size(), resource.parent_form);
  if (!ids) return complain(ids.error());
  const auto known = store.read_blocking([&](store::Tx& tx) -> Result<std::vector<std::string>> {
    FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
    std::vector<std::string> found;
    for (const std::string& id : *ids) {
      FS_TRY(const bool exists, tx.known_resources().exists(store_id, resource.type, id));
      if (exists) found.push_back(id);
    }
    return found;
  });
  if (!known) return complain(known.error());
  for (const std::string& id : *known) std::cout << id << '\n';
  return kOk;
}

int list(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::read, logger);
  if (!store) return complain(store.error());
  if (!options.ids.empty()) return list_given(**store, options);
  const ResourceType type = *parse_resource_type(options.type);
  std::string after;
  while (true) {
    const auto ids =
        (*store)->read_blocking([&](store::Tx& tx) -> Result<std::vector<std::string>> {
          FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
          return tx.known_resources().list(store_id, type, after, kIdsPerPage);
        });
    if (!ids) return complain(ids.error());
    if (ids->empty()) return kOk;
    for (const std::string& id : *ids) std::cout << id << '\n';
    after = ids->back();
  }
}

// The types whose parents live elsewhere.
std::vector<std::string> foreign_types() {
  std::vector<std::string> names;
  for (const ResourceTraits& resource : resource_types()) {
    if (resource.type != ResourceType::customer && resource.type != ResourceType::store)
      names.emplace_back(resource.name);
  }
  return names;
}

}  // namespace

void add_resource(CLI::App& app, Chosen& chosen) {
  CLI::App* group = app.add_subcommand(
      "resource",
      "Register parents of metafields that live elsewhere, for serve --require-parent registered");
  group->require_subcommand(1);
  auto options = std::make_shared<Options>();
  const auto add_command = [&](const std::string& name, const std::string& help,
                               const std::string& ids_help) {
    CLI::App* command = group->add_subcommand(name, help);
    add_store_option(*command, options->store_hash);
    command->add_option("--type", options->type, "Resource type")
        ->required()
        ->check(CLI::IsMember(foreign_types()));
    command->add_option("--id", options->ids, ids_help)->delimiter(',');
    add_database_option(*command, options->database);
    return command;
  };
  const std::string from_stdin = "Ids, comma-separated; from stdin, one a line, when absent";
  add_command("add", "Register resources", from_stdin)->callback([options, &chosen] {
    chosen = [options] {
      return run_change(*options, &store::KnownResourceRepo::add, "registered");
    };
  });
  add_command("remove", "Forget resources; their metafields stay", from_stdin)
      ->callback([options, &chosen] {
        chosen = [options] {
          return run_change(*options, &store::KnownResourceRepo::remove, "removed");
        };
      });
  add_command("list", "List registered resources, one id a line",
              "Only those of these ids, comma-separated, that are registered")
      ->callback([options, &chosen] { chosen = [options] { return list(*options); }; });
}

}  // namespace fieldstone::cli
