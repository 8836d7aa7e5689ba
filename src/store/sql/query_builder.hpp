// Composes the text and parameters of a query from a closed set of clauses. The text depends on
// which clauses are used, never on their values, so that prepared statements are reused.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

class QueryBuilder {
 public:
  QueryBuilder() { text_.reserve(512); }
  QueryBuilder& sql(std::string_view fragment) {
    text_ += fragment;
    return *this;
  }
  // Appends "$n". Text must outlive the query.
  QueryBuilder& param(sql::Value value) {
    const int number = next_parameter(value);
    text_ += '$';
    if (number > 9) text_ += static_cast<char>('0' + number / 10);
    text_ += static_cast<char>('0' + number % 10);
    return *this;
  }
  // Appends a condition on a column: one of these values. They are one parameter, so that the text
  // does not depend on how many they are.
  QueryBuilder& in(const Dialect& dialect, std::span<const std::int64_t> values) {
    return sql(dialect.in_integers(next_parameter(keep(dialect.integer_list(values)))));
  }
  QueryBuilder& in(const Dialect& dialect, std::span<const std::string> values) {
    return sql(dialect.in_texts(next_parameter(keep(dialect.text_list(values)))));
  }
  // Registers a parameter without appending; for fragments that a Dialect renders.
  int next_parameter(sql::Value value) {
    FS_CHECK(count_ < parameters_.size());
    parameters_[count_] = value;
    return static_cast<int>(++count_);
  }
  // Keeps text that a parameter refers to.
  std::string_view keep(std::string text) {
    return *kept_.emplace_back(std::make_unique<std::string>(std::move(text)));
  }

  Result<sql::Rows> run(sql::Connection& connection) const {
    return connection.query(text_, parameters());
  }
  // Returns how many rows were changed.
  Result<std::int64_t> execute(sql::Connection& connection) const {
    return connection.execute(text_, parameters());
  }

 private:
  std::span<const sql::Value> parameters() const { return {parameters_.data(), count_}; }

  std::string text_;
  std::array<sql::Value, 48> parameters_;  // below 100: numbers have one digit or two
  std::size_t count_ = 0;
  std::vector<std::unique_ptr<std::string>> kept_;
};

}  // namespace fieldstone::store
