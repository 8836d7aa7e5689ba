// What decides where an outgoing call may go: URLs and addresses.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <string>

#include "http/address_guard.hpp"
#include "http/url.hpp"

namespace fieldstone::http {
namespace {

// "" when the text's address is public.
std::string refusal(const std::string& text) {
  Ipv4Bytes four{};
  if (inet_pton(AF_INET, text.c_str(), four.data()) == 1) return std::string(refusal_of(four));
  Ipv6Bytes six{};
  EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), six.data()), 1) << text;
  return std::string(refusal_of(six));
}

TEST(AddressGuard, RefusesEverySpecialRangeAtBothEnds) {  // WH-49
  const std::pair<const char*, const char*> cases[] = {
      {"0.0.0.0", "an unspecified address"},
      {"0.255.255.255", "an unspecified address"},
      {"10.0.0.0", "a private address"},
      {"10.255.255.255", "a private address"},
      {"100.64.0.0", "a carrier's shared address"},
      {"100.127.255.255", "a carrier's shared address"},
      {"127.0.0.1", "a loopback address"},
      {"127.255.255.255", "a loopback address"},
      {"169.254.169.254", "a link-local address"},
      {"172.16.0.0", "a private address"},
      {"172.31.255.255", "a private address"},
      {"192.0.0.8", "a reserved address"},
      {"192.0.2.1", "a documentation address"},
      {"192.168.0.0", "a private address"},
      {"192.168.255.255", "a private address"},
      {"198.18.0.0", "a benchmarking address"},
      {"198.19.255.255", "a benchmarking address"},
      {"198.51.100.7", "a documentation address"},
      {"203.0.113.7", "a documentation address"},
      {"224.0.0.1", "a multicast address"},
      {"239.255.255.255", "a multicast address"},
      {"240.0.0.1", "a reserved address"},
      {"255.255.255.255", "a reserved address"},
      {"::", "an unspecified address"},
      {"::1", "a loopback address"},
      {"::7f00:1", "an unspecified address"},  // IPv4-compatible
      {"100::1", "a discard address"},
      {"2001::1", "a reserved address"},  // Teredo
      {"2001:db8::1", "a documentation address"},
      {"3fff:fff::1", "a documentation address"},
      {"fc00::1", "a private address"},
      {"fdff:ffff::1", "a private address"},
      {"fe80::1", "a link-local address"},
      {"febf::1", "a link-local address"},
      {"fec0::1", "a site-local address"},
      {"ff02::1", "a multicast address"},
      {"64:ff9b:1::1", "a private address"},
  };
  for (const auto& [address, kind] : cases) EXPECT_EQ(refusal(address), kind) << address;
}

TEST(AddressGuard, LooksIntoAddressesThatCarryAnother) {  // WH-49
  for (const std::string inner : {"127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.1.1"}) {
    EXPECT_EQ(refusal("::ffff:" + inner), refusal(inner));
    EXPECT_EQ(refusal("::ffff:0:" + inner), refusal(inner));
    EXPECT_EQ(refusal("64:ff9b::" + inner), refusal(inner));
  }
  EXPECT_EQ(refusal("2002:7f00:1::1"), "a loopback address");
  EXPECT_EQ(refusal("2002:c0a8:101::"), "a private address");
  EXPECT_EQ(refusal("::ffff:8.8.8.8"), "");
  EXPECT_EQ(refusal("64:ff9b::8.8.8.8"), "");
}

TEST(AddressGuard, AdmitsWhatLiesJustOutside) {  // WH-49
  for (const char* address :
       {"1.0.0.0",         "9.255.255.255",        "11.0.0.0",    "100.63.255.255",
        "100.128.0.0",     "126.255.255.255",      "128.0.0.0",   "169.253.255.255",
        "169.255.0.0",     "172.15.255.255",       "172.32.0.0",  "192.167.255.255",
        "192.169.0.0",     "198.17.255.255",       "198.20.0.0",  "223.255.255.255",
        "2606:4700::1111", "2001:4860:4860::8888", "2001:200::1", "2a00:1450::1"})
    EXPECT_EQ(refusal(address), "") << address;
}

RC_GTEST_PROP(AddressGuard, MappedFormsAreJudgedAsTheAddressItself, (Ipv4Bytes inner)) {  // WH-49
  Ipv6Bytes mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  std::memcpy(mapped.data() + 12, inner.data(), inner.size());
  RC_ASSERT(refusal_of(mapped) == refusal_of(inner));
}

TEST(Url, IsTakenApart) {
  const auto plain = parse_url("https://App.Example.com/hooks?x=1#part");
  ASSERT_TRUE(plain);
  EXPECT_TRUE(plain->tls);
  EXPECT_EQ(plain->host, "app.example.com");
  EXPECT_EQ(plain->port, 443);
  EXPECT_EQ(plain->authority, "app.example.com");
  EXPECT_EQ(plain->target, "/hooks?x=1");
  EXPECT_EQ(plain->origin(), "https://app.example.com:443");
  const auto query = parse_url("http://h?x");
  ASSERT_TRUE(query);
  EXPECT_EQ(query->target, "/?x");
  const auto six = parse_url("http://[::1]:8080/a");
  ASSERT_TRUE(six);
  EXPECT_EQ(six->host, "::1");
  EXPECT_EQ(six->authority, "[::1]:8080");
  EXPECT_EQ(parse_url("https://h:443/")->authority, "h");
}

TEST(Url, RefusesWhatCouldMeanTwoPlaces) {  // WH-49
  for (const char* text :
       {"", "h", "ftp://h/", "https://", "https:///x", "https://user@h/", "https://h:0/",
        "https://h:65536/", "https://h:x/", "https://h:/", "https://h\\@evil/", "https://h /",
        "https://h/\r\nX: y", "https://[::1/", "https://[]/", "https://[::1]x/", "https://h%20/",
        "https://h\x80/", "//h/"})
    EXPECT_FALSE(parse_url(text)) << text;
  for (const char* text : {"http", "https", "https:/"}) EXPECT_FALSE(parse_url(text)) << text;
}

}  // namespace
}  // namespace fieldstone::http
