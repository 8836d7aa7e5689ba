// Every declaration holds together, and the migrations are what the declarations say.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <set>
#include <string>

#include "app/records/draft.hpp"
#include "store/records/columns.hpp"
#include "store/records/ddl.hpp"
#include "store/whole/migrate.hpp"
#include "types/record_types.hpp"

namespace fieldstone {
namespace {

using record::Field;
using record::Kind;
using record::RecordType;

std::string text_of(std::span<const store::Migration> migrations) {
  std::string all;
  for (const store::Migration& migration : migrations) all += migration.text;
  return all;
}

void expect_in(const std::string& migrations, const std::string& ddl) {
  for (std::size_t at = 0; at < ddl.size();) {
    const std::size_t end = ddl.find(";\n", at) + 2;
    const std::string statement = ddl.substr(at, end - at);
    EXPECT_NE(migrations.find(statement), std::string::npos)
        << "no migration has this statement; see docs/adding-a-resource.md\n"
        << statement;
    at = end;
  }
}

TEST(Declarations, MigrationsOfBothEnginesAreWhatTheySay) {
  const std::string sqlite = text_of(store::sqlite_migrations());
  const std::string postgres = text_of(store::postgres_migrations());
  for (const RecordType* type : types::record_types()) {
    SCOPED_TRACE(type->name);
    expect_in(sqlite, store::ddl_of(*type, store::Engine::sqlite));
    expect_in(postgres, store::ddl_of(*type, store::Engine::postgres));
  }
}

TEST(Declarations, NamesAreUnique) {
  std::set<std::string_view> names;
  for (const RecordType* type : types::record_types())
    EXPECT_TRUE(names.insert(type->name).second) << type->name << " is declared twice";
}

// HTTP-18: what a client may send has an end, be it a text, a list or a document.
void expect_limits(std::span<const Field> fields, const std::string& path) {
  for (const Field& field : fields) {
    if (!field.is_settable()) continue;
    const std::string name = path + "." + std::string(field.name);
    const bool grows =
        field.kind == Kind::text || field.kind == Kind::list || field.kind == Kind::document;
    if (grows) {
      EXPECT_GT(field.max, 0) << name << " has no limit";
      EXPECT_LE(field.max, 1'000'000) << name << " has a limit that is none";
    }
    expect_limits(field.members, name);
    if (field.item != nullptr) expect_limits({field.item, 1}, name);
  }
}

TEST(Declarations, EveryTextAndListHasALimit) {  // HTTP-18
  for (const RecordType* type : types::record_types())
    expect_limits(type->fields, std::string(type->name));
}

void expect_sound(std::span<const Field> fields, const std::string& path) {
  std::set<std::string_view> names;
  for (const Field& field : fields) {
    const std::string name = path + "." + std::string(field.name);
    EXPECT_TRUE(names.insert(field.name).second) << name << " is declared twice";
    EXPECT_LE(field.min, field.max) << name;
    if (field.kind == Kind::choice) EXPECT_FALSE(field.choices.empty()) << name;
    if (field.kind == Kind::object) EXPECT_FALSE(field.members.empty()) << name;
    if (field.kind == Kind::list)
      EXPECT_NE(field.members.empty(), field.item == nullptr) << name << " lists one thing";
    if (field.asks != 0 && field.kind != Kind::id && field.kind != Kind::parent)
      EXPECT_NE(field.column, record::Column::none) << name << " is asked for without a column";
    if (field.refers != nullptr)
      EXPECT_NE(field.column, record::Column::none) << name << ": `check` sees no such reference";
    if (!field.fallback.empty()) {
      boost::json::error_code error;
      boost::json::parse({field.fallback.data(), field.fallback.size()}, error);
      EXPECT_FALSE(error) << name << ": the fallback is no JSON";
    }
    if (field.nullable)
      EXPECT_NE(field.writable, record::Writable::required) << name << " is required and null";
    expect_sound(field.members, name);
  }
}

TEST(Declarations, FieldsDoNotContradictThemselves) {
  for (const RecordType* type : types::record_types())
    expect_sound(type->fields, std::string(type->name));
}

std::size_t placeholders(std::string_view path) {
  return static_cast<std::size_t>(std::count(path.begin(), path.end(), '{'));
}

TEST(Declarations, PathsNameWhatTheirOperationsNeed) {
  for (const RecordType* type : types::record_types()) {
    if (type->parent != nullptr) EXPECT_FALSE(type->parent_column.empty()) << type->name;
    if (type->ids == record::Identity::natural) {
      const Field* key = type->find(type->key);
      ASSERT_NE(key, nullptr) << type->name << " has no field " << type->key;
      EXPECT_NE(key->unique, record::Unique::no) << type->name << ": its key is not unique";
    }
    for (const record::Operation& operation : type->operations) {
      EXPECT_TRUE(operation.path.starts_with(type->face == record::Face::v2 ? "/v2/" : "/v3/"))
          << operation.path;
      const bool one = operation.action == record::Action::get ||
                       operation.action == record::Action::update ||
                       operation.action == record::Action::remove;
      if (one) EXPECT_GE(placeholders(operation.path), 1U) << operation.path;
    }
  }
}

TEST(Declarations, ChildrenKnowTheirParent) {
  for (const RecordType* type : types::record_types()) {
    for (const record::Child& child : type->children)
      EXPECT_EQ(child.type->parent, type) << child.type->name;
  }
}

}  // namespace
}  // namespace fieldstone
