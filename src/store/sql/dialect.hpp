// The few texts in which the engines differ. Everything else in a repository is common SQL.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fieldstone::store {

enum class Engine : std::uint8_t { sqlite, postgres };

class Dialect {
 public:
  explicit constexpr Dialect(Engine engine) : engine_(engine) {}
  constexpr Engine engine() const { return engine_; }

  // `IN` over a list that is one parameter, so that the text does not depend on its length:
  // "IN (SELECT value FROM json_each($3))" or "= ANY($3::bigint[])".
  std::string in_integers(int parameter) const;
  std::string in_texts(int parameter) const;
  // The value of such a parameter.
  std::string integer_list(std::span<const std::int64_t> values) const;
  std::string text_list(std::span<const std::string> values) const;

 private:
  Engine engine_;
};

}  // namespace fieldstone::store
