#include "store/records/conditions.hpp"

#include "base/check.hpp"
#include "store/records/columns.hpp"
#include "store/sql/filters.hpp"

namespace fieldstone::store {
namespace {

using record::Ask;
using record::Column;
using record::Field;

// Ids and parents have columns without being declared to.
std::string column_of(const record::RecordType& type, const Field& field) {
  if (field.kind == record::Kind::id) return type.ids == record::Identity::uuid ? "uuid" : "id";
  if (field.kind == record::Kind::parent) return quoted(type.parent_column);
  return quoted(field.column_or_name());
}

class Writer {
 public:
  Writer(QueryBuilder& builder, const Dialect& dialect, const RecordList& list)
      : builder_(builder), dialect_(dialect), list_(list) {}

  void where() {
    const RecordQuery& query = list_.query;
    builder_.sql(" WHERE store_id = ").param(list_.store_id.value);
    if (query.parent_id) {
      builder_.sql(" AND ")
          .sql(quoted(list_.type.parent_column))
          .sql(" = ")
          .param(*query.parent_id);
    }
    if (query.parents) {
      builder_.sql(" AND ").sql(quoted(list_.type.parent_column)).sql(" ");
      builder_.in(dialect_, *query.parents);
    }
    for (const Alternatives& alternatives : query.conditions) any_of(alternatives);
  }

 private:
  void any_of(const Alternatives& alternatives) {
    builder_.sql(" AND ");
    if (alternatives.size() > 1) builder_.sql("(");
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
      if (i != 0) builder_.sql(" OR ");
      condition(alternatives[i]);
    }
    if (alternatives.size() > 1) builder_.sql(")");
  }

  void condition(const Condition& condition) {
    const Field& field = *condition.field;
    if (field.column == Column::index) return in_list(condition);
    compare((is_weak(field) ? "+" : "") + column_of(list_.type, field), condition,
            compares_text(list_.type, field), condition.ask);
  }

  // A flag leaves half of the rows or more. Where more is asked for, SQLite, which knows no figures
  // of the columns, shall not walk the flag's index: a sign keeps it from that.
  bool is_weak(const Field& field) const {
    return field.kind == record::Kind::flag && dialect_.engine() == Engine::sqlite &&
           list_.query.conditions.size() > 1;
  }

  // A list that has one of the values.
  void in_list(const Condition& condition) {
    const Field& field = *condition.field;
    builder_.sql(condition.ask == record::kNotIn ? "id NOT IN (" : "id IN (");
    builder_.sql("SELECT id FROM ").sql(index_table(list_.type, field));
    builder_.sql(" WHERE store_id = ").param(list_.store_id.value).sql(" AND ");
    // Parameters point into the condition, so it is not copied.
    const Ask ask = condition.ask == record::kNotIn ? record::kIn : condition.ask;
    compare("value", condition, lists_text(field), ask);
    builder_.sql(")");
  }

  void compare(const std::string& column, const Condition& condition, bool text, Ask ask) {
    if (ask == kPrefix) return prefix(column, condition);
    switch (ask) {
      case record::kIn: return among(column, condition, text);
      case record::kNotIn: return not_among(column, condition, text);
      case record::kLike: return like(column, condition);
      case record::kEqual: return single(column, " = ", condition, text);
      case record::kNot: return single(column, " <> ", condition, text);
      case record::kMin: return single(column, " >= ", condition, text);
      case record::kMax: return single(column, " <= ", condition, text);
      case record::kGreater: return single(column, " > ", condition, text);
      case record::kLess: return single(column, " < ", condition, text);
      default: FS_CHECK(false && "a condition of one kind");
    }
  }

  void single(const std::string& column, std::string_view sign, const Condition& condition,
              bool text) {
    builder_.sql(column).sql(sign);
    if (text) {
      builder_.param(std::string_view(condition.texts.front()));
    } else {
      builder_.param(condition.integers.front());
    }
  }

  void among(const std::string& column, const Condition& condition, bool text) {
    builder_.sql(column).sql(" ");
    if (text) {
      builder_.in(dialect_, condition.texts);
    } else {
      builder_.in(dialect_, condition.integers);
    }
  }

  void not_among(const std::string& column, const Condition& condition, bool text) {
    builder_.sql("NOT (");
    among(column, condition, text);
    builder_.sql(")");
  }

  // A range, which an index can answer.
  void prefix(const std::string& column, const Condition& condition) {
    constexpr std::string_view kLast = "\xF4\x8F\xBF\xBF";  // U+10FFFF
    const std::string& text = condition.texts.front();
    builder_.sql(column).sql(" >= ").param(std::string_view(text));
    builder_.sql(" AND ").sql(column).sql(" < ");
    builder_.param(builder_.keep(text + std::string(kLast)));
  }

  void like(const std::string& column, const Condition& condition) {
    builder_.sql(column).sql(" LIKE ");
    builder_.param(builder_.keep(like_pattern(condition.texts.front()))).sql(" ESCAPE '!'");
  }

  QueryBuilder& builder_;
  const Dialect& dialect_;
  const RecordList& list_;
};

}  // namespace

void append_where(QueryBuilder& builder, const Dialect& dialect, const RecordList& list) {
  Writer(builder, dialect, list).where();
}

std::string order_of(const record::RecordType& type, const RecordQuery& query) {
  const std::string_view direction = query.direction == Direction::descending ? " DESC" : "";
  std::string order;
  if (query.sort != nullptr && query.sort->kind != record::Kind::id) {
    order = column_of(type, *query.sort) + std::string(direction) + ", ";
  } else if (query.sort == nullptr && !type.order.empty()) {
    order = quoted(type.order) + ", ";
  }
  return order + "id" + std::string(direction);
}

}  // namespace fieldstone::store
