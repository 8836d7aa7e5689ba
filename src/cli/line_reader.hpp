// Lines of a stream in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

namespace fieldstone::cli {

class LineReader {
 public:
  enum class Line : unsigned char {
    read,
    too_long,  // skipped to its end
    end,
  };

  // Requires: the file outlives the reader.
  LineReader(std::FILE* file, std::size_t max_bytes) : file_(file), max_bytes_(max_bytes) {}

  // The next line without its line feed, valid until the call after.
  Line next(std::string& line);
  // Why the file could not be read to its end (CL-6), as errno; 0 when it was. A line that breaks
  // off there is not given out.
  int error() const { return error_; }
  // Of the line read last; the first is 1.
  std::int64_t number() const { return number_; }

 private:
  std::FILE* file_;
  std::size_t max_bytes_;
  std::int64_t number_ = 0;
  int error_ = 0;
};

}  // namespace fieldstone::cli
