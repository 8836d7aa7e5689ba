set(rows "")
foreach(file ${FILES})
  file(READ ${file} text)
  get_filename_component(name ${file} NAME_WE)
  string(APPEND rows "    {\"${name}\", R\"sql(${text})sql\"},\n")
endforeach()
file(WRITE ${OUTPUT} "// Generated from src/store/schema/${ENGINE}.
#include \"store/whole/migrate.hpp\"

namespace fieldstone::store {
namespace {
constexpr Migration kMigrations[] = {
${rows}};
}  // namespace
std::span<const Migration> ${ENGINE}_migrations() { return kMigrations; }
}  // namespace fieldstone::store
")
