// A sql::Connection that passes everything on, remembers every text, and fails where it is told to.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "store/sql/sql.hpp"

namespace fieldstone::test {

class FaultySql final : public store::sql::Connection {
 public:
  explicit FaultySql(store::sql::Connection& inner) : inner_(inner) {}

  using store::sql::Connection::execute;
  using store::sql::Connection::query;

  bool is_remote() const override { return inner_.is_remote(); }
  Result<store::sql::Rows> query(std::string_view text,
                                 std::span<const store::sql::Value> parameters) override {
    if (fails(text)) return fail(Code::unavailable, {});
    return inner_.query(text, parameters);
  }
  Result<std::int64_t> execute(std::string_view text,
                               std::span<const store::sql::Value> parameters) override {
    if (fails(text)) return fail(Code::unavailable, {});
    return inner_.execute(text, parameters);
  }

  // The statement after `count` others fails; none after that.
  void fail_after(std::size_t count) { fail_at_ = texts_.size() + count; }
  const std::vector<std::string>& texts() const { return texts_; }
  void forget() { texts_.clear(); }

 private:
  bool fails(std::string_view text) {
    texts_.emplace_back(text);
    return texts_.size() - 1 == fail_at_;
  }

  store::sql::Connection& inner_;
  std::vector<std::string> texts_;
  std::size_t fail_at_ = static_cast<std::size_t>(-1);
};

}  // namespace fieldstone::test
