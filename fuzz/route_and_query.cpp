// Request targets: the router over every route there is, against a walk over the templates one by
// one, and the query string.
#include <algorithm>
#include <optional>
#include <string>

#include "api/endpoints.hpp"
#include "base/check.hpp"
#include "base/utf8.hpp"
#include "http/path_template.hpp"
#include "http/query_string.hpp"
#include "support/bytes.hpp"

namespace fieldstone::fuzz {
namespace {

using Segments = std::vector<std::string>;

// Slashes more and at the end mean nothing (HTTP-8).
Segments split(std::string_view path) {
  Segments segments;
  while (!path.empty()) {
    const std::string_view segment = path.substr(0, path.find('/'));
    if (!segment.empty()) segments.emplace_back(segment);
    path.remove_prefix(std::min(segment.size() + 1, path.size()));
  }
  return segments;
}

bool is_parameter(const std::string& segment) { return segment.starts_with('{'); }

struct Routes {
  http::Router router;
  std::vector<std::pair<Segments, http::Verb>> rows;

  Routes() {
    for (const api::Endpoint& endpoint : api::all_endpoints()) {
      const std::string path = "/stores/{store_hash}" + std::string(endpoint.path);
      router.add(endpoint.verb, path, static_cast<int>(rows.size()));
      rows.emplace_back(split(path), endpoint.verb);
    }
  }

  bool fits(const Segments& route, const Segments& path) const {
    return std::equal(route.begin(), route.end(), path.begin(), path.end(),
                      [](const std::string& a, const std::string& b) {
                        return is_parameter(a) ? !b.empty() : a == b;
                      });
  }
  // Of two routes the one whose first difference is a literal wins (MF-61).
  bool goes_before(const Segments& a, const Segments& b) const {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (is_parameter(a[i]) != is_parameter(b[i])) return is_parameter(b[i]);
    }
    return false;
  }
  const Segments* best(const Segments& path) const {
    const Segments* found = nullptr;
    for (const auto& [route, verb] : rows) {
      if (fits(route, path) && (found == nullptr || goes_before(route, *found))) found = &route;
    }
    return found;
  }
};

void check_route(const Routes& routes, std::string_view path) {
  const http::Match match = routes.router.match(path);
  const Segments segments = path.starts_with('/') ? split(path) : Segments();
  const Segments* best = segments.empty() ? nullptr : routes.best(segments);
  std::vector<std::string> parameters;
  for (std::size_t i = 0; best != nullptr && i < best->size(); ++i) {
    if (!is_parameter((*best)[i])) continue;
    if (segments[i].find('%') == std::string::npos) {
      parameters.push_back(segments[i]);
    } else if (auto decoded = http::percent_decode(segments[i], false)) {
      parameters.push_back(*std::move(decoded));
    } else {
      best = nullptr;
    }
  }
  FS_CHECK(match.found() == (best != nullptr));
  if (best == nullptr) return;
  FS_CHECK(std::equal(parameters.begin(), parameters.end(), match.parameters().begin(),
                      match.parameters().end()));
  for (std::size_t i = 0; i < routes.rows.size(); ++i) {
    const auto& [route, verb] = routes.rows[i];
    if (route == *best) FS_CHECK(match.index_of(verb) == static_cast<int>(i));
  }
}

void check_query(std::string_view text) {
  const auto query = http::QueryString::parse(text);
  if (!query) return;
  FS_CHECK(query->parameters().size() <= http::QueryString::kMaxParameters);
  for (const auto& parameter : query->parameters()) {
    FS_CHECK(is_valid_utf8(parameter.name) && is_valid_utf8(parameter.value));
    FS_CHECK(!has_nul(parameter.name) && !has_nul(parameter.value));
    FS_CHECK(query->find(parameter.name) == parameter.value);
    FS_CHECK(text.find(parameter.raw) != std::string_view::npos);
  }
}

}  // namespace
}  // namespace fieldstone::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fieldstone::fuzz;
  static const Routes routes;
  Bytes input(data, size);
  check_route(routes, input.until('?'));
  check_query(input.rest());
  return 0;
}
