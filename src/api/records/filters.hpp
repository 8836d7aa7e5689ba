// The query parameters of a record list, from its declaration.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/endpoint.hpp"
#include "app/records/rules.hpp"
#include "core/list_filter.hpp"
#include "store/records/record_query.hpp"

namespace fieldstone::api {

// Conditions, order and page that the request asks for (HTTP-80 … HTTP-109).
// Errors: unknown_filter, invalid_parameter, payload_too_large.
Result<store::RecordQuery> record_query(const Call& call, const record::RecordType& type);

// A moment in any of the forms that records take, or a day: its first and its last second.
// Errors: invalid_parameter.
Result<RangeFilter> moment_param(std::string_view name, std::string_view text);

// The names of all parameters that narrow a list of the type.
std::vector<std::string> filter_names(const record::RecordType& type);

// include=, include_fields=, exclude_fields=.
struct Selection {
  std::vector<const record::Child*> included;
  std::vector<std::string> made;  // of Rules::includes
  std::vector<std::string> only;  // empty: all members
  std::vector<std::string> without;

  bool narrows() const { return !only.empty() || !without.empty(); }
};
Result<Selection> record_selection(const http::QueryString& query, const record::RecordType& type);

}  // namespace fieldstone::api
