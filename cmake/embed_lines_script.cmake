file(READ ${FILE} text)
string(REGEX REPLACE "^src/" "" header ${HEADER})
# A raw string a line: a compiler need not take one of any length.
string(REPLACE "\n" ")line\",\n    R\"line(" rows "${text}")
file(WRITE ${OUTPUT} "// Generated from ${SOURCE}.
#include \"${header}\"

namespace fieldstone::cli {
namespace {
constexpr std::string_view kLines[] = {
    R\"line(${rows})line\",
};
}  // namespace
std::span<const std::string_view> ${NAME}() { return kLines; }
}  // namespace fieldstone::cli
")
