// Import files: JSON lines and CSV into a store. What was taken is there already the second time;
// an export of it, in either format, makes an equal store; and a store that took rows goes on
// working.
//
// An input is a byte (0 tell the format, 1 JSON lines, 2 CSV) and the file.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "app/metafields.hpp"
#include "app/transfer.hpp"
#include "base/check.hpp"
#include "cli/transfer_rows.hpp"
#include "support/bytes.hpp"
#include "support/memory_store.hpp"

namespace fieldstone::fuzz {
namespace {

constexpr std::size_t kMaxLineBytes = 2048;
constexpr std::size_t kMaxExportedBytes = 1024 * 1024;  // more than any row that was taken
constexpr TimeS kNow{1655404740};

using Rows = std::vector<cli::TransferReader::Row>;

struct Database {
  MemoryStore store;
  StoreId first;
  StoreId second;
  Database() {
    FS_CHECK(store.write_blocking([this](store::Tx& tx) -> Status {
      FS_TRY(const auto one, tx.accounts().create_store("first", kNow));
      FS_TRY(const auto two, tx.accounts().create_store("second", kNow));
      first = one.id;
      second = two.id;
      return {};
    }));
    store.seal();
  }
};

Rows read_rows(std::string_view text, std::optional<cli::TransferFormat> format,
               std::size_t max_line_bytes) {
  Rows rows;
  std::string copy(text);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      copy.empty() ? std::fopen("/dev/null", "rb") : fmemopen(copy.data(), copy.size(), "rb"),
      &std::fclose);
  FS_CHECK(file != nullptr);
  cli::LineReader lines(file.get(), max_line_bytes);
  const auto reader = cli::open_transfer(lines, format);
  if (!reader) return rows;
  while (auto row = (*reader)->next()) rows.push_back(*std::move(row));
  return rows;
}

// The outcome of each row: what it did, or nothing where it was refused.
std::vector<std::optional<app::Imported>> import(MemoryStore& store, StoreId store_id,
                                                 const Rows& rows) {
  std::vector<std::optional<app::Imported>> outcomes;
  FS_CHECK(store.write_blocking([&](store::Tx& tx) -> Status {
    app::Import import(tx, store_id, {app::RequireParent::off}, kNow);
    for (const auto& row : rows) {
      outcomes.emplace_back();
      if (!row.row) continue;
      const auto added = import.add(*row.row);
      FS_CHECK(added || added.error().code == Code::validation ||
               added.error().code == Code::conflict || added.error().code == Code::limit_reached);
      if (added) outcomes.back() = *added;
    }
    return import.finish();
  }));
  return outcomes;
}

std::string export_all(MemoryStore& store, StoreId store_id, cli::TransferFormat format) {
  std::string out = cli::transfer_header(format);
  FS_CHECK(store.read_blocking([&](store::Tx& tx) -> Status {
    for (const ResourceTraits& resource : resource_types()) {
      FS_TRY_STATUS(tx.metafields().visit_all(
          store_id, resource.type, [&](const MetafieldView& field) -> Status {
            cli::append_transfer_row(out, format, "same", field);
            return {};
          }));
    }
    return {};
  }));
  return out;
}

// A store that took rows can still give out ids, and new ones.
void check_usable(MemoryStore& store, StoreId store_id) {
  const auth::Principal caller{store_id, "first", "fuzzer", {}};
  app::Settings settings;
  settings.require_parent = app::RequireParent::off;
  settings.batch_max = 10;
  const app::Context context{caller, settings, kNow};
  const auto text = [](std::string_view value) { return TextInput{InputState::value, value}; };
  std::int64_t last = 0;
  for (const std::string_view key : {"one", "two", "three"}) {
    const app::CreateMetafield command{
        {ResourceType::order, "9999999999"},
        {text("app_only"), text("not imported"), text(key), text("v"), text("")}};
    const auto created = store.write_blocking(
        [&](store::Tx& tx) { return app::create_metafield(tx, context, command); });
    FS_CHECK(created && created->id.value > last);
    last = created->id.value;
  }
}

void run(Bytes input) {
  static Database database;
  MemoryStore& store = database.store;
  const unsigned choice = input.below(3);
  std::optional<cli::TransferFormat> format;
  if (choice > 0) format = choice == 1 ? cli::TransferFormat::jsonl : cli::TransferFormat::csv;
  const Rows rows = read_rows(input.rest(), format, kMaxLineBytes);
  const auto outcomes = import(store, database.first, rows);
  bool any = false;
  for (const auto& outcome : outcomes) any = any || outcome.has_value();
  if (any) {
    const auto again = import(store, database.first, rows);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      FS_CHECK(!outcomes[i] || again[i] == app::Imported::unchanged);
    }
    for (const auto written : {cli::TransferFormat::jsonl, cli::TransferFormat::csv}) {
      const std::string exported = export_all(store, database.first, written);
      const Rows copied = read_rows(exported, written, kMaxExportedBytes);
      for (const auto& done : import(store, database.first, copied)) {
        FS_CHECK(done == app::Imported::unchanged);
      }
      for (const auto& done : import(store, database.second, copied)) FS_CHECK(done);
      FS_CHECK(export_all(store, database.second, written) == exported);
    }
    check_usable(store, database.first);
    store.check(store::Parents::free);
  }
  store.reset();
}

}  // namespace
}  // namespace fieldstone::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fieldstone::fuzz::run(fieldstone::fuzz::Bytes(data, size));
  return 0;
}
