#include "store/records/ddl.hpp"

#include "store/records/columns.hpp"

namespace fieldstone::store {
namespace {

using record::Column;
using record::Field;
using record::RecordType;

std::string_view integer_type(Engine engine) {
  return engine == Engine::sqlite ? "INTEGER" : "BIGINT";
}

// Texts are compared byte by byte in both engines.
std::string_view text_type(Engine engine) {
  return engine == Engine::sqlite ? "TEXT" : "TEXT COLLATE \"C\"";
}

class Printer {
 public:
  Printer(const RecordType& type, Engine engine) : type_(type), engine_(engine) {}

  std::string print() {
    table();
    parent_index();
    for_each_column(type_.fields, [this](const Field& field) { index(field); });
    for_each_index(type_.fields, [this](const Field& field) { list_table(field); });
    return std::move(out_);
  }

 private:
  void column(std::string_view name, std::string_view type, std::string_view rest) {
    out_ += "  " + std::string(name) + " " + std::string(type) + std::string(rest) + ",\n";
  }

  void store_column() {
    column("store_id", integer_type(engine_), " NOT NULL REFERENCES store (store_id)");
  }

  void table() {
    out_ += "CREATE TABLE " + std::string(type_.name) + " (\n";
    store_column();
    column("id", integer_type(engine_), " NOT NULL");
    if (type_.parent != nullptr) {
      column(quoted(type_.parent_column), integer_type(engine_), " NOT NULL");
    }
    if (type_.ids == record::Identity::uuid) column("uuid", text_type(engine_), " NOT NULL");
    for_each_column(type_.fields, [this](const Field& field) {
      column(quoted(field.column_or_name()),
             is_text(field.column) ? text_type(engine_) : integer_type(engine_), "");
    });
    column("doc", "TEXT", " NOT NULL");
    out_ += "  PRIMARY KEY (store_id, id)\n);\n";
    if (type_.ids == record::Identity::uuid) {
      out_ += "CREATE UNIQUE INDEX " + std::string(type_.name) + "_by_uuid\n  ON " +
              std::string(type_.name) + " (store_id, uuid);\n";
    }
  }

  void parent_index() {
    if (type_.parent == nullptr) return;
    out_ += "CREATE INDEX " + std::string(type_.name) + "_by_parent\n  ON " +
            std::string(type_.name) + " (store_id, " + quoted(type_.parent_column) + ", id);\n";
  }

  void index(const Field& field) {
    const bool unique = field.unique != record::Unique::no;
    const bool wanted = unique || (!field.scanned && is_listed_store_wide(type_));
    if (!wanted) return;
    const std::string name(field.column_or_name());
    out_ += unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    out_ += std::string(type_.name) + "_by_" + name + "\n  ON " + std::string(type_.name) +
            " (store_id, ";
    if (field.unique == record::Unique::in_parent) out_ += quoted(type_.parent_column) + ", ";
    out_ += quoted(name) + (unique ? ");\n" : ", id);\n");
  }

  void list_table(const Field& field) {
    const std::string name = index_table(type_, field);
    out_ += "CREATE TABLE " + name + " (\n";
    store_column();
    column("value", lists_text(field) ? text_type(engine_) : integer_type(engine_), " NOT NULL");
    column("id", integer_type(engine_), " NOT NULL");
    out_ += "  PRIMARY KEY (store_id, value, id)\n)";
    out_ += engine_ == Engine::sqlite ? " WITHOUT ROWID;\n" : ";\n";
    out_ += "CREATE INDEX " + name + "_by_id\n  ON " + name + " (store_id, id);\n";
  }

  const RecordType& type_;
  Engine engine_;
  std::string out_;
};

}  // namespace

std::string ddl_of(const RecordType& type, Engine engine) { return Printer(type, engine).print(); }

}  // namespace fieldstone::store
