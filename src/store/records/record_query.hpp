// What a list of records asks for, as data: conditions on columns, an order and a page.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/page.hpp"
#include "core/record/record_type.hpp"

namespace fieldstone::store {

// One condition. Of the two lists of values the one that fits the column's kind is used; an empty
// list of kIn matches nothing.
struct Condition {
  const record::Field* field = nullptr;
  record::Ask ask = record::kEqual;
  std::vector<std::int64_t> integers;
  std::vector<std::string> texts;
};

// Of texts: they begin with this one. Rule functions ask so; an index answers.
inline constexpr auto kPrefix = static_cast<record::Ask>(1024);

// Conditions of which one is enough.
using Alternatives = std::vector<Condition>;

struct RecordQuery {
  std::optional<std::int64_t> parent_id;
  std::optional<std::vector<std::int64_t>> parents;  // any of these
  std::vector<Alternatives> conditions;              // all of them
  const record::Field* sort = nullptr;               // null: the type's own order
  Direction direction = Direction::ascending;
  PageRequest page;

  void require(Condition condition) { conditions.push_back({std::move(condition)}); }
};

// One row as it lies in the database: the document is the record's JSON in wire order.
struct RecordRow {
  std::int64_t id = 0;
  std::int64_t parent_id = 0;  // 0 without a parent
  std::string doc;
};

}  // namespace fieldstone::store
