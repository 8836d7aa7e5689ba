// What must hold for every table, whatever it is for: taken from the catalogue, so that a table
// that comes later is checked, too. Private to store/.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "store/sql/dialect.hpp"
#include "store/sql/sql.hpp"
#include "store/whole/invariants.hpp"

namespace fieldstone::store {

// Rows of stores that are gone; foreign keys that point nowhere; lists of records that are gone;
// ids above their sequence and counters that are off, which have the table's name; in SQLite, texts
// that are not UTF-8, documents that are no JSON, values of another type than their column.
// Cost: scans.
Result<std::vector<Violation>> check_tables(sql::Connection& connection, const Dialect& dialect);

// Runs a query of one text column that names each row which breaks an invariant, and adds what it
// finds.
Status add_violations(sql::Connection& connection, std::string_view invariant,
                      std::string_view query, std::vector<Violation>& found);

}  // namespace fieldstone::store
