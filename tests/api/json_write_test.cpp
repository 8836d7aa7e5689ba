#include "api/wire/json_write.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json/parse.hpp>
#include <limits>

namespace fieldstone::api {
namespace {

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  JsonWriter json;
  json.begin_object().key("a").begin_array().integer(1).integer(-2).begin_object().end_object();
  json.string("x").null().begin_array().end_array().end_array().key("b").boolean(true);
  json.key("c").begin_object().key("d").boolean(false).end_object().end_object();
  EXPECT_EQ(json.take(), R"({"a":[1,-2,{},"x",null,[]],"b":true,"c":{"d":false}})");
}

TEST(JsonWriter, WritesTheOutermostIntegers) {
  JsonWriter json;
  json.begin_array().integer(std::numeric_limits<std::int64_t>::min());
  json.integer(std::numeric_limits<std::int64_t>::max()).end_array();
  EXPECT_EQ(json.take(), "[-9223372036854775808,9223372036854775807]");
}

TEST(JsonWriter, EscapesWhatJsonAsksForAndNoMore) {
  JsonWriter json;
  json.string("\"\\/\b\f\n\r\t\x01\x1F\x20\x7F\u00e9\u2028");
  EXPECT_EQ(json.take(), "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001F \x7F\u00e9\u2028\"");
}

TEST(JsonWriter, FindsAnEscapeAtEveryPlace) {
  for (std::size_t size = 1; size <= 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (const char c : {'"', '\\', '\n', '\x1F'}) {
        std::string text(size, '\xFF');
        text[at] = c;
        JsonWriter json;
        json.string(text);
        EXPECT_GT(json.take().size(), size + 2) << size << " bytes, at " << at;
      }
    }
  }
}

TEST(JsonWriter, WritersMayNestAndGrow) {
  const std::string large(300'000, 'x');
  JsonWriter outer;
  outer.begin_array().string(large);
  {
    JsonWriter inner;
    inner.string("inner");
    outer.string(inner.take());
  }
  outer.string("\n" + large).end_array();
  EXPECT_EQ(outer.take(), "[\"" + large + "\",\"\\\"inner\\\"\",\"\\n" + large + "\"]");
}

RC_GTEST_PROP(JsonWriter, IsReadBackAsItWas, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
  JsonWriter json;
  json.begin_object().key(bytes).string(bytes).end_object();
  const auto value = boost::json::parse(json.take());
  RC_ASSERT(value.as_object().size() == 1U);
  RC_ASSERT(std::string(value.as_object().begin()->key()) == bytes);
  RC_ASSERT(std::string(value.as_object().begin()->value().as_string()) == bytes);
}

}  // namespace
}  // namespace fieldstone::api
