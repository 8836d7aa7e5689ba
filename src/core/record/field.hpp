// One member of a record, as data: what it may hold, who may set it, how it can be asked for.
// A declaration is a constexpr table of these; nothing here knows JSON, SQL or HTTP.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace fieldstone::record {

struct RecordType;

enum class Kind : std::uint8_t {
  id,        // the record's own id, given by the store
  parent,    // the id of the record that the path names
  text,      // `min` and `max` are code points
  integer,   // `min` and `max` are values
  number,    // a JSON number with a fraction; `min` and `max` are whole bounds
  money,     // four decimals: a number in V3, text such as "19.9900" in V2
  flag,      // true or false
  choice,    // one of `choices`
  date,      // a moment; ISO 8601 in V3, RFC 2822 in V2
  created,   // when the record came to be; the engine sets it
  modified,  // when it last changed; the engine sets it
  object,    // of `members`
  list,      // of `item`; `min` and `max` are counts
  document,  // any JSON, kept as it was sent; `max` is bytes
};

enum class Writable : std::uint8_t {
  yes,
  required,   // on create, and never null
  read_only,  // what a client sends is ignored
  hidden,     // may be sent, is never answered: a rule function reads it
};

// What happens to a member of PUT that may not change any more.
enum class Fixed : std::uint8_t { no, refused, ignored };

// Stable: what a table has for a field.
enum class Column : std::uint8_t {
  none,
  integer,  // integers, flags (0, 1), dates (seconds), money and numbers (ten-thousandths)
  text,
  folded,  // text without case
  index,   // a list: a table of its own with a row for each value
};

enum class Unique : std::uint8_t { no, in_store, in_parent };

// How a list can be narrowed by a field. A set of these is a sum of bits.
enum Ask : std::uint16_t {
  kEqual = 1,
  kIn = 2,
  kNotIn = 4,
  kMin = 8,
  kMax = 16,
  kGreater = 32,
  kLess = 64,
  kLike = 128,
  kSort = 256,  // sort=
  kNot = 512,
  kRange = kEqual | kMin | kMax,
  kAnyInteger = kEqual | kIn | kNotIn | kMin | kMax | kGreater | kLess,
};

struct Field {
  std::string_view name;
  Kind kind = Kind::text;
  std::int64_t min = 0;
  std::int64_t max = 0;
  std::span<const std::string_view> choices{};
  std::span<const Field> members{};  // of an object, or of each object of a list
  const Field* item = nullptr;       // of a list of anything else
  Writable writable = Writable::yes;
  Fixed fixed = Fixed::no;
  bool nullable = false;
  bool merges = false;          // an object: members that PUT does not send stay
  std::string_view fallback{};  // JSON of what a create without the member stores; "": the kind's
  bool omitted = false;         // absent until somebody sets it
  Column column = Column::none;
  std::string_view column_name{};  // "": the field's own
  std::uint16_t asks = 0;
  bool scanned = false;         // asked for, but rarely: no index of its own
  std::string_view asked_as{};  // the parameter's name; "": the field's own
  Unique unique = Unique::no;
  std::string_view taken{};            // the message where the value is in use
  const RecordType* refers = nullptr;  // a record of that type must be there
  std::string_view rule{};             // of a contract sheet

  // A copy that differs: the words below are made of it.
  template <class Change>
  constexpr Field with(Change change) const {
    Field changed = *this;
    change(changed);
    return changed;
  }
  // A declaration reads as a sentence: text("name", 1, 255).required().unique(…).
  constexpr Field required() const {
    return with([](Field& f) { f.writable = Writable::required; });
  }
  constexpr Field read_only() const {
    return with([](Field& f) { f.writable = Writable::read_only; });
  }
  constexpr Field hidden() const {
    return with([](Field& f) { f.writable = Writable::hidden; });
  }
  constexpr Field refuses_change() const {
    return with([](Field& f) { f.fixed = Fixed::refused; });
  }
  constexpr Field ignores_change() const {
    return with([](Field& f) { f.fixed = Fixed::ignored; });
  }
  // May be null, and is null where a create does not say.
  constexpr Field or_null() const {
    return with([](Field& f) {
      f.nullable = true;
      f.fallback = "null";
    });
  }
  // May be null.
  constexpr Field takes_null() const {
    return with([](Field& f) { f.nullable = true; });
  }
  constexpr Field otherwise(std::string_view absent) const {
    return with([absent](Field& f) { f.fallback = absent; });
  }
  constexpr Field or_absent() const {
    return with([](Field& f) { f.omitted = true; });
  }
  constexpr Field merging() const {
    return with([](Field& f) { f.merges = true; });
  }
  // A column of the table without being asked for: rule functions look it up.
  constexpr Field indexed() const {
    return with([](Field& f) {
      if (f.column == Column::none) f.column = f.usual_column();
    });
  }
  constexpr Field asked(int how) const {
    Field changed = indexed();
    changed.asks = static_cast<std::uint16_t>(how);
    return changed;
  }
  constexpr Field without_index() const {
    return with([](Field& f) { f.scanned = true; });
  }
  constexpr Field called(std::string_view query) const {
    return with([query](Field& f) { f.asked_as = query; });
  }
  constexpr Field stored_as(std::string_view sql_name) const {
    return with([sql_name](Field& f) { f.column_name = sql_name; });
  }
  // Compared without case, here and in filters.
  constexpr Field folded() const {
    return with([](Field& f) { f.column = Column::folded; });
  }
  constexpr Field is_unique(std::string_view message, Unique where = Unique::in_store) const {
    Field changed = indexed();
    changed.unique = where;
    changed.taken = message;
    return changed;
  }
  constexpr Field refers_to(const RecordType& type) const {
    return with([&type](Field& f) { f.refers = &type; });
  }
  constexpr Field cites(std::string_view rule_id) const {
    return with([rule_id](Field& f) { f.rule = rule_id; });
  }

  constexpr std::string_view column_or_name() const {
    return column_name.empty() ? name : column_name;
  }
  constexpr std::string_view parameter() const { return asked_as.empty() ? name : asked_as; }
  constexpr bool is_listed_object() const { return kind == Kind::list && !members.empty(); }
  constexpr bool is_answered() const { return writable != Writable::hidden; }
  constexpr bool is_settable() const { return writable != Writable::read_only; }

 private:
  constexpr Column usual_column() const {
    switch (kind) {
      case Kind::text:
      case Kind::choice: return Column::text;
      case Kind::list: return Column::index;
      case Kind::id:
      case Kind::parent: return Column::none;  // every table has them
      default: return Column::integer;
    }
  }
};

inline constexpr std::int64_t kAnyLength = 65'535;  // no figure published
inline constexpr std::int64_t kInt32 = 2'147'483'647;

constexpr Field id(std::string_view name = "id") {
  return {.name = name, .kind = Kind::id, .writable = Writable::read_only};
}
// Shows the id of the parent that the path names.
constexpr Field parent_id(std::string_view name) {
  return {.name = name, .kind = Kind::parent, .writable = Writable::read_only};
}
constexpr Field text(std::string_view name, std::int64_t min = 0, std::int64_t max = kAnyLength) {
  return {.name = name, .kind = Kind::text, .min = min, .max = max};
}
constexpr Field integer(std::string_view name, std::int64_t min = -kInt32 - 1,
                        std::int64_t max = kInt32) {
  return {.name = name, .kind = Kind::integer, .min = min, .max = max};
}
constexpr Field number(std::string_view name, std::int64_t min = -9'999'999'999,
                       std::int64_t max = 9'999'999'999) {
  return {.name = name, .kind = Kind::number, .min = min, .max = max};
}
constexpr Field money(std::string_view name, std::int64_t min = 0,
                      std::int64_t max = 9'999'999'999) {
  return {.name = name, .kind = Kind::money, .min = min, .max = max};
}
constexpr Field flag(std::string_view name, bool fallback = false) {
  return {.name = name, .kind = Kind::flag, .fallback = fallback ? "true" : "false"};
}
constexpr Field choice(std::string_view name, std::span<const std::string_view> choices) {
  return {.name = name, .kind = Kind::choice, .choices = choices};
}
constexpr Field date(std::string_view name) {
  return {.name = name, .kind = Kind::date, .nullable = true, .fallback = "null"};
}
constexpr Field object(std::string_view name, std::span<const Field> members) {
  return {.name = name, .kind = Kind::object, .members = members};
}
// `item` must live as long as the declaration: a constexpr of its own.
constexpr Field list(std::string_view name, const Field& item, std::int64_t max = 1'000,
                     std::int64_t min = 0) {
  return {.name = name, .kind = Kind::list, .min = min, .max = max, .item = &item};
}
constexpr Field objects(std::string_view name, std::span<const Field> members,
                        std::int64_t max = 1'000, std::int64_t min = 0) {
  return {.name = name, .kind = Kind::list, .min = min, .max = max, .members = members};
}
constexpr Field document(std::string_view name, std::int64_t max_bytes = kAnyLength) {
  return {
      .name = name, .kind = Kind::document, .max = max_bytes, .nullable = true, .fallback = "null"};
}
constexpr Field created(std::string_view name = "date_created") {
  return {.name = name, .kind = Kind::created, .writable = Writable::read_only};
}
constexpr Field modified(std::string_view name = "date_modified") {
  return {.name = name, .kind = Kind::modified, .writable = Writable::read_only};
}

// Items of lists.
inline constexpr Field kIds = integer("", 0, 9'007'199'254'740'991);
inline constexpr Field kTexts = text("", 0, 255);

}  // namespace fieldstone::record
