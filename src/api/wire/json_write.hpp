// Streaming JSON for answers: no document is built on the way out.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace fieldstone::api {

// A member's name as it goes out, made at compile time. Names that answers repeat for each row are
// worth it.
class JsonName {
 public:
  static constexpr std::size_t kBytes = 32;

  template <std::size_t kSize>
  consteval JsonName(const char (&name)[kSize]) : size_(kSize + 2) {  // NOLINT: a literal
    static_assert(kSize + 2 <= kBytes);
    quoted_[0] = '"';
    for (std::size_t i = 0; i + 1 < kSize; ++i) {
      if (name[i] < ' ' || name[i] == '"' || name[i] == '\\') throw "a name that needs no escape";
      quoted_[i + 1] = name[i];
    }
    quoted_[kSize] = '"';
    quoted_[kSize + 1] = ':';
  }

  constexpr std::string_view text() const { return {quoted_ + 1, size_ - 3}; }
  // With quotes and colon; kBytes of it may be read.
  constexpr const char* quoted() const { return quoted_; }
  constexpr std::size_t size() const { return size_; }

 private:
  char quoted_[kBytes] = {};
  std::size_t size_;
};

// Appends to a buffer that the thread keeps from one answer to the next. Commas are the writer's
// business: what the last byte is tells whether one is due.
// Thread: one.
class JsonWriter {
 public:
  JsonWriter();
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_array() { return open('['); }
  JsonWriter& end_array() { return close(']'); }
  // Requires: valid UTF-8.
  JsonWriter& key(std::string_view name) {
    string(name);
    *end_++ = ':';  // string() left room
    return *this;
  }
  JsonWriter& name(const JsonName& name) {
    make_room(kMargin);
    put_comma();
    std::memcpy(end_, name.quoted(), JsonName::kBytes);
    end_ += name.size();
    return *this;
  }
  // Requires: valid UTF-8.
  JsonWriter& string(std::string_view text);
  // name() and string() in one, for a member that is not its object's first.
  JsonWriter& member(const JsonName& name, std::string_view text);
  // The same. Requires: text that needs no escape.
  JsonWriter& clean_member(const JsonName& name, std::string_view text) {
    put_name(name, text.size());
    std::memcpy(end_, text.data(), text.size());
    end_ += text.size();
    *end_++ = '"';
    return *this;
  }
  JsonWriter& integer(std::int64_t value);
  // Requires: digits, as JSON writes a number.
  JsonWriter& number(std::string_view digits) { return literal(digits); }
  JsonWriter& boolean(bool value) { return literal(value ? "true" : "false"); }
  JsonWriter& null() { return literal("null"); }
  // Hundredths as a number with the digits it needs: 4315 is 43.15, 4300 is 43.
  // Requires: not negative.
  JsonWriter& hundredths(std::int64_t value);
  // Requires: a whole JSON value.
  JsonWriter& raw(std::string_view json);

  std::string take() const { return {begin_, end_}; }

 private:
  // More than a comma, two quotes, a colon, a JsonName or any number take.
  static constexpr std::size_t kMargin = 48;

  void make_room(std::size_t bytes) {
    if (static_cast<std::size_t>(limit_ - end_) < bytes) grow(bytes);
  }
  void grow(std::size_t bytes);
  // Requires: room for a byte.
  void put_comma() {
    if (end_ == begin_) return;
    const char last = end_[-1];
    if (last != '{' && last != '[' && last != ':') *end_++ = ',';
  }
  // A comma, the name, a quote, with room for the text and for another quote behind it.
  void put_name(const JsonName& name, std::size_t bytes) {
    make_room(bytes + 2 * kMargin);
    *end_++ = ',';
    std::memcpy(end_, name.quoted(), JsonName::kBytes);
    end_ += name.size();
    *end_++ = '"';
  }
  // Copies what needs no escape; false where something does, and then nothing is appended.
  bool put_clean(std::string_view text);
  void put_escaped(std::string_view text);
  JsonWriter& literal(std::string_view word);
  JsonWriter& open(char bracket) {
    make_room(kMargin);
    put_comma();
    *end_++ = bracket;
    return *this;
  }
  JsonWriter& close(char bracket) {
    make_room(kMargin);
    *end_++ = bracket;
    return *this;
  }

  char* begin_;
  char* end_;
  char* limit_;
};

}  // namespace fieldstone::api
