#include "http/url.hpp"

#include <algorithm>
#include <charconv>

namespace fieldstone::http {
namespace {

Failure refused(std::string_view why) {
  return fail(Code::validation, "WH-2", "the URL " + std::string(why));
}

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name_byte(char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_'; }

bool is_ipv6_byte(char c) {
  return (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || (c >= '0' && c <= '9') || c == ':' ||
         c == '.';
}

// Visible ASCII that every reader takes for itself.
bool is_url_byte(char c) { return c > ' ' && c < 0x7f && c != '\\' && c != '"'; }

std::string lower(std::string_view text) {
  std::string made(text);
  for (char& c : made) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return made;
}

Result<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc() || stopped != end || port == 0) return refused("has a bad port");
  return port;
}

// Takes the host off the front of `authority`; what is left is a port or nothing.
Status take_host(std::string_view& authority, Url& url) {
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return refused("has an open bracket");
    const std::string_view host = authority.substr(1, end - 1);
    if (host.empty() || !std::all_of(host.begin(), host.end(), is_ipv6_byte))
      return refused("has a bad host");
    url.host = lower(host);
    authority.remove_prefix(end + 1);
    return {};
  }
  const std::string_view host = authority.substr(0, authority.find(':'));
  if (host.empty() || host.size() > 253 || !std::all_of(host.begin(), host.end(), is_name_byte))
    return refused("has a bad host");
  url.host = lower(host);
  authority.remove_prefix(host.size());
  return {};
}

}  // namespace

std::string Url::origin() const {
  return (tls ? "https://" : "http://") + host + ":" + std::to_string(port);
}

Result<Url> parse_url(std::string_view text) {
  if (!std::all_of(text.begin(), text.end(), is_url_byte)) return refused("has a forbidden byte");
  Url url;
  const std::size_t colon = text.find("://");
  const std::string scheme = lower(text.substr(0, colon));
  if (colon == std::string_view::npos || (scheme != "http" && scheme != "https"))
    return refused("must begin with http:// or https://");
  url.tls = scheme == "https";
  text.remove_prefix(colon + 3);
  text = text.substr(0, text.find('#'));
  std::string_view authority = text.substr(0, text.find_first_of("/?"));
  const std::string_view target = text.substr(authority.size());
  FS_TRY_STATUS(take_host(authority, url));
  url.port = url.tls ? 443 : 80;
  const bool bracketed = url.host.find(':') != std::string::npos;
  url.authority = bracketed ? "[" + url.host + "]" : url.host;
  if (!authority.empty()) {
    if (authority.front() != ':') return refused("has a bad host");
    const std::uint16_t usual = url.port;
    FS_TRY(url.port, parse_port(authority.substr(1)));
    if (url.port != usual) url.authority += ":" + std::to_string(url.port);
  }
  url.target = (target.starts_with('/') ? "" : "/") + std::string(target);
  return url;
}

}  // namespace fieldstone::http
