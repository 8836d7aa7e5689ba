// fieldstone export
#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/log.hpp"
#include "cli/choice.hpp"
#include "cli/cli.hpp"
#include "cli/database.hpp"
#include "cli/progress.hpp"
#include "cli/transfer_rows.hpp"

namespace fieldstone::cli {
namespace {

struct Options {
  std::string store_hash;
  std::string type;
  TransferFormat format = TransferFormat::jsonl;
  std::string database = kDefaultDatabase;
};

// Bytes to stdout in large pieces. Errors: unavailable, when nobody reads any more or the disk is
// full.
class Output {
 public:
  std::string& buffer() { return buffer_; }
  Status flush_if_full() {
    constexpr std::size_t kFlushBytes = 256 * 1024;
    return buffer_.size() < kFlushBytes ? Status() : flush();
  }
  Status flush() {
    const bool written = std::fwrite(buffer_.data(), 1, buffer_.size(), stdout) == buffer_.size() &&
                         std::fflush(stdout) == 0;
    buffer_.clear();
    if (written) return {};
    return fail(Code::unavailable, {},
                std::string("can't write to stdout: ") + std::strerror(errno));
  }

 private:
  std::string buffer_;
};

// All types from one snapshot, in the order of their table.
Status write_all(store::Tx& tx, const Options& options, Output& output) {
  FS_TRY(const StoreId store_id, find_store(tx, options.store_hash));
  output.buffer() += transfer_header(options.format);
  Progress progress("exported");
  std::int64_t rows = 0;
  for (const ResourceTraits& resource : resource_types()) {
    if (!options.type.empty() && options.type != resource.name) continue;
    FS_TRY_STATUS(tx.metafields().visit_all(
        store_id, resource.type, [&](const MetafieldView& field) -> Status {
          append_transfer_row(output.buffer(), options.format, options.store_hash, field);
          progress.show(++rows);
          return output.flush_if_full();
        }));
  }
  return output.flush();
}

int run_export(const Options& options) {
  log::NullLogger logger;
  auto store = open_database(options.database, store::Opening::read, logger);
  if (!store) return complain(store.error());
  Output output;
  const Status done =
      (*store)->read_blocking([&](store::Tx& tx) { return write_all(tx, options, output); });
  return done ? kOk : complain(done.error());
}

}  // namespace

void add_export(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand(
      "export", "Write all metafields of a store to stdout, from one snapshot, also while serving");
  auto options = std::make_shared<Options>();
  add_store_option(*command, options->store_hash);
  std::vector<std::string> names;
  for (const ResourceTraits& resource : resource_types()) names.emplace_back(resource.name);
  command->add_option("--type", options->type, "Only metafields of this resource type")
      ->check(CLI::IsMember(names));
  add_choice(*command, "--format", options->format, kTransferFormats,
             "jsonl (one JSON object a line) or csv", "jsonl");
  add_database_option(*command, options->database);
  command->callback([options, &chosen] { chosen = [options] { return run_export(*options); }; });
}

}  // namespace fieldstone::cli
