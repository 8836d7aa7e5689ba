// Page and cursor arithmetic (HTTP-80 … HTTP-97): what was asked, and what an answer has to say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/limits.hpp"

namespace fieldstone {

enum class Direction : std::uint8_t { ascending, descending };

// A place in an ordered list: the row's id and, when the list is sorted by another member, that
// member's value (CU-223). Positions are compared, so a cursor whose row is gone still works
// (HTTP-94).
struct CursorPosition {
  std::int64_t id = 0;
  std::optional<std::string> text_value;      // sort by a text member
  std::optional<std::int64_t> integer_value;  // sort by a date
  friend bool operator==(const CursorPosition&, const CursorPosition&) = default;
};

enum class PageMode : std::uint8_t { offset, after, before };

struct PageRequest {
  std::int64_t page = 1;  // 1-based; ignored in cursor modes (HTTP-92)
  int limit = kDefaultPageLimit;
  PageMode mode = PageMode::offset;
  CursorPosition cursor;  // of `after` or `before`
};

// What is known of a page besides its rows.
struct PageFacts {
  std::int64_t total = 0;     // matching rows over all pages; offset mode only
  bool has_previous = false;  // a matching row stands before the first row
  bool has_next = false;      // a matching row stands after the last row
};

template <class Row>
struct RowPage {
  std::vector<Row> rows;
  PageFacts facts;
};

// ceil(total / limit); 0 without rows (HTTP-81).
constexpr std::int64_t total_pages(std::int64_t total, int limit) {
  return total / limit + (total % limit != 0 ? 1 : 0);
}

// Rows to skip. Saturates, so that an absurd page number is just past the end (HTTP-84).
constexpr std::int64_t offset_of(const PageRequest& request) {
  constexpr std::int64_t kFar = std::int64_t{1} << 60;
  return request.page - 1 > kFar / request.limit ? kFar : (request.page - 1) * request.limit;
}

}  // namespace fieldstone
