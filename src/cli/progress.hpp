// A line on the terminal that says how far long work is. Nothing where stderr is no terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace fieldstone::cli {

class Progress {
 public:
  // `what`: "exported", "imported"…
  explicit Progress(std::string what);
  ~Progress();  // clears the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void show(std::int64_t rows, std::string_view of = "metafields");

 private:
  std::string what_;
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace fieldstone::cli
