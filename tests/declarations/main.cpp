// What the declarations say, for people, migrations and suites in other languages.
//
// Usage: declarations schema sqlite|postgres [TYPE…]   CREATE statements, for a migration
//        declarations json                             every type, its fields and operations
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iostream>
#include <string>
#include <vector>

#include "json/write.hpp"
#include "store/records/ddl.hpp"
#include "types/record_types.hpp"

namespace fieldstone {
namespace {

namespace json = boost::json;
using record::Field;
using record::RecordType;

constexpr const char* kKinds[] = {"id",       "parent", "text",   "integer", "number",
                                  "money",    "flag",   "choice", "date",    "created",
                                  "modified", "object", "list",   "document"};
constexpr const char* kWritable[] = {"yes", "required", "read_only", "hidden"};
constexpr const char* kIds[] = {"sequence", "uuid", "natural"};
constexpr const char* kPagings[] = {"offset", "with_cursor", "none"};
constexpr const char* kActions[] = {"list",        "count",       "get",        "create",
                                    "update",      "upsert",      "remove",     "create_many",
                                    "update_many", "upsert_many", "remove_many"};

json::object described(const Field& field) {
  json::object out;
  out["name"] = field.name;
  out["kind"] = kKinds[static_cast<int>(field.kind)];
  out["min"] = field.min;
  out["max"] = field.max;
  out["writable"] = kWritable[static_cast<int>(field.writable)];
  out["nullable"] = field.nullable;
  out["omitted"] = field.omitted;
  out["asks"] = field.asks;
  out["parameter"] = field.parameter();
  out["unique"] = field.unique != record::Unique::no;
  out["column"] = field.column_or_name();
  out["refers"] = field.refers == nullptr ? "" : field.refers->name;
  json::array choices;
  for (const auto choice : field.choices) choices.emplace_back(choice);
  out["choices"] = std::move(choices);
  json::array members;
  for (const Field& member : field.members) members.push_back(described(member));
  out["members"] = std::move(members);
  if (field.item != nullptr) out["item"] = described(*field.item);
  return out;
}

json::object described(const RecordType& type) {
  json::object out;
  out["name"] = type.name;
  out["face"] = type.face == record::Face::v2 ? "v2" : "v3";
  out["parent_column"] = type.parent_column;
  out["parent"] = type.parent == nullptr ? "" : type.parent->name;
  out["ids"] = kIds[static_cast<int>(type.ids)];
  out["key"] = type.key;
  out["one_per_parent"] = type.one_per_parent;
  out["paging"] = kPagings[static_cast<int>(type.paging)];
  out["items"] = type.limits.items;
  json::array fields;
  for (const Field& field : type.fields) fields.push_back(described(field));
  out["fields"] = std::move(fields);
  json::array operations;
  for (const record::Operation& operation : type.operations) {
    operations.push_back(json::object{{"action", kActions[static_cast<int>(operation.action)]},
                                      {"path", operation.path},
                                      {"status", operation.status},
                                      {"needs_filter", operation.needs_filter}});
  }
  out["operations"] = std::move(operations);
  json::array children;
  for (const record::Child& child : type.children)
    children.push_back(json::object{{"type", child.type->name}, {"member", child.member}});
  out["children"] = std::move(children);
  return out;
}

int print_json() {
  json::array types;
  for (const RecordType* type : types::record_types()) types.push_back(described(*type));
  std::cout << fieldstone::json::to_text(json::value(std::move(types))) << "\n";
  return 0;
}

int print_schema(const std::vector<std::string>& arguments) {
  const auto engine =
      arguments.at(1) == "postgres" ? store::Engine::postgres : store::Engine::sqlite;
  for (const RecordType* type : types::record_types()) {
    bool wanted = arguments.size() == 2;
    for (std::size_t i = 2; i < arguments.size(); ++i) wanted |= arguments[i] == type->name;
    if (wanted) std::cout << store::ddl_of(*type, engine);
  }
  return 0;
}

}  // namespace
}  // namespace fieldstone

int main(int count, char** words) {
  const std::vector<std::string> arguments(words + 1, words + count);
  if (!arguments.empty() && arguments[0] == "json") return fieldstone::print_json();
  if (arguments.size() >= 2 && arguments[0] == "schema") return fieldstone::print_schema(arguments);
  std::cerr << "usage: declarations json | declarations schema sqlite|postgres [TYPE…]\n";
  return 2;
}
