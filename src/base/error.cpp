#include "base/error.hpp"

#include "base/check.hpp"

namespace fieldstone {
namespace {

struct CodeRow {
  std::string_view name;
  int status;
  std::string_view title;
};

constexpr CodeRow kCodes[] = {
#define FS_ERROR_CODE(name, status, title) {#name, status, title},
#include "base/error_codes.def"
#undef FS_ERROR_CODE
};

const CodeRow& row(Code code) {
  const auto index = static_cast<std::size_t>(code);
  FS_CHECK(index < std::size(kCodes));
  return kCodes[index];
}

}  // namespace

int default_status(Code code) { return row(code).status; }
std::string_view default_title(Code code) { return row(code).title; }
std::string_view code_name(Code code) { return row(code).name; }

}  // namespace fieldstone
