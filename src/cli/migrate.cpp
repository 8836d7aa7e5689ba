// fieldstone migrate: a database's schema, or a whole database into another one
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/log.hpp"
#include "base/printable_address.hpp"
#include "cli/choice.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "cli/progress.hpp"
#include "store/whole/copy.hpp"
#include "store/whole/invariants.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string database = kDefaultDatabase;
  std::string from;
  std::string to;
  bool catch_up = false;
  store::Parents parents = store::Parents::hosted;
};

int update_schema(const std::string& url) {
  log::NullLogger logger;
  const auto store = open_database(url, store::Opening::upgrade, logger);
  if (!store) return complain(store.error());
  std::cout << "the schema of " << printable_address(url) << " is up to date\n";
  return kOk;
}

store::CopyProgress shown_by(Progress& progress) {
  return [&progress](const std::string& table, std::int64_t rows) {
    progress.show(rows, "rows of " + table);
  };
}

// Units of work run again after a lost connection. This one must not: half of it would be there.
class Once {
 public:
  Status begin() {
    if (begun_) return fail(Code::unavailable, {}, "the connection broke: nothing was changed");
    begun_ = true;
    return {};
  }

 private:
  bool begun_ = false;
};

class Migration {
 public:
  Migration(store::Store& from, store::Store& to, const Options& options)
      : from_(from), to_(to), options_(options) {}

  // All of it in one transaction of the target: it holds the whole copy, verified, or nothing.
  Status run() {
    FS_TRY_STATUS(to_.write_blocking([this](store::Tx& to) -> Status {
      FS_TRY_STATUS(once_.begin());
      FS_TRY_STATUS(store::lift_time_limits(to));
      FS_TRY_STATUS(fill(to));
      return verify(to);
    }));
    report();
    return require_unchanged_source();
  }

 private:
  Status fill(store::Tx& to) {
    if (!options_.catch_up) FS_TRY_STATUS(store::require_empty(to));
    Progress progress(options_.catch_up ? "compared" : "copied");
    return from_.read_blocking([&](store::Tx& from) -> Status {
      FS_TRY_STATUS(read_once_.begin());
      FS_TRY_STATUS(store::lift_time_limits(from));
      if (options_.catch_up) {
        FS_TRY(caught_up_, store::catch_up(from, to, shown_by(progress)));
      } else {
        FS_TRY(caught_up_.sums, store::copy_all(from, to, shown_by(progress)));
      }
      return {};
    });
  }

  Status verify(store::Tx& to) const {
    Progress progress("verified");
    FS_TRY_STATUS(store::analyze(to));
    FS_TRY(const auto written, store::sums_of(to, shown_by(progress)));
    for (std::size_t i = 0; i < written.size(); ++i) {
      if (written[i] == caught_up_.sums[i]) continue;
      return fail(Code::internal, {},
                  "the copy of " + written[i].table + " differs from the source (" +
                      std::to_string(caught_up_.sums[i].rows) + " rows there, " +
                      std::to_string(written[i].rows) + " here): nothing was changed");
    }
    FS_TRY(const auto violations,
           store::find_violations(to.connection(), to.dialect(), options_.parents));
    if (violations.empty()) return {};
    return fail(Code::internal, {},
                "the copy would break this: " + violations.front().invariant + " (" +
                    violations.front().example +
                    "): nothing was changed. Ask `fieldstone check` about the source");
  }

  void report() const {
    std::int64_t rows = 0;
    for (const store::TableSum& sum : caught_up_.sums) {
      std::cout << sum.table << ' ' << sum.rows << " rows, checksum " << std::hex << sum.checksum
                << std::dec << '\n';
      rows += sum.rows;
    }
    if (options_.catch_up) {
      std::cout << "caught up: " << caught_up_.inserted << " rows added, " << caught_up_.updated
                << " changed, " << caught_up_.removed << " removed\n";
    }
    std::cout << "verified: the target holds " << rows << " rows in " << caught_up_.sums.size()
              << " tables, each as in the source's snapshot, and every invariant holds\n";
  }

  // The source was served meanwhile, perhaps. What came after the snapshot is not in the target.
  Status require_unchanged_source() {
    Progress progress("compared");
    FS_TRY(const auto now, from_.read_blocking([&](store::Tx& from) -> Result<store::Sums> {
      FS_TRY_STATUS(store::lift_time_limits(from));
      return store::sums_of(from, shown_by(progress));
    }));
    std::string changed;
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (now[i] != caught_up_.sums[i]) (changed += changed.empty() ? "" : ", ") += now[i].table;
    }
    if (changed.empty()) return {};
    return fail(Code::conflict, {},
                "the source was written to during the copy (" + changed +
                    "). The target is a sound copy of the moment when it began. Stop the writes, "
                    "then run this again with --catch-up");
  }

  store::Store& from_;
  store::Store& to_;
  const Options& options_;
  Once once_;
  Once read_once_;
  store::CatchUp caught_up_;
};

int migrate(const Options& options) {
  if (options.from.empty()) return update_schema(options.database);
  if (options.from == options.to)
    return complain(Error{Code::conflict, {}, "--from and --to name the same database", {}});
  log::NullLogger logger;
  auto from = open_database(options.from, store::Opening::read, logger);
  if (!from) return complain(from.error());
  auto to = open_database(options.to, store::Opening::upgrade, logger);
  if (!to) return complain(to.error());
  const Status done = Migration(**from, **to, options).run();
  return done ? kOk : complain(done.error());
}

}  // namespace

void add_migrate(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand(
      "migrate",
      "Bring a database to this version's schema (serve does it too); with --from and --to, move "
      "everything into another database, also while the first one is served");
  auto options = std::make_shared<Options>();
  add_database_option(*command, options->database);
  CLI::Option* from =
      command->add_option("--from", options->from, "The database to copy; it is only read");
  CLI::Option* to = command->add_option("--to", options->to, "The database to fill; empty");
  CLI::Option* catch_up = command->add_flag(
      "--catch-up", options->catch_up,
      "The target is an earlier copy: write what has changed in the source since");
  from->needs(to);
  to->needs(from);
  catch_up->needs(from);
  add_choice(*command, "--require-parent", options->parents, kCheckedParents,
             "As given to serve, for the verification of the copy", "hosted");
  command->callback([options, &chosen] { chosen = [options] { return migrate(*options); }; });
}

}  // namespace fieldstone::cli
