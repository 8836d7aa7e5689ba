// The lines of a seed: {"product": {…}, "as": "mug", "by": "@app"}.
#pragma once

#include <boost/json/object.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "cli/seed/seed_kinds.hpp"

namespace fieldstone::cli {

struct SeedLine {
  std::string place;  // "shop.jsonl:12"
  const SeedKind* kind = nullptr;
  boost::json::object record;
  std::string as;  // the name that later lines call it by; empty: none
  std::string by;  // the account whose it is; empty: nobody's
};

// All lines of the files, in their order; "-" is stdin, a folder stands for its *.jsonl in the
// order of their names. Blank lines and lines that begin with '#' are passed over.
// Errors: a sentence that names file, line and member.
Result<std::vector<SeedLine>> read_seed(const std::vector<std::string>& paths);
// The same of texts that are here already.
Result<std::vector<SeedLine>> parse_seed(std::string_view name,
                                         std::span<const std::string_view> lines);

}  // namespace fieldstone::cli
