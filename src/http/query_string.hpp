// The query of a request target: decoded parameters, last one of a name wins (HTTP-9). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace fieldstone::http {

class QueryString {
 public:
  struct Parameter {
    std::string name;
    std::string value;
    std::string_view raw;  // "name=value" as it was sent; points into the target
  };

  static constexpr std::size_t kMaxParameters = 100;

  // Decodes percent-escapes and '+'. Requires: `query` outlives the object.
  // Errors: invalid_input for a broken escape, NUL, invalid UTF-8 or too many parameters.
  static Result<QueryString> parse(std::string_view query);

  // The value of the last parameter of that name. Valid as long as the object.
  std::optional<std::string_view> find(std::string_view name) const;
  // One per name, in order of first appearance.
  const std::vector<Parameter>& parameters() const { return parameters_; }

 private:
  std::vector<Parameter> parameters_;
};

// Decodes percent-escapes; nothing for a broken one, NUL or invalid UTF-8.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank);

}  // namespace fieldstone::http
