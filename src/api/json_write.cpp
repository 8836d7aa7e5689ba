#include "api/json_write.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <utility>

namespace fieldstone::api {
namespace {

constexpr std::size_t kFirstBytes = 8 * 1024;
constexpr std::size_t kMaxKeptBytes = 256 * 1024;

// The buffer of the last writer of this thread, for the next one.
struct Spare {
  std::unique_ptr<char[]> bytes;
  std::size_t size = 0;
};
thread_local Spare spare;

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kHighBits = 0x8080808080808080;

// Whether any of eight bytes needs an escape. A false alarm is possible and costs only time.
bool word_needs_escape(std::uint64_t word) {
  const auto zero_byte = [](std::uint64_t w) { return (w - kOnes) & ~w & kHighBits; };
  const std::uint64_t control = (word - kOnes * 0x20) & ~word & kHighBits;
  return (control | zero_byte(word ^ (kOnes * '"')) | zero_byte(word ^ (kOnes * '\\'))) != 0;
}

std::uint64_t load_word(const char* text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  return word;
}

bool is_clean(std::string_view text) {
  if (text.size() < sizeof(std::uint64_t))
    return std::none_of(text.begin(), text.end(), needs_escape);
  const char* const last_word = text.data() + text.size() - sizeof(std::uint64_t);
  for (const char* at = text.data(); at < last_word; at += sizeof(std::uint64_t)) {
    if (word_needs_escape(load_word(at))) return false;
  }
  return !word_needs_escape(load_word(last_word));
}

char short_escape(char c) {
  switch (c) {
    case '"': return '"';
    case '\\': return '\\';
    case '\b': return 'b';
    case '\f': return 'f';
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    default: return 0;
  }
}

}  // namespace

JsonWriter::JsonWriter() {
  if (!spare.bytes) spare = {std::make_unique_for_overwrite<char[]>(kFirstBytes), kFirstBytes};
  limit_ = spare.bytes.get() + spare.size;
  begin_ = end_ = std::exchange(spare, {}).bytes.release();
}

JsonWriter::~JsonWriter() {
  std::unique_ptr<char[]> bytes(begin_);
  const auto size = static_cast<std::size_t>(limit_ - begin_);
  if (size <= kMaxKeptBytes && size > spare.size) spare = {std::move(bytes), size};
}

void JsonWriter::grow(std::size_t bytes) {
  const auto used = static_cast<std::size_t>(end_ - begin_);
  const std::size_t size = std::max(used + bytes, 2 * static_cast<std::size_t>(limit_ - begin_));
  auto larger = std::make_unique_for_overwrite<char[]>(size);
  std::memcpy(larger.get(), begin_, used);
  delete[] begin_;
  begin_ = larger.release();
  end_ = begin_ + used;
  limit_ = begin_ + size;
}

JsonWriter& JsonWriter::string(std::string_view text) {
  make_room(text.size() + kMargin);
  put_comma();
  *end_++ = '"';
  if (is_clean(text)) {
    if (!text.empty()) std::memcpy(end_, text.data(), text.size());
    end_ += text.size();
  } else {
    put_escaped(text);
  }
  *end_++ = '"';
  return *this;
}

void JsonWriter::put_escaped(std::string_view text) {
  constexpr std::size_t kLongestEscape = 6;
  constexpr std::string_view kHex = "0123456789ABCDEF";
  make_room(text.size() * kLongestEscape + kMargin);
  for (const char c : text) {
    if (!needs_escape(c)) {
      *end_++ = c;
      continue;
    }
    *end_++ = '\\';
    if (const char letter = short_escape(c); letter != 0) {
      *end_++ = letter;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    for (const char digit : {'u', '0', '0', kHex[byte >> 4U], kHex[byte & 0xFU]}) *end_++ = digit;
  }
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
  make_room(kMargin);
  put_comma();
  end_ = std::to_chars(end_, limit_, value).ptr;
  return *this;
}

JsonWriter& JsonWriter::hundredths(std::int64_t value) {
  integer(value / 100);
  const auto rest = static_cast<int>(value % 100);
  if (rest == 0) return *this;
  *end_++ = '.';  // integer() left room
  *end_++ = static_cast<char>('0' + rest / 10);
  if (rest % 10 != 0) *end_++ = static_cast<char>('0' + rest % 10);
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  make_room(json.size() + kMargin);
  return literal(json);
}

JsonWriter& JsonWriter::literal(std::string_view word) {
  make_room(kMargin);
  put_comma();
  std::memcpy(end_, word.data(), word.size());
  end_ += word.size();
  return *this;
}

}  // namespace fieldstone::api
