// Streaming JSON for answers: no document is built on the way out.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace fieldstone::api {

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
  // Requires: valid UTF-8.
  JsonWriter& string(std::string_view text);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value) { return literal(value ? "true" : "false"); }
  JsonWriter& null() { return literal("null"); }
  // Hundredths as a number with the digits it needs: 4315 is 43.15, 4300 is 43.
  // Requires: not negative.
  JsonWriter& hundredths(std::int64_t value);
  // Requires: a whole JSON value.
  JsonWriter& raw(std::string_view json);

  std::string take() const { return {begin_, end_}; }

 private:
  // More than a comma, two quotes, a colon or any number take.
  static constexpr std::size_t kMargin = 32;

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
