// URLs that hooks post to. They are judged by one reader (core) and called by another (http): what
// the first lets through, the second must take for the same place, or a check is worth nothing.
#include "core/destination.hpp"

#include <algorithm>
#include <string>

#include "base/check.hpp"
#include "http/url.hpp"
#include "support/bytes.hpp"

namespace fieldstone::fuzz {
namespace {

bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

void check_call(const http::Url& url) {
  FS_CHECK(!url.host.empty() && url.port != 0 && url.target.starts_with('/'));
  // They become lines of a request.
  FS_CHECK(is_visible(url.authority) && is_visible(url.target));
  const auto again =
      http::parse_url((url.tls ? "https://" : "http://") + url.authority + url.target);
  FS_CHECK(again && again->origin() == url.origin() && again->authority == url.authority &&
           again->target == url.target);
}

void check(std::string_view text) {
  const auto called = http::parse_url(text);
  if (called) check_call(*called);
  const auto judged = parse_destination(text);
  FS_CHECK(judged || !destination_fault(text, true).empty());
  if (!judged) return;
  FS_CHECK(called && called->tls == judged->secure && called->host == judged->host &&
           called->port == judged->port && called->target == judged->target);
  FS_CHECK((called->host.find(':') != std::string::npos) == judged->is_ipv6);
  const bool usual = judged->secure && judged->port == 443;
  FS_CHECK(destination_fault(text, false).empty() == usual);
}

}  // namespace
}  // namespace fieldstone::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fieldstone::fuzz::check(fieldstone::fuzz::Bytes(data, size).rest());
  return 0;
}
