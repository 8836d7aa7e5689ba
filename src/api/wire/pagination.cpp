#include "api/wire/pagination.hpp"

#include <array>

namespace fieldstone::api {
namespace {

// Everything of the request's query that is not about paging, as it was sent (HTTP-82); bytes that
// were sent raw are encoded, for the answer is UTF-8 (HTTP-4).
std::string other_parameters(const http::QueryString& query) {
  constexpr std::array<std::string_view, 4> kPaging = {"page", "limit", "before", "after"};
  std::string others;
  for (const auto& parameter : query.parameters()) {
    bool paging = false;
    for (const std::string_view name : kPaging) paging = paging || parameter.name == name;
    if (!paging) others.append("&").append(http::percent_encode_raw(parameter.raw));
  }
  return others;
}

// HTTP-97: base64's own characters are not safe in a query.
std::string percent_encoded(std::string_view cursor) {
  std::string text;
  for (const char c : cursor) {
    if (c == '=') {
      text += "%3D";
    } else if (c == '+') {
      text += "%2B";
    } else if (c == '/') {
      text += "%2F";
    } else {
      text += c;
    }
  }
  return text;
}

std::string page_link(std::int64_t page, int limit) {
  return "?page=" + std::to_string(page) + "&limit=" + std::to_string(limit);
}

void write_offset_block(JsonWriter& json, const PageOutline& outline, const std::string& others) {
  const PageRequest& request = outline.request;
  json.key("pagination").begin_object();
  json.key("total").integer(outline.facts.total);
  json.key("count").integer(static_cast<std::int64_t>(outline.count));
  json.key("per_page").integer(request.limit);
  json.key("current_page").integer(request.page);
  json.key("total_pages").integer(total_pages(outline.facts.total, request.limit));
  json.key("links").begin_object();
  if (outline.facts.has_previous)
    json.key("previous").string(page_link(request.page - 1, request.limit) + others);
  json.key("current").string(page_link(request.page, request.limit) + others);
  if (outline.facts.has_next)
    json.key("next").string(page_link(request.page + 1, request.limit) + others);
  json.end_object().end_object();
}

void write_cursor_block(JsonWriter& json, const PageOutline& outline,
                        const http::QueryString& query, const std::string& others) {
  const PageRequest& request = outline.request;
  const std::string base = page_link(1, request.limit);  // HTTP-97: a dummy page, kept
  const auto link = [&](std::string_view name, std::string_view cursor) {
    return base + "&" + std::string(name) + "=" + percent_encoded(cursor) + others;
  };
  std::string current = base + others;
  if (request.mode == PageMode::after) current = link("after", query.find("after").value_or(""));
  if (request.mode == PageMode::before) current = link("before", query.find("before").value_or(""));

  json.key("cursor_pagination").begin_object();
  json.key("count").integer(static_cast<std::int64_t>(outline.count));
  json.key("per_page").integer(request.limit);
  if (outline.count > 0) {
    json.key("start_cursor").string(outline.start_cursor);
    json.key("end_cursor").string(outline.end_cursor);
  }
  json.key("links").begin_object();
  if (outline.count > 0 && outline.facts.has_previous) {
    json.key("previous").string(link("before", outline.start_cursor));
  }
  json.key("current").string(current);
  if (outline.count > 0 && outline.facts.has_next)
    json.key("next").string(link("after", outline.end_cursor));
  json.end_object().end_object();
}

}  // namespace

void write_list_meta(JsonWriter& json, const PageOutline& outline, const http::QueryString& query) {
  const std::string others = other_parameters(query);
  const bool offset = outline.request.mode == PageMode::offset;
  json.key("meta").begin_object();
  if (offset) write_offset_block(json, outline, others);
  if (outline.has_cursors && (!offset || outline.request.page == 1)) {
    write_cursor_block(json, outline, query, others);
  }
  json.end_object();
}

void write_single_page(JsonWriter& json, std::size_t count) {
  const auto rows = static_cast<std::int64_t>(count);
  json.key("pagination").begin_object();
  json.key("total")
      .integer(rows)
      .key("count")
      .integer(rows)
      .key("per_page")
      .integer(kDefaultPageLimit);
  json.key("current_page").integer(1).key("total_pages").integer(1);
  json.key("links")
      .begin_object()
      .key("current")
      .string(page_link(1, kDefaultPageLimit))
      .end_object();
  json.end_object();
}

}  // namespace fieldstone::api
