#include "api/gate/routes.hpp"

#include <algorithm>

#include "api/endpoints.hpp"

namespace fieldstone::api {
namespace {

using http::Verb;

constexpr std::string_view kPrefix = "/stores/{store_hash}";
constexpr std::string_view kV2 = "/v2/";
constexpr Verb kPublishedVerbs[] = {Verb::get, Verb::post, Verb::put, Verb::delete_};

// HTTP-191: clients of V2 ask for /v2/time.json and mean /v2/time.
std::string_view without_json_suffix(std::string_view path) {
  constexpr std::string_view kSuffix = ".json";
  if (!path.ends_with(kSuffix) || path.find(kV2) == std::string_view::npos) return path;
  return path.substr(0, path.size() - kSuffix.size());
}

// A client that forgot an id must not delete a whole collection (HTTP-8).
bool names_no_item(Verb verb, std::string_view path, std::string_view path_template) {
  return verb == Verb::delete_ && path.ends_with('/') && !path_template.ends_with('}');
}

}  // namespace

Routes::Routes() : endpoints_(all_endpoints()) {
  const auto published = published_paths();
  templates_.reserve(endpoints_.size() + published.size());
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    templates_.push_back(std::string(kPrefix) + std::string(endpoints_[i].path));
    router_.add(endpoints_[i].verb, templates_.back(), static_cast<int>(i));
  }
  for (const PublishedPath& path : published) {
    const auto index = static_cast<int>(templates_.size());
    templates_.push_back(std::string(kPrefix) + std::string(path.path));
    for (const Verb verb : kPublishedVerbs) {
      if (path.methods.find(http::verb_name(verb)) != std::string_view::npos)
        router_.add_if_free(verb, templates_.back(), index);
    }
  }
}

Route Routes::find(Verb verb, std::string_view path) const {
  Route route;
  route.match = router_.match(without_json_suffix(path));
  const int index = route.match.index_of(verb);
  const bool hosted = index >= 0 && hosts(index);
  const int any = hosted ? index : any_row(route.match);
  if (any < 0) return route;
  const std::string& path_template = templates_[static_cast<std::size_t>(any)];
  if (hosts(any)) {
    if (names_no_item(verb, path, path_template)) return route;
    if (hosted) {
      route.index = index;
      route.endpoint = &endpoints_[static_cast<std::size_t>(index)];
    }
    route.family = endpoints_[static_cast<std::size_t>(any)].family;
  } else {
    route.published = &published_paths()[static_cast<std::size_t>(any) - endpoints_.size()];
    if (route.published->path.starts_with(kV2)) route.family = ErrorFamily::v2;
  }
  route.path_template = path_template;
  return route;
}

// A row of the path, of an endpoint if there is one; -1 where there is none.
int Routes::any_row(const http::Match& match) const {
  int any = -1;
  for (const Verb verb : match.verbs()) {
    const int index = match.index_of(verb);
    if (any < 0 || hosts(index)) any = index;
  }
  return any;
}

std::string Routes::allow_header(const Route& route) const {
  std::string allow;
  for (const Verb verb : route.match.verbs()) {
    if (!hosts(route.match.index_of(verb))) continue;
    allow += (allow.empty() ? "" : ", ") + std::string(http::verb_name(verb));
  }
  return allow;
}

}  // namespace fieldstone::api
