// fieldstone import
#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <memory>
#include <span>
#include <thread>

#include "app/transfer.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "cli/choice.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "cli/import_pace.hpp"
#include "cli/progress.hpp"
#include "cli/transfer_rows.hpp"
#include "types/record_types.hpp"

namespace fieldstone::cli {
namespace {

constexpr std::size_t kMaxLineBytes =
    2 * 1024 * 1024;  // the longest value, every character escaped

struct Options {
  std::string store_hash;
  std::string file = "-";
  std::string from_store;
  std::optional<TransferFormat> format;
  app::RequireParent require_parent = app::RequireParent::off;
  bool strict = false;
  std::string database = kDefaultDatabase;
};

struct Totals {
  std::int64_t created = 0;
  std::int64_t unchanged = 0;
  std::int64_t rejected = 0;
  std::int64_t rows() const { return created + unchanged + rejected; }
};

bool is_bad_row(const Error& error) {
  return error.code == Code::validation || error.code == Code::conflict ||
         error.code == Code::limit_reached || error.code == Code::not_found;
}

// Rows in, groups of them into the store. What is committed stays when the rest fails: run it
// again.
class Importer {
 public:
  Importer(store::Store& store, StoreId store_id, const Options& options)
      : store_(store), store_id_(store_id), options_(options) {}

  // Errors: the row at which --strict stops; a store that is not the one named; a failing database.
  Status run(TransferReader& reader) {
    while (auto row = reader.next()) {
      if (row->row) FS_TRY_STATUS(check_store(row->line, *row->row));
      group_.push_back(*std::move(row));
      if (group_.size() >= pace_.wanted()) FS_TRY_STATUS(commit());
    }
    return commit();
  }
  const Totals& totals() const { return totals_; }

 private:
  struct Rejection {
    std::int64_t line = 0;
    std::string reason;
  };
  struct Outcome {
    Totals totals;
    std::vector<Rejection> rejections;
  };

  Status check_store(std::int64_t line, const app::TransferRow& row) const {
    if (row.store_hash.empty() || row.store_hash == options_.store_hash ||
        row.store_hash == options_.from_store) {
      return {};
    }
    return fail(Code::validation, {},
                "line " + std::to_string(line) + " is of store " + row.store_hash + ", not " +
                    options_.store_hash + "; if you mean it, add: --from-store " + row.store_hash);
  }

  Status commit() {
    const TimeS now = to_seconds(SystemClock().now());
    std::span<const TransferReader::Row> rows = group_;
    while (!rows.empty()) {
      const auto begin = ImportPace::Clock::now();
      std::size_t taken = 0;
      FS_TRY(const Outcome outcome, store_.write_blocking([&](store::Tx& tx) {
        taken = pace_.take(rows.size(), store_.stats().foreign_commits, ImportPace::Clock::now());
        return add(tx, now, rows.first(taken));
      }));
      rows = rows.subspan(taken);
      const auto pause = pace_.pause_after(taken, ImportPace::Clock::now() - begin);
      FS_TRY_STATUS(report(outcome));
      std::this_thread::sleep_for(pause);
    }
    group_.clear();
    return {};
  }

  Status report(const Outcome& outcome) {
    totals_.created += outcome.totals.created;
    totals_.unchanged += outcome.totals.unchanged;
    totals_.rejected += outcome.totals.rejected;
    for (const Rejection& rejection : outcome.rejections) {
      std::cerr << "fieldstone: line " << rejection.line << ": " << rejection.reason << '\n';
    }
    progress_.show(totals_.rows());
    if (options_.strict && !outcome.rejections.empty()) {
      return fail(Code::validation, {},
                  "stopped at line " + std::to_string(outcome.rejections.front().line));
    }
    return {};
  }

  // May run more than once: it depends on the rows alone.
  Result<Outcome> add(store::Tx& tx, TimeS now, std::span<const TransferReader::Row> rows) const {
    app::Import import(tx, store_id_, {options_.require_parent, types::metafield_parents()}, now);
    Outcome outcome;
    for (const TransferReader::Row& row : rows) {
      const Result<app::Imported> added =
          row.row ? import.add(*row.row) : Result<app::Imported>(fail(row.row.error()));
      if (added) {
        ++(*added == app::Imported::created ? outcome.totals.created : outcome.totals.unchanged);
        continue;
      }
      if (!is_bad_row(added.error())) return fail(added.error());
      ++outcome.totals.rejected;
      outcome.rejections.push_back({row.line, added.error().message});
      if (options_.strict) break;
    }
    FS_TRY_STATUS(import.finish());
    return outcome;
  }

  store::Store& store_;
  StoreId store_id_;
  const Options& options_;
  std::vector<TransferReader::Row> group_;
  ImportPace pace_;
  Totals totals_;
  Progress progress_{"imported"};
};

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Failure unreadable(const std::string& path, int error) {
  return fail(Code::unavailable, {},
              "can't read " + (path == "-" ? "stdin" : path) + ": " + std::strerror(error));
}

Result<File> open_input(const std::string& path) {
  if (path == "-") return File(stdin, [](std::FILE*) { return 0; });
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return unreadable(path, errno);
  return File(file, &std::fclose);
}

Status import_all(const Options& options, Totals& totals) {
  log::NullLogger logger;
  FS_TRY(const auto store, open_database(options.database, store::Opening::write, logger));
  FS_TRY(const StoreId store_id,
         store->read_blocking([&](store::Tx& tx) { return find_store(tx, options.store_hash); }));
  FS_TRY(const File file, open_input(options.file));
  LineReader lines(file.get(), kMaxLineBytes);
  FS_TRY(const auto reader, open_transfer(lines, options.format));
  Importer importer(*store, store_id, options);
  Status done = importer.run(*reader);
  totals = importer.totals();
  if (done && lines.error() != 0) return unreadable(options.file, lines.error());
  return done;
}

int run_import(const Options& options) {
  Totals totals;
  const Status done = import_all(options, totals);
  if (done || totals.rows() > 0) {
    std::cout << "read " << totals.rows() << " metafields: " << totals.created << " created, "
              << totals.unchanged << " there already, " << totals.rejected << " rejected\n";
  }
  if (!done) return complain(done.error());
  return totals.rejected == 0 ? kOk : kFailed;
}

}  // namespace

void add_import(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand("import",
                                         "Read an export into a store; run it again after an "
                                         "interruption: rows that are there are skipped");
  auto options = std::make_shared<Options>();
  add_store_option(*command, options->store_hash);
  command->add_option("FILE", options->file, "File to read; - for stdin")
      ->type_name(kFileType)
      ->capture_default_str();
  command->add_option("--from-store", options->from_store,
                      "Accept rows exported from this other store");
  add_choice(*command, "--format", options->format, kTransferFormats,
             "jsonl or csv; told by the first character unless given", {});
  add_choice(
      *command, "--require-parent", options->require_parent, kRequireParents,
      "Refuse rows whose parent is not there: hosted (types that are hosted here) or registered "
      "(all types)",
      "off");
  command->add_flag("--strict", options->strict, "Stop at the first bad row instead of going on");
  add_database_option(*command, options->database);
  command->callback([options, &chosen] { chosen = [options] { return run_import(*options); }; });
}

}  // namespace fieldstone::cli
