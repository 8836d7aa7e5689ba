#include "cli/seed/seed_kinds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <set>

#include "api/endpoints.hpp"
#include "core/resource_type.hpp"

namespace fieldstone::cli {
namespace {

// "/v3/customers/{customerId}/consent" as "/v3/customers/{}/consent".
std::string unnamed(std::string_view path) {
  std::string made;
  bool inside = false;
  for (const char c : path) {
    if (!inside) made += c;
    if (c == '{') inside = true;
    if (c == '}') {
      inside = false;
      made += c;
    }
  }
  return made;
}

TEST(SeedKinds, EachRequestHasAnEndpoint) {  // CL-11
  const auto endpoints = api::all_endpoints();
  const auto is_there = [&](http::Verb verb, std::string_view path) {
    return std::any_of(endpoints.begin(), endpoints.end(), [&](const api::Endpoint& endpoint) {
      return endpoint.verb == verb && unnamed(endpoint.path) == unnamed(path);
    });
  };
  for (const SeedKind& kind : seed_kinds()) {
    if (kind.way != SeedKind::Way::request) continue;
    EXPECT_TRUE(is_there(kind.verb, kind.path)) << kind.name << ' ' << kind.path;
  }
  for (const ResourceTraits& traits : resource_types())
    EXPECT_TRUE(is_there(http::Verb::post, traits.batch_path)) << traits.name;
}

TEST(SeedKinds, NamesDiffer) {
  std::set<std::string> names;
  for (const SeedKind& kind : seed_kinds())
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
}

TEST(SeedKinds, ThePathTakesItsMembersOutOfTheRecord) {  // CL-11, CL-13
  const SeedKind* kind = find_seed_kind("product_option_value");
  ASSERT_NE(kind, nullptr);
  auto record = boost::json::parse(R"({"product_id":5,"option_id":"7","label":"S"})").as_object();
  EXPECT_EQ(take_path(*kind, record).value(), "/v3/catalog/products/5/options/7/values");
  EXPECT_EQ(record.size(), 1U);
  for (const char* wrong :
       {R"({"product_id":5})", R"({"product_id":-1,"option_id":7})",
        R"({"product_id":"","option_id":7})", R"({"product_id":"5/..","option_id":7})",
        R"({"product_id":1.5,"option_id":7})"}) {
    auto broken = boost::json::parse(wrong).as_object();
    EXPECT_FALSE(take_path(*kind, broken)) << wrong;
  }
}

}  // namespace
}  // namespace fieldstone::cli
