// The parameters of a statement as libpq takes them: text, each ended by a NUL of its own.
#pragma once

#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <span>
#include <string>
#include <vector>

#include "store/sql/sql.hpp"

namespace fieldstone::store::postgres {

class Arguments {
 public:
  explicit Arguments(std::span<const sql::Value> values) {
    std::size_t size = 0;
    for (const sql::Value& value : values) size += value.text().size() + kLongestInteger + 1;
    text_.reserve(size);  // so that the pointers below stay valid
    texts_.reserve(values.size());
    types_.reserve(values.size());
    for (const sql::Value& value : values) add(value);
  }

  int count() const { return static_cast<int>(texts_.size()); }
  const char* const* texts() const { return texts_.data(); }
  const Oid* types() const { return types_.data(); }

 private:
  static constexpr std::size_t kLongestInteger = 20;
  // Numbers are 64 bits wide wherever they stand. Text takes the type of its place: an array's
  // literal is text as well.
  static constexpr Oid kInt8 = 20;
  static constexpr Oid kByPlace = 0;

  void add(const sql::Value& value) {
    types_.push_back(value.kind() == sql::Value::Kind::integer ? kInt8 : kByPlace);
    if (value.kind() == sql::Value::Kind::null) {
      texts_.push_back(nullptr);
      return;
    }
    texts_.push_back(text_.data() + text_.size());
    if (value.kind() == sql::Value::Kind::text) {
      text_ += value.text();
    } else {
      std::array<char, kLongestInteger> digits;
      const auto end =
          std::to_chars(digits.data(), digits.data() + digits.size(), value.integer()).ptr;
      text_.append(digits.data(), end);
    }
    text_ += '\0';
  }

  std::string text_;
  std::vector<const char*> texts_;
  std::vector<Oid> types_;
};

}  // namespace fieldstone::store::postgres
