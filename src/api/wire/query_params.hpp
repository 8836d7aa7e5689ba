// Typed readers of query parameters, shared by all lists. Every error is invalid_parameter naming
// the parameter (HTTP-86); its family decides how that looks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/list_filter.hpp"
#include "core/page.hpp"
#include "http/query_string.hpp"

namespace fieldstone::api {

Failure invalid_parameter(std::string_view name, std::string_view why);

// Errors: unknown_filter naming every parameter that `known` does not have (HTTP-67), or every
// filter that is given more than once and is no list (HTTP-9).
Status check_parameters(const http::QueryString& query, std::span<const std::string_view> known);
// The same for lists that ignore parameters which are no filters (MF-91). A filter is a name with
// an operator, such as key:like, or one of `members`.
Status check_filters(const http::QueryString& query, std::span<const std::string_view> known,
                     std::span<const std::string_view> members);
// What a removal of many without a filter is: `names` are the filters there are, in words (REC-7).
Failure filter_required(std::string_view names);
// Errors: invalid_parameter when a list is longer than it may be.
Status check_length(std::string_view name, std::size_t size, std::size_t max);

std::optional<std::string> text_param(const http::QueryString& query, std::string_view name);
// The same, case-folded.
std::optional<std::string> folded_param(const http::QueryString& query, std::string_view name);
// Comma-separated (HTTP-9, MF-95), of all parameters of the name together. Present but empty: an
// empty list, which matches nothing.
std::optional<std::vector<std::string>> texts_param(const http::QueryString& query,
                                                    std::string_view name);
// The same, case-folded.
std::optional<std::vector<std::string>> folded_texts_param(const http::QueryString& query,
                                                           std::string_view name);
// The same of values that may hold a comma, such as names: a percent-encoded one belongs to its
// value.
std::optional<std::vector<std::string>> phrases_param(const http::QueryString& query,
                                                      std::string_view name);
std::optional<std::vector<std::string>> folded_phrases_param(const http::QueryString& query,
                                                             std::string_view name);
// true or 1, false or 0.
Result<std::optional<bool>> flag_param(const http::QueryString& query, std::string_view name);
Result<std::optional<std::int64_t>> integer_param(const http::QueryString& query,
                                                  std::string_view name);
Result<std::optional<std::vector<std::int64_t>>> integers_param(const http::QueryString& query,
                                                                std::string_view name);

// The same, at most kMaxIdsPerFilter of them (CU-225).
Result<std::optional<std::vector<std::int64_t>>> ids_param(const http::QueryString& query,
                                                           std::string_view name);

// id:in of a DELETE; none where it is absent (HTTP-42). Errors: unknown_filter for any other
// filter, which would narrow what is deleted; invalid_parameter.
Result<std::vector<std::int64_t>> ids_to_delete(const http::QueryString& query);

// `name`, `name:min` and `name:max` of a date (HTTP-107 … HTTP-109) into one range of seconds.
Status date_params(const http::QueryString& query, std::string_view name, RangeFilter& range);

using CursorDecoder = std::function<std::optional<CursorPosition>(std::string_view)>;

// page, limit, before, after (HTTP-80 … HTTP-92). Without a decoder the list takes no cursors.
// Errors: payload_too_large for a limit above the maximum (HTTP-85).
Result<PageRequest> page_params(const http::QueryString& query, const CursorDecoder& decode_cursor);

}  // namespace fieldstone::api
