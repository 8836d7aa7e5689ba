#include "config/parse.hpp"

#include <gtest/gtest.h>

namespace fieldstone::config {
namespace {

TEST(Parse, DatabaseUrls) {
  EXPECT_EQ(parse_database_url("sqlite:/a/b.db")->target, "/a/b.db");
  EXPECT_EQ(parse_database_url("postgresql://h/d")->kind, DatabaseKind::postgres);
  for (const char* bad : {"", "sqlite:", "mysql:x", "/a/b.db"})
    EXPECT_FALSE(parse_database_url(bad)) << bad;
}

TEST(Parse, OwnParametersOfAPostgresUrl) {
  const auto url = parse_database_url(
      "postgresql://a,b/d?connections=20&sslmode=require&pooler=transaction&x=y");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->target, "postgresql://a,b/d?sslmode=require&x=y");
  EXPECT_EQ(url->connections, 20U);
  EXPECT_EQ(url->pooler, Pooler::transaction);
  EXPECT_EQ(parse_database_url("postgresql://h/d?connections=2")->target, "postgresql://h/d");
  for (const char* bad : {"connections=1", "connections=x", "connections=", "pooler=session"})
    EXPECT_FALSE(parse_database_url(std::string("postgresql://h/d?") + bad)) << bad;
}

TEST(Parse, Addresses) {
  EXPECT_EQ(parse_listen("127.0.0.1:0")->port, 0);
  EXPECT_EQ(parse_listen("[::1]:8080")->address, "::1");
  EXPECT_EQ(parse_listen("localhost:65535")->port, 65535);
  for (const char* bad : {"", "8080", ":8080", "h:", "127.0.0.1:65536", "127.0.0.1:-1",
                          "127.0.0.1:x", "::1:80", "[]:80"}) {
    EXPECT_FALSE(parse_listen(bad)) << bad;
  }
}

TEST(Parse, Rates) {  // HTTP-161
  const auto rate = parse_rate("150/30s");
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->quota, 150);
  EXPECT_EQ(rate->window, std::chrono::seconds(30));
  EXPECT_EQ(parse_rate("1/500ms")->window, std::chrono::milliseconds(500));
  EXPECT_EQ(parse_rate("1/2m")->window, std::chrono::minutes(2));
  for (const char* bad :
       {"", "150", "150/", "/30s", "0/30s", "-1/30s", "150/0s", "150/30", "150/30d", "x/30s"}) {
    EXPECT_FALSE(parse_rate(bad)) << bad;
  }
}

TEST(Parse, StoreHashes) {  // HTTP-2
  EXPECT_TRUE(check_store_hash("abc123"));
  for (const char* bad : {"", "ABC", "a b", "a/b", "a-b", "\xC3\xA9"})
    EXPECT_FALSE(check_store_hash(bad)) << bad;
}

}  // namespace
}  // namespace fieldstone::config
