#include "store/whole/schema_facts.hpp"

#include <map>
#include <set>
#include <tuple>

namespace fieldstone::store {
namespace {

using Key = std::tuple<std::string, std::string, std::string>;

Key key_of(const SchemaFact& fact) { return {fact.table, fact.kind, fact.name}; }

std::string name_of(const SchemaFact& fact) {
  std::string name = fact.kind + " " + fact.name;
  if (fact.name != fact.table) name += " of " + fact.table;
  return name;
}

}  // namespace

Result<SchemaFacts> read_facts(sql::Rows rows) {
  SchemaFacts facts;
  while (true) {
    FS_TRY(const bool more, rows.next());
    if (!more) return facts;
    facts.push_back({std::string(rows.text(0)), std::string(rows.text(1)),
                     std::string(rows.text(2)), std::string(rows.text(3))});
  }
}

std::vector<std::string> differences(const SchemaFacts& expected, const SchemaFacts& found) {
  std::map<Key, const SchemaFact*> there;
  for (const SchemaFact& fact : found) there[key_of(fact)] = &fact;
  std::set<std::string> tables;
  std::set<Key> known;
  std::vector<std::string> sentences;
  for (const SchemaFact& fact : expected) {
    tables.insert(fact.table);
    known.insert(key_of(fact));
    const auto other = there.find(key_of(fact));
    if (other == there.end()) {
      sentences.push_back("the schema lacks the " + name_of(fact));
    } else if (other->second->text != fact.text) {
      sentences.push_back("the " + name_of(fact) + " is not as this version makes it");
    }
  }
  for (const SchemaFact& fact : found) {
    if (tables.contains(fact.table) && !known.contains(key_of(fact)))
      sentences.push_back("the " + name_of(fact) + " is none that this version makes");
  }
  return sentences;
}

}  // namespace fieldstone::store
