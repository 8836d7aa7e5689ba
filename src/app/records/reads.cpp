#include "app/records/reads.hpp"

#include <boost/json/parse.hpp>
#include <charconv>
#include <map>

#include "app/records/draft.hpp"
#include "app/records/values.hpp"
#include "base/utf8.hpp"
#include "json/write.hpp"
#include "store/records/columns.hpp"

namespace fieldstone::app::records {
namespace {

using record::RecordType;
using store::RecordRow;

// Of all children of one page: more than any limit of a type lets there be.
constexpr std::int64_t kMostChildren = 100'000;

std::optional<std::int64_t> integer_of(std::string_view text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return id;
}

// The row that a path or a batch names by text.
Result<std::optional<RecordRow>> row_of_text(store::Tx& tx, StoreId store_id,
                                             const RecordType& type, std::string_view id) {
  store::RecordRepo rows(tx, store_id, type);
  if (type.ids == record::Identity::uuid) return rows.find_by("uuid", id);
  if (type.ids == record::Identity::natural) {
    const record::Field* field = type.find(type.key);
    if (!store::is_text(field->column)) {
      const auto number = integer_of(id);
      if (!number) return std::optional<RecordRow>();
      return rows.find_by(field->column_or_name(), *number);
    }
    const bool folds = field->column == record::Column::folded;
    const std::string value = folds ? fold_case(id) : std::string(id);
    return rows.find_by(field->column_or_name(), value);
  }
  const auto number = integer_of(id);
  if (!number) return std::optional<RecordRow>();
  return rows.find(*number);
}

// Appends the included children of one kind to the answers of their parents.
Status include(store::Tx& tx, const Context& context, const record::Child& child,
               std::vector<Answer>& answers) {
  store::RecordQuery query;
  query.parents.emplace();
  for (const Answer& answer : answers) query.parents->push_back(answer.id());
  store::RecordRepo rows(tx, context.caller.store_id, *child.type);
  FS_TRY(auto found, rows.all(query, kMostChildren));
  Extras extras;
  for (const record::Child& below : child.type->children) {
    if (below.always) extras.included.push_back(&below);
  }
  FS_TRY(const auto children, answers_of(tx, context, *child.type, std::move(found), extras));
  std::map<std::int64_t, std::string> texts;
  for (const Answer& answer : children) {
    std::string& text = texts[answer.parent_id()];
    if (!text.empty()) text += ',';
    text += answer.text();
  }
  for (Answer& answer : answers) {
    const std::string& text = texts[answer.id()];
    if (child.single) {
      answer.add(child.member, text.empty() ? "null" : text);
    } else {
      answer.add(child.member, "[" + text + "]");
    }
  }
  return {};
}

}  // namespace

Object Answer::members() const { return boost::json::parse(row_.doc).as_object(); }

void Answer::replace(const Object& members) { row_.doc = json::to_text(members); }

void hide(std::span<Answer> answers, std::string_view name) {
  for (Answer& answer : answers) {
    Object members = answer.members();
    members.erase(name);
    answer.replace(members);
  }
}

void Answer::add(std::string_view name, std::string_view value) {
  for (auto& [known, text] : extra_) {
    if (known != name) continue;
    text = value;
    return;
  }
  extra_.emplace_back(name, value);
}

std::string Answer::text() const {
  if (extra_.empty()) return row_.doc;
  std::string whole = row_.doc.substr(0, row_.doc.size() - 1);
  for (const auto& [name, value] : extra_) {
    if (whole.size() > 1) whole += ',';
    whole.append("\"").append(name).append("\":").append(value);
  }
  whole += '}';
  return whole;
}

Record parsed(const RecordRow& row) {
  return {row.id, row.parent_id, boost::json::parse(row.doc).as_object()};
}

Result<std::optional<Record>> find_record(store::Tx& tx, StoreId store_id, const RecordType& type,
                                          std::int64_t id) {
  FS_TRY(const auto row, store::RecordRepo(tx, store_id, type).find(id));
  if (!row) return std::optional<Record>();
  return std::optional(parsed(*row));
}

Result<std::optional<Record>> find_record_by(store::Tx& tx, StoreId store_id,
                                             const RecordType& type, std::string_view field,
                                             store::sql::Value value) {
  FS_TRY(const auto row, store::RecordRepo(tx, store_id, type).find_by(field, value));
  if (!row) return std::optional<Record>();
  return std::optional(parsed(*row));
}

Result<bool> record_exists(store::Tx& tx, StoreId store_id, const RecordType& type,
                           std::int64_t id) {
  return store::RecordRepo(tx, store_id, type).exists(id);
}

Result<std::vector<Record>> records_of(store::Tx& tx, StoreId store_id, const RecordType& type,
                                       std::int64_t parent_id) {
  store::RecordQuery query;
  query.parent_id = parent_id;
  FS_TRY(const auto rows, store::RecordRepo(tx, store_id, type).all(query, kMostChildren));
  std::vector<Record> records;
  records.reserve(rows.size());
  for (const RecordRow& row : rows) records.push_back(parsed(row));
  return records;
}

Result<std::int64_t> parent_in_path(store::Tx& tx, StoreId store_id, const RecordType& type,
                                    std::span<const std::string_view> parents) {
  if (parents.empty()) return 0;
  if (type.parent != nullptr) {
    FS_TRY(const auto row,
           row_in_path(tx, store_id,
                       {*type.parent, parents.first(parents.size() - 1), parents.back()}));
    return row.id;
  }
  const auto id = integer_of(parents.back());
  if (!id) return fail(Code::not_found, "HTTP-64");
  if (type.rules != nullptr && type.rules->has_parent != nullptr) {
    FS_TRY(const bool there, type.rules->has_parent(tx, store_id, *id));
    if (!there) return fail(Code::not_found, "HTTP-64");
  }
  return *id;
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the path
Result<RecordRow> row_in_path(store::Tx& tx, StoreId store_id, const PathTarget& target) {
  if (target.id.empty() && target.type.one_per_parent) {
    FS_TRY(const auto parent_id, parent_in_path(tx, store_id, target.type, target.parents));
    FS_TRY(auto only, row_of_parent(tx, store_id, target.type, parent_id));
    if (!only) return fail(Code::not_found, "HTTP-64");
    return *std::move(only);
  }
  FS_TRY(auto row, row_of_text(tx, store_id, target.type, target.id));
  if (!row) return fail(Code::not_found, "HTTP-64");
  if (target.parents.empty()) return *std::move(row);
  FS_TRY(const auto parent_id, parent_in_path(tx, store_id, target.type, target.parents));
  if (row->parent_id != parent_id) return fail(Code::not_found, "HTTP-64");
  return *std::move(row);
}

Result<std::optional<RecordRow>> row_of_parent(store::Tx& tx, StoreId store_id,
                                               const RecordType& type, std::int64_t parent_id) {
  return store::RecordRepo(tx, store_id, type).find_by(type.parent_column, parent_id);
}

Result<std::optional<RecordRow>> row_of_id(store::Tx& tx, StoreId store_id, const RecordType& type,
                                           const boost::json::value& id) {
  if (const auto* text = id.if_string()) return row_of_text(tx, store_id, type, view(*text));
  if (const auto* number = id.if_int64())
    return row_of_text(tx, store_id, type, std::to_string(*number));
  return std::optional<RecordRow>();
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as children are declared
Result<std::vector<Answer>> answers_of(store::Tx& tx, const Context& context,
                                       const RecordType& type, std::vector<RecordRow> rows,
                                       const Extras& extras) {
  std::vector<Answer> answers;
  answers.reserve(rows.size());
  for (RecordRow& row : rows) answers.emplace_back(std::move(row));
  if (answers.empty()) return answers;
  if (type.rules != nullptr && type.rules->derive != nullptr)
    FS_TRY_STATUS(type.rules->derive(tx, context, answers));
  for (const std::string& name : extras.made)
    FS_TRY_STATUS(type.rules->include(tx, context, name, answers));
  for (const record::Child* child : extras.included)
    FS_TRY_STATUS(include(tx, context, *child, answers));
  return answers;
}

}  // namespace fieldstone::app::records
