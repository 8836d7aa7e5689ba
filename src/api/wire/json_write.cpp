#include "api/wire/json_write.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <utility>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

// A few bytes at a time, as wide as there is a type for them. dirty(): some of them need an escape;
// a false alarm is possible and costs only time.
template <class Word>
struct Swar {
  static constexpr Word kOnes = static_cast<Word>(~Word{0}) / 0xFF;
  static constexpr Word kHighBits = kOnes * 0x80;
  Word bytes = 0;

  static Swar load(const char* from) {
    Swar piece;
    std::memcpy(&piece.bytes, from, sizeof bytes);
    return piece;
  }
  void store(char* to) const { std::memcpy(to, &bytes, sizeof bytes); }
  bool dirty() const {
    const auto below = [](Word word, Word bound) { return (word - kOnes * bound) & ~word; };
    const Word found =
        below(bytes, 0x20) | below(bytes ^ (kOnes * '"'), 1) | below(bytes ^ (kOnes * '\\'), 1);
    return (found & kHighBits) != 0;
  }
};

#ifdef __SSE2__
struct Block {
  __m128i bytes;

  static Block load(const char* from) {
    return {_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))};
  }
  void store(char* to) const { _mm_storeu_si128(reinterpret_cast<__m128i*>(to), bytes); }
  bool dirty() const {
    const __m128i control = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes);
    const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(control, quote), backslash)) != 0;
  }
};
#else
using Block = Swar<std::uint64_t>;
#endif

// Copies all bytes as pieces, the last of which may overlap the one before.
// Requires: at least one piece. False: something needs an escape.
template <class Piece>
bool copy_clean(const char* from, std::size_t size, char* to) {
  const std::size_t last = size - sizeof(Piece);
  for (std::size_t at = 0; at < last; at += sizeof(Piece)) {
    const Piece piece = Piece::load(from + at);
    if (piece.dirty()) return false;
    piece.store(to + at);
  }
  const Piece piece = Piece::load(from + last);
  piece.store(to + last);
  return !piece.dirty();
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
  if (!put_clean(text)) put_escaped(text);
  *end_++ = '"';
  return *this;
}

JsonWriter& JsonWriter::member(const JsonName& name, std::string_view text) {
  put_name(name, text.size());
  if (!put_clean(text)) put_escaped(text);
  *end_++ = '"';
  return *this;
}

bool JsonWriter::put_clean(std::string_view text) {
  const char* const from = text.data();
  const std::size_t size = text.size();
  bool clean = true;
  if (size >= sizeof(Block)) {
    clean = copy_clean<Block>(from, size, end_);
  } else if (size >= sizeof(std::uint64_t)) {
    clean = copy_clean<Swar<std::uint64_t>>(from, size, end_);
  } else if (size >= sizeof(std::uint32_t)) {
    clean = copy_clean<Swar<std::uint32_t>>(from, size, end_);
  } else {
    for (std::size_t i = 0; i < size; ++i) {
      end_[i] = from[i];
      clean = clean && !needs_escape(from[i]);
    }
  }
  if (clean) end_ += size;
  return clean;
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
  make_room(word.size() + kMargin);
  put_comma();
  std::memcpy(end_, word.data(), word.size());
  end_ += word.size();
  return *this;
}

}  // namespace fieldstone::api
