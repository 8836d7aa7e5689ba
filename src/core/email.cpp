#include "core/email.hpp"

#include <algorithm>

namespace fieldstone {

bool looks_like_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos)
    return false;
  const bool printable = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == ',' || c == '<' || c == '>';
  });
  const std::string_view domain = text.substr(at + 1);
  const auto dot = domain.rfind('.');
  return printable && dot != std::string_view::npos && dot > 0 && dot + 1 < domain.size() &&
         domain.front() != '.' && domain.find("..") == std::string_view::npos;
}

}  // namespace fieldstone
