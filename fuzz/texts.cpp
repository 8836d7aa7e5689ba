// Text in and out: UTF-8 against a second decoder, case folding, both writers of JSON strings, log
// lines.
#include <boost/json/parse.hpp>
#include <string>

#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "base/check.hpp"
#include "base/json_text.hpp"
#include "base/log.hpp"
#include "base/utf8.hpp"
#include "support/bytes.hpp"

namespace fieldstone::fuzz {
namespace {

// The table of well-formed byte sequences of the Unicode standard (3-7), row by row.
bool is_utf8_by_the_table(std::string_view text) {
  const auto in = [&](std::size_t at, unsigned low, unsigned high) {
    return at < text.size() && static_cast<unsigned char>(text[at]) >= low &&
           static_cast<unsigned char>(text[at]) <= high;
  };
  const auto tail = [&](std::size_t from, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!in(from + i, 0x80, 0xBF)) return false;
    }
    return true;
  };
  for (std::size_t i = 0; i < text.size();) {
    if (in(i, 0x00, 0x7F)) {
      i += 1;
    } else if (in(i, 0xC2, 0xDF) && tail(i + 1, 1)) {
      i += 2;
    } else if ((in(i, 0xE0, 0xE0) && in(i + 1, 0xA0, 0xBF) && tail(i + 2, 1)) ||
               (in(i, 0xE1, 0xEC) && tail(i + 1, 2)) ||
               (in(i, 0xED, 0xED) && in(i + 1, 0x80, 0x9F) && tail(i + 2, 1)) ||
               (in(i, 0xEE, 0xEF) && tail(i + 1, 2))) {
      i += 3;
    } else if ((in(i, 0xF0, 0xF0) && in(i + 1, 0x90, 0xBF) && tail(i + 2, 2)) ||
               (in(i, 0xF1, 0xF3) && tail(i + 1, 3)) ||
               (in(i, 0xF4, 0xF4) && in(i + 1, 0x80, 0x8F) && tail(i + 2, 2))) {
      i += 4;
    } else {
      return false;
    }
  }
  return true;
}

void check_read_back(const std::string& json, std::string_view text) {
  const auto parsed = boost::json::parse(json);
  FS_CHECK(std::string_view(parsed.get_string()) == text);
}

void check_log(std::string_view text) {
  const log::Field fields[] = {{"value", text}};
  FS_CHECK(log::format_text(log::Level::info, "event", fields).find('\n') == std::string::npos);
  FS_CHECK(log::format_json(log::Level::info, "event", fields).find('\n') == std::string::npos);
}

void check_text(std::string_view text) {
  const bool valid = is_valid_utf8(text);
  FS_CHECK(valid == is_utf8_by_the_table(text));
  check_log(text);
  if (!valid) return;
  const std::string folded = fold_case(text);
  FS_CHECK(is_valid_utf8(folded) && code_points(folded) == code_points(text));
  FS_CHECK(fold_case(folded) == folded);
  api::JsonWriter writer;
  writer.string(text);
  check_read_back(writer.take(), text);
  std::string appended;
  append_json_string(appended, text);
  check_read_back(appended, text);
}

}  // namespace
}  // namespace fieldstone::fuzz

// The input as a text, and as a body whose strings are texts.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fieldstone;
  const std::string_view text = fuzz::Bytes(data, size).rest();
  fuzz::check_text(text);
  const auto body = api::parse_body(text, {});
  if (!body || !body->is_object()) return 0;
  for (const auto& member : body->get_object()) {
    if (member.value().is_string()) {
      FS_CHECK(is_valid_utf8(std::string_view(member.value().get_string())));
    }
  }
  return 0;
}
