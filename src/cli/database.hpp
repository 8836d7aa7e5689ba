// Opens the database that a command was pointed at.
#pragma once

#include <memory>
#include <string>

#include "base/log.hpp"
#include "base/result.hpp"
#include "store/unit/store.hpp"
#include "store/whole/opening.hpp"

namespace fieldstone::cli {

inline constexpr const char* kDefaultDatabase = "sqlite:fieldstone.db";

// Opens a database for what a command does with it: commands that read change nothing, and only
// serve and migrate upgrade. With the URL of a replica of the same database, reads go there where
// nobody can tell the difference. Requires: logger outlives the store. Errors: a sentence for the
// operator.
Result<std::unique_ptr<store::Store>> open_database(const std::string& url, store::Opening opening,
                                                    log::Logger& logger,
                                                    const std::string& replica_url = {});

// The store of a hash. Errors: not_found with a sentence that says how to create it.
Result<StoreId> find_store(store::Tx& tx, const std::string& hash);

}  // namespace fieldstone::cli
