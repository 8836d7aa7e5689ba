// The demo shop, a seed that the binary carries: src/cli/seed/demo_shop.jsonl.
#pragma once

#include <span>
#include <string_view>

namespace fieldstone::cli {

// Its lines; some are blank.
std::span<const std::string_view> demo_shop();

}  // namespace fieldstone::cli
