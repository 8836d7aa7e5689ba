// Opens a database so that nothing on the disk changes by it. Private to store/sqlite.
#pragma once

#include <memory>
#include <string>

#include "base/log.hpp"
#include "base/result.hpp"
#include "store/sqlite/connection.hpp"

namespace fieldstone::store::sqlite {

// How to open it: a log that is there is read and left; where no file can be made (a read-only
// medium) and there is no log, the file alone is read.
// Errors: unavailable with a sentence: no such file, a log that can't be read where it lies or that
// belongs to another file.
Result<OpenOptions> options_to_read(const std::string& path);

Result<std::unique_ptr<Connection>> open_to_read(const std::string& path, log::Logger& logger);

}  // namespace fieldstone::store::sqlite
