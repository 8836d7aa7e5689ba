// The little of SQL that repositories need, without naming an engine. Drivers: store/sqlite,
// store/postgres.
//
// A statement's text is its identity: the connection prepares it once and keeps it. So texts come
// from constants or from a small closed set of combinations, never from request data.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace fieldstone::store::sql {

// A parameter: NULL, integer or text. Text is not copied; it must outlive the call.
class Value {
 public:
  enum class Kind : std::uint8_t { null, integer, text };

  Value() = default;
  Value(std::nullptr_t) {}                                              // NOLINT: literal rows
  Value(std::int64_t value) : kind_(Kind::integer), integer_(value) {}  // NOLINT
  Value(int value) : Value(static_cast<std::int64_t>(value)) {}         // NOLINT
  Value(std::string_view value) : kind_(Kind::text), text_(value) {}    // NOLINT
  Value(const std::string& value) : Value(std::string_view(value)) {}   // NOLINT
  Value(const char* value) : Value(std::string_view(value)) {}          // NOLINT
  Value(bool) = delete;  // which integer is meant belongs at the call

  Kind kind() const { return kind_; }
  std::int64_t integer() const { return integer_; }
  std::string_view text() const { return text_; }

 private:
  Kind kind_ = Kind::null;
  std::int64_t integer_ = 0;
  std::string_view text_;
};

// A running prepared statement. Drivers implement it; repositories see it through Rows.
class Cursor {
 public:
  virtual ~Cursor() = default;
  // Errors: unavailable (busy, connection lost, disk full), internal (anything else).
  virtual Result<bool> next() = 0;
  virtual std::int64_t integer(int column) const = 0;   // 0 for NULL
  virtual std::string_view text(int column) const = 0;  // "" for NULL; valid until next()
  virtual bool is_null(int column) const = 0;
  // Ends the statement and gives it back to the connection's cache.
  virtual void close() noexcept = 0;
};

// The rows of one query, read forward. Closes its cursor when it goes out of scope.
class Rows {
 public:
  explicit Rows(Cursor& cursor) : cursor_(&cursor) {}
  Rows(Rows&& other) noexcept : cursor_(std::exchange(other.cursor_, nullptr)) {}
  Rows& operator=(Rows&&) = delete;
  ~Rows() {
    if (cursor_ != nullptr) cursor_->close();
  }

  Result<bool> next() { return cursor_->next(); }
  // Columns count from 0.
  std::int64_t integer(int column) const { return cursor_->integer(column); }
  std::string_view text(int column) const { return cursor_->text(column); }
  bool is_null(int column) const { return cursor_->is_null(column); }

 private:
  Cursor* cursor_;
};

// One connection to one database. Parameters are written $1, $2 … in every engine.
// Thread: one at a time.
class Connection {
 public:
  virtual ~Connection() = default;
  // Whether each statement is a round trip. Where it is none, two short statements may be cheaper
  // than one that says all.
  virtual bool is_remote() const = 0;
  // How many bytes of text were read since the snapshot or the transaction began; 0 where nobody
  // counts.
  virtual std::uint64_t bytes_read() const { return 0; }
  // Requires: no other Rows of the very same text is alive on this connection.
  virtual Result<Rows> query(std::string_view text, std::span<const Value> parameters) = 0;
  // The same for a walk over more rows than fit in memory: an engine that would fetch all of them
  // first fetches them piece by piece.
  virtual Result<Rows> stream(std::string_view text, std::span<const Value> parameters) {
    return query(text, parameters);
  }
  // Runs to the end; returns how many rows were changed.
  virtual Result<std::int64_t> execute(std::string_view text,
                                       std::span<const Value> parameters) = 0;

  Result<Rows> query(std::string_view text, std::initializer_list<Value> parameters = {}) {
    return query(text, std::span<const Value>(parameters.begin(), parameters.size()));
  }
  Result<Rows> stream(std::string_view text, std::initializer_list<Value> parameters = {}) {
    return stream(text, std::span<const Value>(parameters.begin(), parameters.size()));
  }
  Result<std::int64_t> execute(std::string_view text,
                               std::initializer_list<Value> parameters = {}) {
    return execute(text, std::span<const Value>(parameters.begin(), parameters.size()));
  }
};

}  // namespace fieldstone::store::sql
