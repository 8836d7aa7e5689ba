// Metafields as lines of JSON or CSV, out and in. Stable: member and column names, their order.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/transfer.hpp"
#include "base/result.hpp"
#include "cli/line_reader.hpp"
#include "core/metafield.hpp"

namespace fieldstone::cli {

enum class TransferFormat : unsigned char { jsonl, csv };

// The line that opens an export; empty for JSON lines.
std::string transfer_header(TransferFormat format);
// Appends one metafield with its line feed. The store entity has no resource_id: it is the store's
// own.
void append_transfer_row(std::string& out, TransferFormat format, std::string_view store_hash,
                         const MetafieldView& field);

// Reads rows one by one. Bad rows are errors of their own; reading goes on after them.
class TransferReader {
 public:
  struct Row {
    std::int64_t line = 0;  // where it begins
    Result<app::TransferRow> row = app::TransferRow{};
  };

  virtual ~TransferReader() = default;
  // Nothing at the end of the file.
  virtual std::optional<Row> next() = 0;
};

// Tells the format by the first character where none is given: '{' begins JSON lines.
// Errors: validation for a CSV header without a needed column. Requires: lines outlive the reader.
Result<std::unique_ptr<TransferReader>> open_transfer(LineReader& lines,
                                                      std::optional<TransferFormat> format);

}  // namespace fieldstone::cli
