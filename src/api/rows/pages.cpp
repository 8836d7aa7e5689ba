// Wire side of DELETE /v3/content/pages: many pages at once, with or without those below them
// (PAGE-6, PAGE-7).
#include "types/content/page.hpp"

#include "api/endpoints.hpp"
#include "api/wire/error_response.hpp"
#include "api/wire/query_params.hpp"

namespace fieldstone::api {
namespace {

constexpr std::string_view kPath = "/v3/content/pages";
constexpr std::string_view kIdIn = "id:in";
constexpr std::string_view kDeleteChildren = "delete_children";
constexpr std::string_view kKnown[] = {kIdIn, kDeleteChildren};

Result<types::RemovePages> decode(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kKnown));
  types::RemovePages command;
  FS_TRY(auto ids, ids_param(call.query, kIdIn));
  if (!ids || ids->empty()) return filter_required(kIdIn);
  command.ids = *std::move(ids);
  FS_TRY(const auto with_children, flag_param(call.query, kDeleteChildren));
  command.with_children = with_children.value_or(false);
  return command;
}

// What was there is gone, even where another was not.
http::Response encode(const Call&, const std::vector<std::int64_t>& missing) {
  if (missing.empty()) return {.status = 204, .body = {}, .headers = {}};
  const Error error{Code::not_found,
                    "PAGE-7",
                    "A Page was not found with an ID of " + std::to_string(missing.front()),
                    {}};
  return error_response(error, ErrorFamily::customers);
}

constexpr Endpoint kRows[] = {
    write<decode, types::remove_pages, encode>(http::Verb::delete_, kPath, Scope::content,
                                               ErrorFamily::customers, BodyRule::ignored),
};

}  // namespace

std::span<const Endpoint> page_endpoints() { return kRows; }

}  // namespace fieldstone::api
