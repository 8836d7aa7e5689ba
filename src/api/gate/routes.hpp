// Where a request's path and method lead: to an endpoint, to something that the vendor publishes
// and Fieldstone does not host (HTTP-190), or nowhere (HTTP-63).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/endpoint.hpp"
#include "api/published_operations.hpp"
#include "http/path_template.hpp"

namespace fieldstone::api {

// Valid as long as the Routes and the path that was looked up.
struct Route {
  http::Match match;
  const Endpoint* endpoint = nullptr;  // null where the path is not hosted or has no such method
  int index = -1;                      // the endpoint's
  std::string_view path_template;      // also of paths that are not hosted; empty: nobody's
  const PublishedPath* published = nullptr;  // of a path that is not hosted
  ErrorFamily family = ErrorFamily::customers;

  std::string_view store_hash() const { return match.parameters().front(); }
  // Those behind the store's hash.
  std::span<const std::string_view> parameters() const { return match.parameters().subspan(1); }
};

class Routes {
 public:
  Routes();

  // Takes slashes as HTTP-8 says and `.json` behind V2 paths as HTTP-191 does.
  Route find(http::Verb verb, std::string_view path) const;
  // The Allow header of a hosted path (HTTP-50).
  std::string allow_header(const Route& route) const;

  const std::vector<Endpoint>& endpoints() const { return endpoints_; }
  const std::string& path_template(std::size_t index) const { return templates_[index]; }

 private:
  int any_row(const http::Match& match) const;
  bool hosts(int index) const { return static_cast<std::size_t>(index) < endpoints_.size(); }

  std::vector<Endpoint> endpoints_;
  // Full paths of the endpoints, then of the published paths; metric and log labels point here.
  std::vector<std::string> templates_;
  http::Router router_;
};

}  // namespace fieldstone::api
