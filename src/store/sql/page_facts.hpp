// What a page says of its list besides its rows. Private to store/.
#pragma once

#include <cstddef>

#include "base/result.hpp"
#include "core/page.hpp"

namespace fieldstone::store {

// In offset mode. `count` runs only where the rows do not tell the total themselves.
template <class Count>
Result<PageFacts> offset_facts(const PageRequest& request, std::size_t rows, bool goes_on,
                               Count count) {
  PageFacts facts;
  facts.has_previous = request.page > 1;
  facts.has_next = goes_on;
  facts.total = static_cast<std::int64_t>(rows);
  if (request.page > 1 || goes_on) {
    FS_TRY(facts.total, count());
  }
  return facts;
}

// In cursor mode: `goes_on` in the direction of the walk, which a `before` page makes against the
// list's; `behind`: rows stand in the other one.
inline PageFacts cursor_facts(PageMode mode, bool goes_on, bool behind) {
  PageFacts facts;
  facts.has_next = mode == PageMode::before ? behind : goes_on;
  facts.has_previous = mode == PageMode::before ? goes_on : behind;
  return facts;
}

}  // namespace fieldstone::store
