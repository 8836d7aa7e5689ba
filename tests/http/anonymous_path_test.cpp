#include "http/anonymous_path.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace fieldstone::http {
namespace {

TEST(AnonymousPath, KeepsWordsAndHidesValues) {  // HTTP-148
  EXPECT_EQ(anonymous_path("/stores/abc123/v3/custmers"), "/stores/{store_hash}/v3/custmers");
  EXPECT_EQ(anonymous_path("/stores/abc/v3/catalog/products/7/"),
            "/stores/{store_hash}/v3/catalog/products/{id}/");
  EXPECT_EQ(anonymous_path("/stores/abc/v3/inventory/9b2f8f7e-1111-4222-8333-abcdefabcdef/x"),
            "/stores/{store_hash}/v3/inventory/{id}/x");
  EXPECT_EQ(anonymous_path("/v2/time"), "/v2/time");
  EXPECT_EQ(anonymous_path("/"), "/");
  EXPECT_EQ(anonymous_path("*"), "");
  for (const char* value : {"ann@example.com", "Ann", "a%20b", "x9k2", "a.b", "{id}",
                            "abcdefghijklmnopqrstuvwxyzabcdefg"})
    EXPECT_EQ(anonymous_path(std::string("/customers/") + value), "/customers/{value}") << value;
}

TEST(AnonymousPath, IsBounded) {  // HTTP-148
  std::string path;
  for (int i = 0; i < 1000; ++i) path += "/a";
  EXPECT_EQ(anonymous_path(path), "/a/a/a/a/a/a/a/a/a/a/a/a/…");
}

RC_GTEST_PROP(AnonymousPath, NeverShowsAnAddressOfMailOrANumber, ()) {
  const std::string noise =
      *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab/@.%+-_")));
  const std::string shown = anonymous_path("/" + noise + "4711@x" + noise);
  RC_ASSERT(shown.find('@') == std::string::npos);
  RC_ASSERT(shown.find("4711") == std::string::npos);
}

}  // namespace
}  // namespace fieldstone::http
