#include "cli/transfer_rows.hpp"

#include <csv.h>

#include <algorithm>
#include <array>
#include <boost/json/value.hpp>
#include <deque>
#include <string>

#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "base/timestamp.hpp"
#include "base/utf8.hpp"

namespace fieldstone::cli {
namespace {

struct Column {
  std::string_view name;
  std::string app::TransferRow::* member;
};

constexpr std::array<Column, 12> kColumns{{{"store_hash", &app::TransferRow::store_hash},
                                           {"resource_type", &app::TransferRow::resource_type},
                                           {"resource_id", &app::TransferRow::resource_id},
                                           {"id", &app::TransferRow::id},
                                           {"owner_client_id", &app::TransferRow::owner_client_id},
                                           {"permission_set", &app::TransferRow::permission_set},
                                           {"namespace", &app::TransferRow::ns},
                                           {"key", &app::TransferRow::key},
                                           {"value", &app::TransferRow::value},
                                           {"description", &app::TransferRow::description},
                                           {"date_created", &app::TransferRow::date_created},
                                           {"date_modified", &app::TransferRow::date_modified}}};

// What a row can't do without; the rest may be left to the server.
constexpr std::array<std::string_view, 6> kNeeded{
    "resource_type", "owner_client_id", "permission_set", "namespace", "key", "value"};

using Texts = std::array<std::string, kColumns.size()>;

// In the order of kColumns.
Texts texts_of(std::string_view store_hash, const MetafieldView& field) {
  const bool of_the_store = traits_of(field.resource_type).parent_form == ParentForm::store;
  const TimestampText created(field.date_created, TimestampText::Suffix::offset);
  const TimestampText modified(field.date_modified, TimestampText::Suffix::offset);
  return {std::string(store_hash),
          std::string(traits_of(field.resource_type).name),
          of_the_store ? std::string() : std::string(field.resource_id),
          std::to_string(field.id.value),
          std::string(field.owner_client_id),
          std::string(permission_set_name(field.permission_set)),
          std::string(field.ns),
          std::string(field.key),
          std::string(field.value),
          std::string(field.description),
          std::string(std::string_view(created)),
          std::string(std::string_view(modified))};
}

void append_csv(std::string& out, std::string_view text) {
  const std::size_t begin = out.size();
  out.resize(begin + csv_write(nullptr, 0, text.data(), text.size()));
  csv_write(out.data() + begin, out.size() - begin, text.data(), text.size());
}

Failure bad_row(std::string message) { return fail(Code::validation, {}, std::move(message)); }

class JsonLines final : public TransferReader {
 public:
  JsonLines(LineReader& lines, std::optional<std::string> first)
      : lines_(lines), pending_(std::move(first)) {}

  std::optional<Row> next() override {
    std::string line;
    while (true) {
      const LineReader::Line state = take(line);
      if (state == LineReader::Line::end) return std::nullopt;
      if (state == LineReader::Line::too_long)
        return Row{lines_.number(), bad_row("the line is too long")};
      if (line.find_first_not_of(" \t\r") != std::string::npos)
        return Row{lines_.number(), parse(line)};
    }
  }

 private:
  LineReader::Line take(std::string& line) {
    if (!pending_) return lines_.next(line);
    line = *std::exchange(pending_, std::nullopt);
    return LineReader::Line::read;
  }

  static Result<app::TransferRow> parse(const std::string& line) {
    const auto parsed = api::parse_body(line, {});
    if (!parsed || !parsed->is_object()) return bad_row("the line is not a JSON object");
    app::TransferRow row;
    for (const Column& column : kColumns) {
      FS_TRY_STATUS(read_member(parsed->get_object(), column, row.*column.member));
    }
    return row;
  }

  static Status read_member(const boost::json::object& object, const Column& column,
                            std::string& into) {
    const TextInput text = api::text_member(object, column.name);
    const bool is_id = column.name == "id" || column.name == "resource_id";
    if (text.has_value()) {
      into = text.value;
    } else if (const auto number = api::integer_member(object, column.name);
               is_id && number.has_value()) {
      into = std::to_string(number.value);
    } else if (text.state == InputState::wrong_type) {
      return bad_row(std::string(column.name) + " must be a string");
    }
    const bool needed = std::find(kNeeded.begin(), kNeeded.end(), column.name) != kNeeded.end();
    if (needed && (!text.present() || text.state == InputState::null)) {
      return bad_row(std::string(column.name) + " is missing");
    }
    return {};
  }

  LineReader& lines_;
  std::optional<std::string> pending_;
};

// RFC 4180 through libcsv, fed line by line so that rows know where they begin.
class CsvRows final : public TransferReader {
 public:
  explicit CsvRows(LineReader& lines) : lines_(lines) {
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&parser_, CSV_COMMA);
  }
  ~CsvRows() override { csv_free(&parser_); }
  CsvRows(const CsvRows&) = delete;
  CsvRows& operator=(const CsvRows&) = delete;

  Status read_header(const std::string& first) {
    feed(first);
    const auto record = take_record();
    if (!record || !record->row)
      return fail(Code::validation, {}, "the first line is no CSV header");
    for (const std::string& name : *record->row) {
      const auto column = std::find_if(kColumns.begin(), kColumns.end(),
                                       [&](const Column& c) { return c.name == name; });
      if (column == kColumns.end())
        return fail(Code::validation, {}, "the CSV header names an unknown column: " + name);
      order_.push_back(column->member);
    }
    for (const std::string_view name : kNeeded) {
      const bool there =
          std::find(record->row->begin(), record->row->end(), name) != record->row->end();
      if (!there)
        return fail(Code::validation, {}, "the CSV header lacks the column " + std::string(name));
    }
    return {};
  }

  std::optional<Row> next() override {
    auto record = take_record();
    if (!record) return std::nullopt;
    if (!record->row) return Row{record->line, fail(record->row.error())};
    return Row{record->line, assemble(*std::move(record->row))};
  }

 private:
  struct Record {
    std::int64_t line = 0;
    Result<std::vector<std::string>> row;
  };

  Result<app::TransferRow> assemble(std::vector<std::string> fields) const {
    if (fields.size() != order_.size()) {
      return bad_row("the row has " + std::to_string(fields.size()) + " columns, the header " +
                     std::to_string(order_.size()));
    }
    app::TransferRow row;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!is_valid_utf8(fields[i])) return bad_row("the row is not UTF-8");
      row.*order_[i] = std::move(fields[i]);
    }
    return row;
  }

  std::optional<Record> take_record() {
    std::string line;
    while (records_.empty() && !ended_) {
      switch (lines_.next(line)) {
        case LineReader::Line::read: feed(line); break;
        case LineReader::Line::too_long: reject("the line is too long"); break;
        case LineReader::Line::end:
          ended_ = true;
          if (csv_fini(&parser_, &on_field, &on_record, this) != 0) reject("a quote is not closed");
          break;
      }
    }
    if (records_.empty()) return std::nullopt;
    Record record = std::move(records_.front());
    records_.pop_front();
    return record;
  }

  void feed(std::string line) {
    if (fields_.empty() && held_bytes_ == 0) begins_at_ = lines_.number();
    held_bytes_ += line.size();
    line += '\n';
    constexpr std::size_t kMaxRecordBytes = 4 * 1024 * 1024;
    if (held_bytes_ > kMaxRecordBytes) return reject("the row is too long: is a quote not closed?");
    if (csv_parse(&parser_, line.data(), line.size(), &on_field, &on_record, this) != line.size()) {
      reject(csv_strerror(csv_error(&parser_)));
    }
  }

  // Gives up the record under way and begins anew with the next line.
  void reject(std::string reason) {
    records_.push_back(
        {begins_at_ == 0 ? lines_.number() : begins_at_, bad_row(std::move(reason))});
    csv_free(&parser_);
    csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
    fields_.clear();
    held_bytes_ = 0;
  }

  static void on_field(void* text, std::size_t size, void* self) {
    static_cast<CsvRows*>(self)->fields_.emplace_back(static_cast<const char*>(text), size);
  }
  static void on_record(int, void* self) {
    auto* rows = static_cast<CsvRows*>(self);
    rows->records_.push_back({rows->begins_at_, std::move(rows->fields_)});
    rows->fields_.clear();
    rows->held_bytes_ = 0;
  }

  LineReader& lines_;
  csv_parser parser_{};
  std::vector<std::string app::TransferRow::*> order_;
  std::vector<std::string> fields_;
  std::deque<Record> records_;
  std::size_t held_bytes_ = 0;
  std::int64_t begins_at_ = 0;
  bool ended_ = false;
};

}  // namespace

std::string transfer_header(TransferFormat format) {
  if (format == TransferFormat::jsonl) return {};
  std::string line;
  for (const Column& column : kColumns)
    line += (line.empty() ? "" : ",") + std::string(column.name);
  return line + "\n";
}

void append_transfer_row(std::string& out, TransferFormat format, std::string_view store_hash,
                         const MetafieldView& field) {
  const Texts texts = texts_of(store_hash, field);
  if (format == TransferFormat::csv) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i > 0) out += ',';
      append_csv(out, texts[i]);
    }
  } else {
    api::JsonWriter json;
    json.begin_object();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      json.key(kColumns[i].name);
      if (kColumns[i].name == "id") {
        json.integer(field.id.value);
      } else {
        json.string(texts[i]);
      }
    }
    json.end_object();
    out += json.take();
  }
  out += '\n';
}

Result<std::unique_ptr<TransferReader>> open_transfer(LineReader& lines,
                                                      std::optional<TransferFormat> format) {
  std::string first;
  if (lines.next(first) == LineReader::Line::end)
    return std::make_unique<JsonLines>(lines, std::nullopt);
  const bool json = format ? *format == TransferFormat::jsonl : first.starts_with('{');
  if (json) return std::make_unique<JsonLines>(lines, std::move(first));
  auto rows = std::make_unique<CsvRows>(lines);
  FS_TRY_STATUS(rows->read_header(first));
  return rows;
}

}  // namespace fieldstone::cli
