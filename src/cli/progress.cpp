#include "cli/progress.hpp"

#include <unistd.h>

#include <cstdio>

namespace fieldstone::cli {

Progress::Progress(std::string what)
    : what_(std::move(what)),
      terminal_(isatty(STDERR_FILENO) != 0),
      next_(std::chrono::steady_clock::now()) {}

Progress::~Progress() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

void Progress::show(std::int64_t rows, std::string_view of) {
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(250);
  shown_ = true;
  std::fprintf(stderr, "\r\033[K%s %lld %.*s", what_.c_str(), static_cast<long long>(rows),
               static_cast<int>(of.size()), of.data());
}

}  // namespace fieldstone::cli
