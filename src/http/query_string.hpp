// The query of a request target: decoded parameters. Of a name that is given again the last value
// wins, but lists are joined (HTTP-9). Pure.
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
    std::string_view raw;   // "name=value" as it was sent; points into the target
    bool repeated = false;  // an earlier value was given and lost

    std::string_view raw_value() const;
  };

  static constexpr std::size_t kMaxParameters = 100;
  static constexpr std::size_t kMaxListParts = 1000;  // beyond the first of each list

  // Decodes percent-escapes and '+'. Requires: `query` outlives the object.
  // Errors: invalid_input for a broken escape, NUL, invalid UTF-8 or too many parameters.
  static Result<QueryString> parse(std::string_view query);

  // The value of the last parameter of that name. Valid as long as the object.
  std::optional<std::string_view> find(std::string_view name) const;
  // One per name in order of first appearance, but of lists (is_list) one for each time they were
  // given.
  const std::vector<Parameter>& parameters() const { return parameters_; }

 private:
  std::vector<Parameter> parameters_;
};

// Whether a parameter of that name is a list of values: id:in, id:not_in, include_fields and so on.
bool is_list(std::string_view name);

// The bytes that no URL has as they are, percent-encoded: what was sent half raw is text again.
std::string percent_encode_raw(std::string_view text);

// Decodes percent-escapes; nothing for a broken one, NUL or invalid UTF-8.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank);

}  // namespace fieldstone::http
