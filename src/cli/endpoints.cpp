// fieldstone endpoints
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "api/endpoints.hpp"
#include "auth/scope.hpp"
#include "cli/cli.hpp"

namespace fieldstone::cli {
namespace {

// Stable: tools/compatibility.py reads these lines.
std::string line_of(const api::Endpoint& row) {
  const std::string_view scope = auth::scope_name(row.scope, row.access);
  std::string line(row.path);
  line.append("\t").append(http::verb_name(row.verb)).append("\t");
  return line.append(scope.empty() ? std::string_view("-") : scope);
}

int print_endpoints() {
  std::vector<std::string> lines;
  for (const api::Endpoint& row : api::all_endpoints()) lines.push_back(line_of(row));
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) std::cout << line << '\n';
  return kOk;  // cli.cpp flushes and says why it could not
}

}  // namespace

void add_endpoints(CLI::App& app, Chosen& chosen) {
  CLI::App* command = app.add_subcommand(
      "endpoints", "List what is served below /stores/{store_hash}: path, method, least scope");
  command->callback([&chosen] { chosen = [] { return print_endpoints(); }; });
}

}  // namespace fieldstone::cli
