// The lines of an order as a request leaves them.
#pragma once

#include <boost/json/array.hpp>
#include <vector>

#include "app/records/reads.hpp"

namespace fieldstone::types {

enum class Fate : std::uint8_t { unchanged, added, changed, removed };

struct Line {
  app::records::Record record;  // id 0 where it is added
  Fate fate = Fate::unchanged;
};

// What a request says of lines. `name`: of the array, for errors.
struct SentLines {
  const boost::json::array* items = nullptr;  // null: nothing
  std::string name = "products";
};

// All lines of the order after the request. A line that names an id changes the members that it
// brings, one of quantity 0 goes, one without an id is new (ORD-30 … ORD-35). Nothing is written.
// `order_id`: 0 while it is being created.
Result<std::vector<Line>> plan_lines(store::Tx& tx, const app::Context& context,
                                     std::int64_t order_id, const SentLines& sent,
                                     ItemErrors& errors);

// Where added lines go.
struct Destination {
  std::int64_t order_id = 0;
  std::int64_t address_id = 0;
  std::int64_t pickup_id = 0;
};
Status write_lines(store::Tx& tx, const app::Context& context, const Destination& destination,
                   std::vector<Line>& lines);

}  // namespace fieldstone::types
