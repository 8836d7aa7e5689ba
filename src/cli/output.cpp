#include "cli/output.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>

namespace fieldstone::cli {

Status flush_output() {
  errno = 0;
  if (std::cout.flush()) return {};
  const std::string reason = errno == 0 ? "not all was written" : std::strerror(errno);
  return fail(Code::unavailable, {}, "can't write to stdout: " + reason);
}

Status print_secret(const std::string& line) {
  std::signal(SIGPIPE, SIG_IGN);
  std::cout << line << '\n';
  return flush_output();
}

std::string_view outcome_of(const Status& undone) {
  return undone ? "; nothing was changed" : "; the change could not be undone: the secret is lost";
}

}  // namespace fieldstone::cli
