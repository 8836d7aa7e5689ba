// Answers and bodies that the groups of customers share: written items, pages without cursors,
// arrays of objects (HTTP-20 … HTTP-23).
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "api/endpoint.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/pagination.hpp"

namespace fieldstone::api {

// {"data":[…],"meta":{}} (HTTP-23).
template <class Row>
http::Response written_answer(const std::vector<Row>& rows,
                              void (*write)(JsonWriter&, const Row&)) {
  JsonWriter out;
  out.begin_object().key("data").begin_array();
  for (const Row& row : rows) write(out, row);
  out.end_array().key("meta").begin_object().end_object().end_object();
  return {.body = out.take(), .headers = {}};
}

// One page of a list that has no cursors (HTTP-21, HTTP-90).
template <class Row, class Write>
http::Response offset_list_answer(const Call& call, const PageRequest& request,
                                  const RowPage<Row>& page, Write write) {
  JsonWriter out;
  out.begin_object().key("data").begin_array();
  for (const Row& row : page.rows) write(out, row);
  out.end_array();
  PageOutline outline;
  outline.request = request;
  outline.facts = page.facts;
  outline.count = page.rows.size();
  outline.has_cursors = false;
  write_list_meta(out, outline, call.query);
  out.end_object();
  return {.body = out.take(), .headers = {}};
}

// "total", "success" and "failed" of a batch.
inline void write_tally(JsonWriter& out, std::size_t total, std::size_t success) {
  out.key("total").integer(static_cast<std::int64_t>(total));
  out.key("success").integer(static_cast<std::int64_t>(success));
  out.key("failed").integer(static_cast<std::int64_t>(total - success));
}

// A bare array of V2; an empty one is 204 where answers are as observed (HTTP-39).
template <class Row, class Write>
http::Response v2_list_answer(const Call& call, const std::vector<Row>& rows, Write write) {
  if (rows.empty() && call.context.answers() == Answers::observed)
    return {.status = 204, .body = {}, .headers = {}};
  JsonWriter out;
  out.begin_array();
  for (const Row& row : rows) write(out, row);
  out.end_array();
  return {.body = out.take(), .headers = {}};
}

inline http::Response no_content(const Call&) {  // HTTP-24
  return {.status = 204, .body = {}, .headers = {}};
}

// The items of a body that is an array of 1 … `max` objects, made by `make`.
// Errors: invalid_input for another root (MF-124); validation for an empty array (CU-42) or an item
// that is no object; payload_too_large for more items (HTTP-53).
Result<std::vector<const boost::json::object*>> body_objects(const Call& call, std::size_t max);

}  // namespace fieldstone::api
