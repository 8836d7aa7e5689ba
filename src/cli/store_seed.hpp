// The command `store seed`.
#pragma once

#include "cli/cli.hpp"

namespace fieldstone::cli {

void add_store_seed(CLI::App& group, Chosen& chosen);  // into the group of stores

}  // namespace fieldstone::cli
