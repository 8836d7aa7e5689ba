// What a person is told whose command line was not understood.
#pragma once

#include <CLI/CLI.hpp>

namespace fieldstone::cli {

// Says on stderr what was not understood and what is near it; returns kUsage. What may be a value
// is not repeated (HTTP-147). Requires: `app` has just failed to parse with `error`.
int complain_of_usage(const CLI::App& app, const CLI::ParseError& error);

// The same for words that name no command below `app`, as in `fieldstone help serv`.
int complain_of_command(const CLI::App& app, const std::string& word);

// Adds `help` and `version` as commands. Requires: `app` outlives the parsing.
void add_help(CLI::App& app, std::function<int()>& chosen);

}  // namespace fieldstone::cli
