// key=value log lines with a stable shape, one line an event. Event and field names are API.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace fieldstone::log {

enum class Level : std::uint8_t { debug, info, warn, error, off };
enum class Format : std::uint8_t { text, json };

// One member of a line. Text is not copied; it must outlive the call.
struct Field {
  Field(std::string_view field_name, std::string_view value) : name(field_name), text(value) {}
  Field(std::string_view field_name, const char* value) : name(field_name), text(value) {}
  Field(std::string_view field_name, const std::string& value) : name(field_name), text(value) {}
  Field(std::string_view field_name, std::int64_t value)
      : name(field_name), integer(value), is_integer(true) {}
  Field(std::string_view field_name, int value)
      : Field(field_name, static_cast<std::int64_t>(value)) {}
  Field(std::string_view field_name, std::uint64_t value)
      : Field(field_name, static_cast<std::int64_t>(value)) {}

  std::string_view name;
  std::string_view text;
  std::int64_t integer = 0;
  bool is_integer = false;
};

// Thread: any.
class Logger {
 public:
  virtual ~Logger() = default;
  virtual void write(Level level, std::string_view event, std::span<const Field> fields) = 0;

  void debug(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::debug, event, {fields.begin(), fields.size()});
  }
  void info(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::info, event, {fields.begin(), fields.size()});
  }
  void warn(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::warn, event, {fields.begin(), fields.size()});
  }
  void error(std::string_view event, std::initializer_list<Field> fields = {}) {
    write(Level::error, event, {fields.begin(), fields.size()});
  }
};

class NullLogger final : public Logger {
 public:
  void write(Level, std::string_view, std::span<const Field>) override {}
};

// Lines on stderr, buffered; flushed each second and at once from warn upwards.
std::unique_ptr<Logger> make_stderr_logger(Level level, Format format);

// The part of a line after its time: "level=info event=… name=value". Values with blanks, quotes or
// control characters are quoted and escaped, so that no value can forge a line.
std::string format_text(Level level, std::string_view event, std::span<const Field> fields);
std::string format_json(Level level, std::string_view event, std::span<const Field> fields);

}  // namespace fieldstone::log
