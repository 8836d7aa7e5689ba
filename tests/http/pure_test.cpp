#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zlib.h>

#include <set>
#include <string>

#include "http/gzip.hpp"
#include "http/header_list.hpp"
#include "http/metrics.hpp"
#include "http/path_template.hpp"
#include "http/query_string.hpp"
#include "http/request_ids.hpp"
#include "http/response_head.hpp"

namespace fieldstone::http {
namespace {

TEST(QueryString, LastOfEqualNamesWins) {  // HTTP-9
  const auto query = QueryString::parse("a=1&b=2&a=3");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->find("a"), "3");
  ASSERT_EQ(query->parameters().size(), 2U);
  EXPECT_EQ(query->parameters()[0].raw, "a=3");
  EXPECT_FALSE(query->find("c"));
}

TEST(QueryString, Decodes) {  // HTTP-9
  const std::string text = "key%3Ain=a%2Cb+c&empty=&flag&%C3%A9=%F0%9F%92%A1";
  const auto query = QueryString::parse(text);
  ASSERT_TRUE(query);
  EXPECT_EQ(query->find("key:in"), "a,b c");
  EXPECT_EQ(query->find("empty"), "");
  EXPECT_EQ(query->find("flag"), "");
  EXPECT_EQ(query->find("\xC3\xA9"), "\xF0\x9F\x92\xA1");
}

TEST(QueryString, RefusesWhatItCantRead) {  // HTTP-46
  for (const char* bad : {"a=%", "a=%1", "a=%zz", "a=%00", "a=%ff", "%c3=1"})
    EXPECT_FALSE(QueryString::parse(bad)) << bad;
  std::string many;
  for (std::size_t i = 0; i <= QueryString::kMaxParameters; ++i)
    many += "p" + std::to_string(i) + "=1&";
  EXPECT_FALSE(QueryString::parse(many));
}

RC_GTEST_PROP(QueryString, NeverFailsOnPlainText, (const std::string& bytes)) {
  const auto query = QueryString::parse(bytes);  // must not crash; may refuse
  if (query) {
    for (const auto& parameter : query->parameters())
      RC_ASSERT(query->find(parameter.name).has_value());
  }
}

TEST(HeaderList, AcceptIsWeighed) {  // HTTP-12
  for (const char* good : {"application/json", "application/*", "*/*", "text/html, */*;q=0.1",
                           "APPLICATION/JSON; q=1.0", "text/html;q=0.9,application/json;q=0.001"}) {
    EXPECT_TRUE(accepts_json(good)) << good;
  }
  for (const char* bad : {"text/html", "application/json;q=0, */*", "application/xml", "text/*",
                          "application/*;q=0"}) {
    EXPECT_FALSE(accepts_json(bad)) << bad;
  }
}

TEST(HeaderList, ContentTypeAndCoding) {  // HTTP-13, HTTP-4
  EXPECT_TRUE(is_json_content_type("application/json"));
  EXPECT_TRUE(is_json_content_type("Application/JSON ; charset=utf-8"));
  for (const char* bad : {"", "text/plain", "application/jsonx", "application/vnd.api+json"})
    EXPECT_FALSE(is_json_content_type(bad)) << bad;
  EXPECT_TRUE(accepts_gzip("br, GZIP;q=0.5"));
  for (const char* bad : {"", "br", "gzip;q=0", "identity"}) EXPECT_FALSE(accepts_gzip(bad)) << bad;
}

TEST(Router, StaticSegmentsWin) {  // MF-61
  Router router;
  router.add(Verb::get, "/c/{id}/metafields", 1);
  router.add(Verb::get, "/c/metafields", 2);
  router.add(Verb::post, "/c/{id}/metafields", 3);
  router.add(Verb::get, "/c/{id}/metafields/{field}", 4);
  EXPECT_EQ(router.match("/c/metafields").index_of(Verb::get), 2);
  const Match match = router.match("/c/7/metafields/%38");
  EXPECT_EQ(match.index_of(Verb::get), 4);
  ASSERT_EQ(match.parameters().size(), 2U);
  EXPECT_EQ(match.parameters()[1], "8");
  EXPECT_EQ(match.index_of(Verb::put), -1);
  const Match both = router.match("/c/7/metafields");
  EXPECT_EQ(both.index_of(Verb::head), 1);
  EXPECT_EQ(both.verbs(), (std::vector<Verb>{Verb::get, Verb::head, Verb::post}));  // HTTP-50
}

TEST(Router, TakesSlashesAsOneAndKnowsNoPrefix) {  // HTTP-8
  Router router;
  router.add(Verb::get, "/a/{x}", 1);
  for (const char* unknown : {"/a", "/a/", "/a/1/b", "a/1", "", "/", "//", "/a//", "*"}) {
    EXPECT_FALSE(router.match(unknown).found()) << unknown;
  }
  for (const char* known : {"/a/1", "/a/1/", "/a/1//", "//a/1", "/a//1", "///a///1///"}) {
    EXPECT_EQ(router.match(known).index_of(Verb::get), 1) << known;
    EXPECT_EQ(router.match(known).parameters().front(), "1") << known;
  }
}

TEST(Router, ARowThatIsThereStays) {  // HTTP-190
  Router router;
  router.add(Verb::get, "/a/{x}", 1);
  router.add_if_free(Verb::get, "/a/{y}", 2);
  router.add_if_free(Verb::put, "/a/{y}", 3);
  EXPECT_EQ(router.match("/a/1").index_of(Verb::get), 1);
  EXPECT_EQ(router.match("/a/1").index_of(Verb::put), 3);
}

TEST(QueryString, JoinsListsAndMarksWhatIsRepeated) {  // HTTP-9
  const std::string text = "id:in=1&a=1&id%3Ain=2%2C3&a=2";
  const auto query = QueryString::parse(text);
  ASSERT_TRUE(query);
  ASSERT_EQ(query->parameters().size(), 3U);
  EXPECT_EQ(query->parameters()[0].value, "1");
  EXPECT_EQ(query->parameters()[1].value, "2");
  EXPECT_TRUE(query->parameters()[1].repeated);
  EXPECT_EQ(query->parameters()[2].raw_value(), "2%2C3");
  EXPECT_FALSE(query->parameters()[2].repeated);
  std::string many;
  for (std::size_t i = 0; i < QueryString::kMaxListParts + 2; ++i) many += "id:in=1&";
  EXPECT_FALSE(QueryString::parse(many));
}

TEST(QueryString, RawBytesAreEncodedWhenTheyAreEchoed) {  // HTTP-73
  EXPECT_EQ(percent_encode_raw("a=\xc3%A9&b=c,d\x7f"), "a=%C3%A9&b=c,d%7F");
}

TEST(RequestIds, AreRandomHex) {  // HTTP-71
  RequestIds ids;
  std::set<std::string> seen;
  constexpr std::size_t kMany = 2'000;  // more than are drawn at once
  for (std::size_t i = 0; i < kMany; ++i) {
    const auto id = ids.next();
    seen.emplace(id.data(), id.size());
  }
  EXPECT_EQ(seen.size(), kMany);
  EXPECT_EQ(seen.begin()->find_first_not_of("0123456789abcdef"), std::string::npos);
}

RC_GTEST_PROP(Gzip, RoundTrips, ()) {  // HTTP-4
  const auto body = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const auto packed = gzip(body);
  RC_ASSERT(packed.has_value());
  std::string plain(body.size() + 1, '\0');
  z_stream stream{};
  RC_ASSERT(inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed->data()));
  stream.avail_in = static_cast<uInt>(packed->size());
  stream.next_out = reinterpret_cast<Bytef*>(plain.data());
  stream.avail_out = static_cast<uInt>(plain.size());
  const int code = inflate(&stream, Z_FINISH);
  plain.resize(stream.total_out);
  inflateEnd(&stream);
  RC_ASSERT(code == Z_STREAM_END);
  RC_ASSERT(plain == body);
}

TEST(ResponseHead, SaysWhatItShould) {  // HTTP-24, HTTP-37
  Response response;
  response.body = "{}";
  HeadFacts facts;
  facts.date = "Sun, 06 Nov 1994 08:49:37 GMT";
  facts.request_id = "0123456789abcdef";
  facts.content_length = 2;
  std::string head;
  append_head(head, response, facts);
  EXPECT_EQ(
      head,
      "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nX-Request-Id: 0123456789abcdef\r\n"
      "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n");
  response.status = 204;
  facts.keep_alive = KeepAlive::no;
  head.clear();
  append_head(head, response, facts);
  EXPECT_EQ(head.find("Content-"), std::string::npos);
  EXPECT_NE(head.find("Connection: close\r\n\r\n"), std::string::npos);
  EXPECT_EQ(format_http_date(TimeS{784111777}), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace fieldstone::http
