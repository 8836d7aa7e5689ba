// The tree of commands as CLI11 describes it: what help, complaints and completion read.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace fieldstone::cli {

// In the order of their declaration.
std::vector<const CLI::App*> commands_of(const CLI::App& app);
std::vector<std::string> command_names(const CLI::App& app);
// "--name" of every option that has one.
std::vector<std::string> option_flags(const CLI::App& app);
// The command that the words name below `app`; null when there is none.
const CLI::App* find_command(const CLI::App& app, const std::vector<std::string>& words);
// "fieldstone store create".
std::string path_of(const CLI::App& app);

std::string joined(const std::vector<std::string>& words);  // "a, b, c"

}  // namespace fieldstone::cli
