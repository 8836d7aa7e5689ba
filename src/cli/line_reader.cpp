#include "cli/line_reader.hpp"

#include <cerrno>

namespace fieldstone::cli {

LineReader::Line LineReader::next(std::string& line) {
  line.clear();
  bool any = false;
  bool fits = true;
  for (int c = getc_unlocked(file_); c != EOF; c = getc_unlocked(file_)) {
    any = true;
    if (c == '\n') break;
    if (line.size() < max_bytes_) {
      line += static_cast<char>(c);
    } else {
      fits = false;
    }
  }
  if (std::ferror(file_) != 0) {
    error_ = errno;
    return Line::end;
  }
  if (!any) return Line::end;
  ++number_;
  return fits ? Line::read : Line::too_long;
}

}  // namespace fieldstone::cli
