// A database's schema as facts that can be compared: with the one that this version makes.
#pragma once

#include <string>
#include <vector>

#include "store/sql/sql.hpp"

namespace fieldstone::store {

struct SchemaFact {
  std::string table;
  std::string kind;  // "table", "index", "trigger"…
  std::string name;
  std::string text;  // what it says
};
using SchemaFacts = std::vector<SchemaFact>;

// Reads rows of the four, in that order.
Result<SchemaFacts> read_facts(sql::Rows rows);

// A sentence for each fact that is missing, differs, or stands on one of our tables and is none of
// ours. What somebody else keeps in the same database is his own business.
std::vector<std::string> differences(const SchemaFacts& expected, const SchemaFacts& found);

}  // namespace fieldstone::store
