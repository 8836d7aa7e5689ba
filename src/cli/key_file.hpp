// The file with the key under which clients' secrets lie in the database (auth/seal). It is not in
// the database: who has only a copy of that can't sign.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "auth/seal.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

namespace fieldstone::cli {

void add_key_file_option(CLI::App& app, std::string& path);

// The path that was given, else the one that goes with the database: beside an SQLite file, in the
// working directory for PostgreSQL.
Result<std::string> key_file_path(const std::string& given, const std::string& database);

// Nothing when there is no such file. Errors: a sentence for the operator when others may read it
// or it holds no key.
Result<std::optional<auth::SealKey>> read_key_file(const std::string& path);
// The same; makes the file, mode 0600, where there is none. Two at once agree on one key.
Result<auth::SealKey> read_or_make_key_file(const std::string& path, Random& random);

}  // namespace fieldstone::cli
