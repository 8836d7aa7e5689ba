#include "app/records/check.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <set>
#include <string>

#include "app/records/values.hpp"
#include "app/records/whole.hpp"
#include "base/utf8.hpp"
#include "store/records/columns.hpp"
#include "store/whole/record_checks.hpp"

namespace fieldstone::app::records {
namespace {

using boost::json::value;
using record::Field;
using record::Kind;
using record::RecordType;

constexpr std::size_t kAtOnce = 500;

bool same(const store::RecordColumns::Value& left, const store::RecordColumns::Value& right) {
  return left.integer == right.integer && left.text == right.text;
}

// A list's table has each value once.
template <class T>
bool same_set(const std::vector<T>& left, const std::vector<T>& right) {
  return std::set<T>(left.begin(), left.end()) == std::set<T>(right.begin(), right.end());
}

// Looks at the records of one type.
class Look {
 public:
  explicit Look(const RecordType& type) : type_(type), name_(type.name) {}

  void at(const store::StoredRecord& stored) {
    where_ =
        "store " + std::to_string(stored.store_id.value) + " id " + std::to_string(stored.row.id);
    boost::system::error_code error;
    const value doc = boost::json::parse(stored.row.doc, error);
    if (error || !doc.is_object()) return broken("every doc of " + name_ + " is an object");
    check_limits(type_.fields, doc.get_object(), "");
    try {
      compare(stored.columns, doc.get_object());
    } catch (const std::exception&) {  // of a rule function that finds no member of its own
      broken("every doc of " + name_ + " has the members of its type");
    }
  }

  std::vector<store::Violation> found() && { return std::move(found_); }

 private:
  void broken(const std::string& invariant) {
    auto known = std::find_if(found_.begin(), found_.end(), [&](const store::Violation& violation) {
      return violation.invariant == invariant;
    });
    if (known == found_.end()) known = found_.insert(known, store::Violation{invariant, 0, where_});
    ++known->count;
  }

  // Columns and lists are made from the document.
  void compare(const store::RecordColumns& columns, const Object& members) {
    const store::RecordColumns made = columns_of(type_, members);
    std::size_t place = 0;
    store::for_each_column(type_.fields, [&](const Field& field) {
      if (!same(columns.columns[place], made.columns[place]))
        broken("every " + std::string(field.column_or_name()) + " of " + name_ +
               " is what its doc says");
      ++place;
    });
    place = 0;
    store::for_each_index(type_.fields, [&](const Field& field) {
      const auto& there = columns.lists[place];
      const auto& wanted = made.lists[place];
      if (!same_set(there.integers, wanted.integers) || !same_set(there.texts, wanted.texts))
        broken("the rows of " + store::index_table(type_, field) + " are what the docs of " +
               name_ + " say");
      ++place;
    });
    if (type_.ids == record::Identity::uuid && !has_uuid(members, columns.uuid))
      broken("every uuid of " + name_ + " is what its doc says");
  }

  bool has_uuid(const Object& members, const std::string& uuid) const {
    return std::any_of(type_.fields.begin(), type_.fields.end(), [&](const Field& field) {
      const value* member = members.if_contains(field.name);
      return field.kind == Kind::id && member != nullptr && member->is_string() &&
             view(member->get_string()) == uuid;
    });
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as objects are declared
  void check_limits(std::span<const Field> fields, const Object& members,
                    const std::string& prefix) {
    for (const Field& field : fields) {
      const value* member = members.if_contains(field.name);
      if (member == nullptr || !field.is_settable()) continue;
      check_limit(field, *member, prefix + std::string(field.name));
    }
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as objects are declared
  void check_limit(const Field& field, const value& member, const std::string& name) {
    if (const auto* object = member.if_object(); object != nullptr && field.kind == Kind::object)
      return check_limits(field.members, *object, name + ".");
    if (const auto* items = member.if_array(); items != nullptr && field.kind == Kind::list) {
      if (static_cast<std::int64_t>(items->size()) > field.max)
        broken("no " + name + " of " + name_ + " is longer than it may be");
      if (!field.is_listed_object()) return;
      for (const value& item : *items) {
        if (const auto* object = item.if_object()) check_limits(field.members, *object, name + ".");
      }
      return;
    }
    if (field.kind == Kind::integer || field.kind == Kind::number || field.kind == Kind::money)
      return check_number(field, member, name);
    if (const auto* text = member.if_string()) check_text(field, view(*text), name);
  }

  // A create without the member may leave a number that nobody may send.
  void check_number(const Field& field, const value& member, const std::string& name) {
    const auto number = number_of(member);
    if (number && !is_within(field, *number) && *number != number_of(fallback_of(field)))
      broken("every " + name + " of " + name_ + " is within its bounds");
  }

  void check_text(const Field& field, std::string_view text, const std::string& name) {
    if (field.kind == Kind::text && static_cast<std::int64_t>(code_points(text)) > field.max)
      broken("no " + name + " of " + name_ + " is longer than it may be");
    if (field.kind != Kind::choice || text.empty()) return;
    if (std::find(field.choices.begin(), field.choices.end(), text) == field.choices.end())
      broken("every " + name + " of " + name_ + " is one there is");
  }

  const RecordType& type_;
  std::string name_;
  std::string where_;
  std::vector<store::Violation> found_;
};

Status look_at(store::Tx& tx, const RecordType& type, Look& look) {
  StoreId store_id{0};
  std::int64_t id = 0;
  while (true) {
    FS_TRY(const auto records, store::stored_after(tx.rows(), type, store_id, id, kAtOnce));
    for (const store::StoredRecord& stored : records) look.at(stored);
    if (records.size() < kAtOnce) return {};
    store_id = records.back().store_id;
    id = records.back().row.id;
  }
}

}  // namespace

Result<std::vector<store::Violation>> find_violations(
    store::Tx& tx, std::span<const record::RecordType* const> types) {
  std::vector<store::Violation> all;
  for (const RecordType* type : types) {
    FS_TRY(const auto places, store::check_places(tx.rows(), *type));
    Look look(*type);
    FS_TRY_STATUS(look_at(tx, *type, look));
    const auto found = std::move(look).found();
    all.insert(all.end(), places.begin(), places.end());
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

}  // namespace fieldstone::app::records
