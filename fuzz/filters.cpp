// Dates, filters and page parameters of lists, as they stand in a query.
#include <string>

#include "api/rows/metafield_decode.hpp"
#include "api/wire/cursor_text.hpp"
#include "api/wire/query_params.hpp"
#include "base/check.hpp"
#include "base/timestamp.hpp"
#include "support/bytes.hpp"

namespace fieldstone::fuzz {
namespace {

void check_time(std::string_view text) {
  const auto parsed = parse_time(text);
  if (!parsed) return;
  FS_CHECK(!parsed->date_only || parsed->time.value % 86'400 == 0);
  if (!is_writable(parsed->time)) return;
  for (const auto suffix : {TimestampText::Suffix::offset, TimestampText::Suffix::zulu}) {
    const TimestampText written(parsed->time, suffix);
    const auto again = parse_time(written);
    FS_CHECK(again && again->time == parsed->time && !again->date_only);
  }
}

void check_page(const http::QueryString& query, const api::CursorDecoder& decoder) {
  const auto page = api::page_params(query, decoder);
  if (!page) return;
  FS_CHECK(page->limit >= 1 && page->limit <= kMaxPageLimit && page->page >= 1);
  FS_CHECK(page->mode != PageMode::offset || offset_of(*page) >= 0);
}

void check_filters(std::string_view text) {
  const auto query = http::QueryString::parse(text);
  if (!query) return;
  for (const auto& parameter : query->parameters()) check_time(parameter.value);
  if (const auto filter = api::metafield_filter(*query); filter && filter->id_in) {
    FS_CHECK(filter->constrains());
  }
  RangeFilter range;
  if (api::date_params(*query, "date_created", range) && query->find("date_created")) {
    FS_CHECK(range.min && range.max);
  }
  if (const auto ids = api::ids_param(*query, "id:in"); ids && *ids) {
    FS_CHECK((*ids)->size() <= static_cast<std::size_t>(kMaxIdsPerFilter));
  }
  check_page(*query, {});
  check_page(*query, &api::decode_metafield_cursor);
}

}  // namespace
}  // namespace fieldstone::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fieldstone::fuzz;
  const std::string_view text = Bytes(data, size).rest();
  check_time(text);
  check_filters(text);
  return 0;
}
