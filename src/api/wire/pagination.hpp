// The `meta` of lists: pagination and cursor_pagination blocks with their links (HTTP-80 …
// HTTP-97).
#pragma once

#include <cstddef>
#include <string>

#include "api/wire/json_write.hpp"
#include "core/page.hpp"
#include "http/query_string.hpp"

namespace fieldstone::api {

struct PageOutline {
  PageRequest request;
  PageFacts facts;
  std::size_t count = 0;     // rows on this page
  std::string start_cursor;  // both empty where the list has no cursors or the page no rows
  std::string end_cursor;
  bool has_cursors = true;  // addresses and others have none
};

// Writes "meta":{…} with the blocks of HTTP-95.
void write_list_meta(JsonWriter& json, const PageOutline& outline, const http::QueryString& query);

// A "pagination" member as if `count` rows were a list of one page (MF-80, MF-133).
void write_single_page(JsonWriter& json, std::size_t count);

}  // namespace fieldstone::api
