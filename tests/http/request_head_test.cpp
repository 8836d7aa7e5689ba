#include "http/request_head.hpp"

#include <gtest/gtest.h>

#include <string>

namespace fieldstone::http {
namespace {

constexpr std::size_t kMaxBytes = 1024;

struct Read {
  bool head = false;
  bool body = false;
  RequestHead request;
  RequestParser parser;
};

// Everything in pieces of that size, as a connection would meet it.
void read(const std::string& bytes, std::size_t piece, Read& read) {
  std::string input;
  std::size_t parsed = 0;
  std::size_t taken = 0;
  const auto fill = [&] {
    input += bytes.substr(taken, piece);
    taken += piece;
    return taken < bytes.size() + piece;
  };
  while (!read.parser.is_header_done()) {
    if (!fill() || !feed_head(read.parser, input, parsed)) return;
  }
  read.head = judge_head(read.parser, {input.data(), parsed}, kMaxBytes, read.request).has_value();
  read.parser.eager(true);
  while (read.head && !read.parser.is_done()) {
    if (!feed_body(read.parser, input, parsed, kMaxBytes)) return;
    if (read.parser.is_done()) break;
    input.erase(0, parsed);
    parsed = 0;
    if (!fill()) return;
  }
  read.body = read.head;
}

TEST(RequestHead, IsTheSameInPiecesOfAnySize) {
  const std::string request =
      "\r\n\r\nPOST http://a/v3/customers?x=1 HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n"
      "Transfer-Encoding: chunked\r\n\r\n2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\nX: y\r\n\r\n";
  for (std::size_t piece = 1; piece <= request.size(); ++piece) {
    Read got;
    read(request, piece, got);
    ASSERT_TRUE(got.head && got.body) << piece;
    EXPECT_EQ(got.request.verb, Verb::post);
    EXPECT_EQ(got.request.path, "/v3/customers");
    EXPECT_EQ(got.request.query, "x=1");
    EXPECT_TRUE(got.request.has_body && got.request.expects_continue);
    EXPECT_EQ(got.parser.get().body(), "hello");
    EXPECT_EQ(field_value(got.parser.get(), "hOST"), "a");
  }
}

// Beast aborted where assertions are on: its last chunk came in pieces and was all there was.
TEST(RequestHead, AnEmptyChunkedBodyMayComeByteByByte) {
  const std::string request = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::size_t piece : {1, 2, 3, 4, 5, 64, 65, 66}) {
    Read got;
    read(request + "0\r\n\r\n", piece, got);
    EXPECT_TRUE(got.body) << piece;
    EXPECT_EQ(got.parser.get().body(), "");
  }
}

TEST(RequestHead, WhatCouldBeReadInTwoWaysIsRefused) {
  for (const char* broken :
       {"GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n", "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    Read got;
    read(broken, kMaxBytes, got);
    EXPECT_FALSE(got.head) << broken;
  }
}

}  // namespace
}  // namespace fieldstone::http
