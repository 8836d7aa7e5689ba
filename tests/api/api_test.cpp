#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/value.hpp>
#include <fstream>
#include <map>
#include <set>

#include "api/endpoints.hpp"
#include "api/gate/rate_limit.hpp"
#include "api/gate/routes.hpp"
#include "api/wire/cursor_text.hpp"
#include "api/wire/error_response.hpp"
#include "api/wire/json_read.hpp"
#include "json/write.hpp"

namespace fieldstone::api {
namespace {

TEST(Endpoints, AreDistinctAndComplete) {  // MF-50 … MF-60
  std::set<std::pair<http::Verb, std::string_view>> seen;
  std::map<ResourceType, int> of_type;
  int of_metafields = 0;
  for (const Endpoint& row : all_endpoints()) {
    EXPECT_TRUE(seen.insert({row.verb, row.path}).second) << row.path;
    if (row.resource == nullptr) continue;
    ++of_metafields;
    ++of_type[row.resource->type];
    EXPECT_EQ(row.scope, row.resource->scope) << row.path;
    EXPECT_EQ(row.access == Access::read_only, row.verb == http::Verb::get) << row.path;  // MF-21
  }
  EXPECT_EQ(of_metafields, 88);  // MF-60
  for (const ResourceTraits& resource : resource_types()) {
    EXPECT_EQ(of_type[resource.type], resource.type == ResourceType::store ? 7 : 9)
        << resource.name;
  }
}

// The list of routes is reviewed as text: it changes with intent or not at all.
TEST(Endpoints, AreThoseOfTheList) {  // MF-50 … MF-59, HTTP-180, HTTP-181
  std::set<std::string> rows;
  for (const Endpoint& row : all_endpoints()) {
    rows.insert(std::string(row.path) + " " + std::string(http::verb_name(row.verb)));
  }
  std::ifstream file(FS_ROUTES_FILE);
  std::set<std::string> listed;
  for (std::string line; std::getline(file, line);) listed.insert(line);
  EXPECT_EQ(rows, listed) << "tests/contract/routes.txt";
}

TEST(Endpoints, BodiesAreBoundedByTheirRoute) {  // HTTP-17
  std::map<std::uint32_t, std::set<std::string>> groups;
  for (const Endpoint& row : all_endpoints()) {
    const bool declared = row.resource != nullptr || row.record != nullptr;
    if (row.body == BodyRule::ignored || declared) continue;
    groups[row.max_body_bytes].insert(std::string(http::verb_name(row.verb)) + " " +
                                      std::string(row.path));
  }
  EXPECT_EQ(groups[640 * 1024],
            (std::set<std::string>{"POST /v2/hooks", "POST /v3/hooks", "PUT /v2/hooks/{id}",
                                   "PUT /v3/hooks/{id}"}));
  EXPECT_EQ(
      groups[32 * 1024 * 1024],
      (std::set<std::string>{
          "POST /v3/catalog/trees/categories", "PUT /v3/catalog/trees/categories",
          "POST /v3/customers", "PUT /v3/customers", "POST /v3/customers/addresses",
          "PUT /v3/customers/addresses", "PUT /v3/customers/form-field-values",
          "POST /v3/inventory/locations", "PUT /v3/inventory/locations",
          "PUT /v3/inventory/locations/{location_id}/items",
          "PUT /v3/inventory/adjustments/absolute", "POST /v3/inventory/adjustments/relative"}));
  EXPECT_EQ(groups[64 * 1024].size(), 6U);
  for (const auto& [bytes, rows] : groups) EXPECT_LE(bytes, 32U * 1024 * 1024);
  for (const Endpoint& row : all_endpoints()) {
    if (row.resource == nullptr || row.body == BodyRule::ignored) continue;
    const bool batch = row.path == row.resource->batch_path && row.verb != http::Verb::delete_;
    EXPECT_EQ(row.max_body_bytes, batch ? kLargeBodyBytes : kUsualBodyBytes) << row.path;
  }
}

// What an operator is told may name files, hosts and what a driver said.
TEST(ErrorResponse, TellsNothingOfTheMachine) {  // HTTP-58
  for (const Code code : {Code::unavailable, Code::internal, Code::not_implemented}) {
    for (const ErrorFamily family :
         {ErrorFamily::customers, ErrorFamily::metafields, ErrorFamily::v2}) {
      const Error error{code, {}, "can't open /var/lib/data.db: no space left", {}};
      const auto told = error_response(error, family);
      EXPECT_EQ(told.status, default_status(code));
      EXPECT_EQ(told.body, error_response(Error{code, {}, {}, {}}, family).body);
      EXPECT_EQ(told.body.find("/var"), std::string::npos) << told.body;
    }
  }
}

TEST(CursorText, IsThatOfTheSheet) {  // HTTP-93, CU-223
  EXPECT_EQ(encode_metafield_cursor({7, {}, {}}), "aWQ6Nw==");
  EXPECT_EQ(decode_metafield_cursor("aWQ6Nw")->id, 7);
  EXPECT_EQ(encode_customer_cursor({204, {}, {}}, CustomerSort::id), "eyJpZCI6MjA0fQ");
  EXPECT_EQ(decode_customer_cursor("eyJpZCI6MjA0fQ==", CustomerSort::id)->id, 204);
  EXPECT_FALSE(
      decode_customer_cursor("eyJpZCI6MjA0fQ", CustomerSort::last_name));  // of another sort
  for (const char* bad :
       {"", "aWQ6", "aWQ6eA==", "eyJpZCI6MjA0fQ", "aWQ6OTk5OTk5OTk5OTk5OTk5OTk5OTk="}) {
    EXPECT_FALSE(decode_metafield_cursor(bad)) << bad;  // HTTP-94
  }
}

RC_GTEST_PROP(CursorText, NeverCrashes, (const std::string& bytes)) {
  decode_metafield_cursor(bytes);
  for (const auto sort : {CustomerSort::id, CustomerSort::last_name, CustomerSort::date_created}) {
    decode_customer_cursor(bytes, sort);
  }
}

TEST(JsonRead, LoneSurrogatesArriveAsNul) {  // MF-17
  const auto value_of = [](std::string_view body) {
    const auto parsed = parse_body(body, {});
    return parsed ? std::string(text_member(parsed->get_object(), "v").value)
                  : "(" + parsed.error().message + ")";
  };
  const std::string nul(1, '\0');
  EXPECT_EQ(value_of(R"({"v":"\ud800"})"), nul);
  EXPECT_EQ(value_of(R"({"v":"a\uDFFFb"})"), "a" + nul + "b");
  EXPECT_EQ(value_of(R"({"v":"\ud83d\ude00 \ud83d"})"), "\xF0\x9F\x98\x80 " + nul);
  EXPECT_EQ(value_of(R"({"v":"\\ud800"})"), "\\ud800");  // an escaped backslash, not a surrogate
  EXPECT_EQ(value_of(R"({"v":"\ud800)"), "(Syntax error)");
}

RC_GTEST_PROP(JsonRead, NeverCrashes, (const std::string& bytes)) {
  parse_body(bytes, {}).has_value();
}

TEST(JsonRead, DepthIsBounded) {  // HTTP-46
  EXPECT_TRUE(parse_body(std::string(20, '[') + std::string(20, ']'), {}));
  EXPECT_FALSE(parse_body(std::string(5000, '[') + std::string(5000, ']'), {}));
}

TEST(JsonRead, ValuesAreCounted) {  // HTTP-18
  const auto parsed = [](std::size_t values, std::string_view value) {
    std::string body = "[";
    for (std::size_t i = 0; i < values; ++i) body.append(i == 0 ? "" : ",").append(value);
    return parse_body(body + "]", {});
  };
  // The array itself opens once, and each item is one more.
  EXPECT_TRUE(parsed(kMaxBodyValues - 1, "0"));
  const auto refused = parsed(kMaxBodyValues, "0");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::payload_too_large);
  EXPECT_FALSE(parsed(kMaxBodyValues / 30, std::string(30, '[') + std::string(30, ']')));
  // What stands in a string is no value.
  EXPECT_TRUE(parse_body("[\"" + std::string(kMaxBodyValues + 1, ',') + R"(\"[","x"])", {}));
  EXPECT_FALSE(parse_body("[\"" + std::string(kMaxBodyValues + 1, ',') + "\\", {}));
}

TEST(JsonRead, IdsComeInEitherForm) {  // MF-121, MF-159
  const auto body = parse_body(
      R"({"a":5,"b":"5","c":5.0,"d":"x","e":1.5,"f":null,"g":"99999999999999999999"})", {});
  const auto& object = body->get_object();
  for (const char* name : {"a", "b", "c"}) EXPECT_EQ(id_member(object, name).value, 5) << name;
  for (const char* name : {"d", "e", "g"})
    EXPECT_EQ(id_member(object, name).state, InputState::wrong_type) << name;
  EXPECT_EQ(id_member(object, "f").state, InputState::null);
  EXPECT_EQ(id_member(object, "z").state, InputState::absent);
}

TEST(ErrorResponse, HasTheShapeOfItsFamily) {  // HTTP-32, HTTP-35, HTTP-86, MF-140, MF-142
  const Error error{Code::invalid_parameter, {}, {}, {{"page", "page must be a positive integer"}}};
  EXPECT_EQ(error_response(error, ErrorFamily::customers).status, 422);
  EXPECT_EQ(error_response(error, ErrorFamily::metafields).status, 400);
  EXPECT_EQ(
      error_response({Code::not_found, {}, {}, {}}, ErrorFamily::metafields).body.find("errors"),
      std::string::npos);
  EXPECT_NE(error_response({Code::not_found, {}, {}, {}}, ErrorFamily::customers)
                .body.find("\"errors\":{}"),
            std::string::npos);
  const auto plain = error_response({Code::missing_token, {}, {}, {}}, ErrorFamily::customers);
  EXPECT_EQ(plain.content_type, http::kPlainText);  // HTTP-60
}

TEST(ErrorResponse, IsAnArrayInV2) {  // HTTP-38
  const auto body = [](const Error& error) { return error_response(error, ErrorFamily::v2).body; };
  EXPECT_EQ(body({Code::not_found, {}, "Gone.", {}}), R"([{"status":404,"message":"Gone."}])");
  EXPECT_EQ(body({Code::unavailable, {}, {}, {}}),
            R"([{"status":503,"message":"Service Unavailable"}])");
  const Error two{Code::validation, {}, {}, {{"a", "error.path.missing"}, {"b", "must be 1"}}};
  EXPECT_EQ(body(two), R"([{"status":400,"message":"The required field 'a' was not supplied."},)"
                       R"({"status":400,"message":"The field 'b' is invalid: must be 1"}])");
  EXPECT_EQ(error_response(two, ErrorFamily::v2).status, 400);
  EXPECT_EQ(error_response({Code::missing_token, {}, {}, {}}, ErrorFamily::v2).content_type,
            http::kPlainText);
}

TEST(ErrorResponse, SaysWhenToComeBack) {  // HTTP-163, HTTP-166
  for (const ErrorFamily family : {ErrorFamily::customers, ErrorFamily::v2}) {
    for (const Code code : {Code::unavailable, Code::too_many_requests}) {
      const auto response = error_response({code, {}, {}, {}}, family);
      std::map<std::string, std::string> headers;
      for (const auto& header : response.headers) headers[header.name] = header.value;
      EXPECT_EQ(headers["X-Retry-After"], "1");
      EXPECT_EQ(headers.contains("X-Rate-Limit-Time-Reset-Ms"), code == Code::too_many_requests);
    }
  }
}

TEST(Routes, TellWhatIsHostedPublishedAndNobodys) {  // HTTP-8, HTTP-190, HTTP-191
  const Routes routes;
  using http::Verb;
  const auto hosted = routes.find(Verb::get, "/stores/abc//v3/customers/7/consent/");
  ASSERT_NE(hosted.endpoint, nullptr);
  EXPECT_EQ(hosted.store_hash(), "abc");
  EXPECT_EQ(hosted.parameters().front(), "7");
  const auto other_method = routes.find(Verb::delete_, "/stores/abc/v3/customers/7/consent");
  EXPECT_EQ(other_method.endpoint, nullptr);
  EXPECT_EQ(other_method.published, nullptr);
  EXPECT_EQ(routes.allow_header(other_method), "GET, HEAD, PUT");
  EXPECT_NE(routes.find(Verb::get, "/stores/abc/v2/time.json").endpoint, nullptr);
  EXPECT_EQ(routes.find(Verb::get, "/stores/abc/v3/customers.json").endpoint, nullptr);
  EXPECT_EQ(routes.find(Verb::delete_, "/stores/abc/v3/customers/").endpoint, nullptr);
  EXPECT_TRUE(routes.find(Verb::get, "/stores/abc/v3/nonsense").path_template.empty());
}

// Each row is somebody's: an endpoint's, or one that answers that it is not hosted.
TEST(Routes, KnowEveryPublishedPath) {  // HTTP-190
  const Routes routes;
  for (const PublishedPath& path : published_paths()) {
    const std::string full = "/stores/abc" + std::string(path.path);
    const auto found = routes.find(http::Verb::get, full);
    EXPECT_FALSE(found.path_template.empty()) << full;
    if (found.published == nullptr) continue;
    EXPECT_EQ(found.endpoint, nullptr);
    EXPECT_EQ(found.family == ErrorFamily::v2, path.path.starts_with("/v2/")) << full;
  }
}

TEST(JsonText, WritesNumbersAsTheyWereSent) {  // HTTP-28
  const auto again = [](std::string_view text) { return json::to_text(*parse_body(text, {})); };
  for (const char* text : {"12.345", "2.5", "0.1", "-0.5", "5", "18446744073709551615", "1e+300",
                           R"({"a":[1.5,"x",null,true,{}],"b":[]})"}) {
    EXPECT_EQ(again(text), text);
  }
  EXPECT_EQ(again("1e2"), "100");
}

TEST(ErrorResponse, KeepsTheSecretsOfFailures) {  // HTTP-58
  EXPECT_EQ(
      error_response({Code::internal, "MF-1", {}, {}}, ErrorFamily::metafields).body,
      R"({"status":500,"title":"Internal Server Error","type":"https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes","errors":{}})");
}

TEST(RateLimiter, CountsAStoresRequestsInAWindow) {  // HTTP-160 … HTTP-162
  RateLimiter limiter({2, std::chrono::milliseconds(1000)});
  const RateLimiter::Clock::time_point start{};
  const auto header = [](const RateLimiter::Verdict& verdict, std::string_view name) {
    for (const auto& one : verdict.headers) {
      if (one.name == name) return one.value;
    }
    return std::string("absent");
  };
  EXPECT_TRUE(limiter.admit(StoreId{1}, start).admitted);
  EXPECT_TRUE(limiter.admit(StoreId{1}, start + std::chrono::milliseconds(400)).admitted);
  const auto refused = limiter.admit(StoreId{1}, start + std::chrono::milliseconds(401));
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(header(refused, "X-Rate-Limit-Requests-Left"), "0");
  EXPECT_EQ(header(refused, "X-Rate-Limit-Time-Reset-Ms"), "599");
  EXPECT_EQ(header(refused, "X-Retry-After"), "1");
  EXPECT_TRUE(limiter.admit(StoreId{2}, start + std::chrono::milliseconds(401)).admitted);
  const auto next = limiter.admit(StoreId{1}, start + std::chrono::milliseconds(1000));
  EXPECT_TRUE(next.admitted);
  EXPECT_EQ(header(next, "X-Rate-Limit-Requests-Left"), "1");
  EXPECT_EQ(header(next, "X-Retry-After"), "absent");
}

}  // namespace
}  // namespace fieldstone::api
