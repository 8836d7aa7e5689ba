#include "cli/seed/seed_lines.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "api/wire/json_read.hpp"
#include "cli/line_reader.hpp"
#include "cli/nearest.hpp"

namespace fieldstone::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxLineBytes = 2 * 1024 * 1024;
constexpr std::size_t kMaxNameBytes = 64;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Failure broken(std::string sentence) {
  return fail(Code::validation, "CL-12", std::move(sentence));
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMaxNameBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
           return letter || (c >= '0' && c <= '9') || c == '-' || c == '_';
         });
}

// A word that may be shown again.
std::string shown(std::string_view word) {
  return is_name(word) ? " " + std::string(word) : std::string(" of that name");
}

Failure unknown_kind(std::string_view word) {
  std::vector<std::string> names;
  std::string all;
  for (const SeedKind& kind : seed_kinds()) {
    names.push_back(kind.name);
    (all += all.empty() ? "" : ", ") += kind.name;
  }
  const std::string near = nearest(word, names);
  return broken("there is no record type" + shown(word) +
                (near.empty() ? "; there are: " + all : "; did you mean " + near + "?"));
}

Status take_text(std::string_view member, const boost::json::value& value, std::string& text) {
  const auto* sent = value.if_string();
  if (sent == nullptr || sent->empty())
    return broken(std::string(member) + ": it takes a text in quotes");
  text.assign(sent->data(), sent->size());
  return {};
}

Status take_record(std::string_view type, boost::json::value& value, SeedLine& line) {
  if (line.kind != nullptr)
    return broken("a line holds one record, and this one holds " + line.kind->name + " and " +
                  std::string(type).substr(0, kMaxNameBytes));
  line.kind = find_seed_kind(type);
  if (line.kind == nullptr) return unknown_kind(type);
  if (!value.is_object()) return broken(line.kind->name + ": it takes an object: {…}");
  line.record = std::move(value.get_object());
  return {};
}

Result<SeedLine> parse_line(std::string place, std::string_view text) {
  auto parsed = api::parse_body(text, {});
  if (!parsed && parsed.error().code == Code::payload_too_large)
    return broken("the line holds too many values");
  if (!parsed || !parsed->is_object())
    return broken("the line is not one whole JSON object such as {\"brand\":{\"name\":\"Acme\"}}");
  SeedLine line;
  line.place = std::move(place);
  for (auto& member : parsed->get_object()) {
    const std::string_view name(member.key().data(), member.key().size());
    if (name == "as") {
      FS_TRY_STATUS(take_text(name, member.value(), line.as));
    } else if (name == "by") {
      FS_TRY_STATUS(take_text(name, member.value(), line.by));
    } else {
      FS_TRY_STATUS(take_record(name, member.value(), line));
    }
  }
  if (line.kind == nullptr)
    return broken("the line names no record type, as {\"brand\":{\"name\":\"Acme\"}} does");
  if (!line.as.empty() && !is_name(line.as))
    return broken("as: a name is 1 to 64 letters, digits, '-' and '_'");
  if (line.by.empty() && line.kind->owned)
    return broken("by: it is missing; it names the account whose the " + line.kind->name +
                  " is: a client id, or the \"@name\" of an account");
  if (!line.by.empty() && line.kind->way != SeedKind::Way::request &&
      line.kind->way != SeedKind::Way::metafield)
    return broken("by: no account makes a record of type " + line.kind->name);
  return line;
}

// Collects lines and what they are called.
class Lines {
 public:
  Status add(const std::string& file, std::int64_t number, std::string_view text) {
    const std::string place = file + ":" + std::to_string(number);
    if (number == 1 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos || text[first] == '#') return {};
    auto line = parse_line(place, text);
    if (!line) return broken(place + ": " + line.error().message);
    if (!line->as.empty()) {
      const auto [known, added] = names_.emplace(line->as, place);
      if (!added)
        return broken(place + ": as: the name " + line->as + " is taken by " + known->second);
    }
    lines_.push_back(*std::move(line));
    return {};
  }

  std::vector<SeedLine> take() { return std::move(lines_); }

 private:
  std::vector<SeedLine> lines_;
  std::map<std::string, std::string> names_;  // and their places
};

Failure unreadable(const std::string& path, const std::string& reason) {
  return fail(Code::unavailable, "CL-12", "can't read " + path + ": " + reason);
}

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

Result<File> open_file(const std::string& path) {
  if (path == "-") return File(stdin, [](std::FILE*) { return 0; });
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return unreadable(path, std::strerror(errno));
  return File(file, &std::fclose);
}

Status read_file(const std::string& path, Lines& lines) {
  FS_TRY(const File file, open_file(path));
  const std::string name = path == "-" ? "stdin" : path;
  LineReader reader(file.get(), kMaxLineBytes);
  std::string text;
  for (auto read = reader.next(text); read != LineReader::Line::end; read = reader.next(text)) {
    if (read == LineReader::Line::too_long) {
      return broken(name + ":" + std::to_string(reader.number()) + ": the line is longer than " +
                    std::to_string(kMaxLineBytes) + " bytes");
    }
    FS_TRY_STATUS(lines.add(name, reader.number(), text));
  }
  if (reader.error() != 0) return unreadable(name, std::strerror(reader.error()));
  return {};
}

Result<std::vector<std::string>> files_of(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder, error);
       !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == ".jsonl") files.push_back(entry->path().string());
  }
  if (error) return unreadable(folder, error.message());
  if (files.empty()) return broken(folder + ": the folder has no file of the name *.jsonl");
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

Result<std::vector<SeedLine>> read_seed(const std::vector<std::string>& paths) {
  Lines lines;
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-" || !fs::is_directory(path, error)) {
      FS_TRY_STATUS(read_file(path, lines));
      continue;
    }
    FS_TRY(const auto files, files_of(path));
    for (const std::string& file : files) FS_TRY_STATUS(read_file(file, lines));
  }
  return lines.take();
}

Result<std::vector<SeedLine>> parse_seed(std::string_view name,
                                         std::span<const std::string_view> texts) {
  Lines lines;
  std::int64_t number = 0;
  for (const std::string_view text : texts)
    FS_TRY_STATUS(lines.add(std::string(name), ++number, text));
  return lines.take();
}

}  // namespace fieldstone::cli
