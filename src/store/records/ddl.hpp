// The tables of a record type as SQL, for its migration. A test holds migrations to it.
#pragma once

#include <string>

#include "core/record/record_type.hpp"
#include "store/sql/dialect.hpp"

namespace fieldstone::store {

// CREATE TABLE and CREATE INDEX statements. Every key begins with store_id.
std::string ddl_of(const record::RecordType& type, Engine engine);

}  // namespace fieldstone::store
