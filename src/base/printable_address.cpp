#include "base/printable_address.hpp"

#include <algorithm>
#include <array>

namespace fieldstone {
namespace {

constexpr std::string_view kHidden = "…";

// Parameters of a database URL whose values may be read by everybody.
constexpr std::array<std::string_view, 9> kOpenParameters{
    "connections",         "pooler", "sslmode", "host", "hostaddr", "port", "user", "dbname",
    "target_session_attrs"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view take(std::string_view& rest, std::size_t size) {
  const std::string_view taken = rest.substr(0, size);
  rest.remove_prefix(taken.size());
  return taken;
}

// Up to the '@' that ends it. A password with an '@' or a '/' that should have been encoded is
// hidden as well: the last '@' counts, wherever it is.
std::string take_user(std::string_view& rest) {
  const std::size_t end = rest.rfind('@');
  if (end == std::string_view::npos) return {};
  const std::string_view user = take(rest, end + 1);
  const std::size_t name = user.find_first_of(":@");
  std::string shown(user.substr(0, name));
  if (name != end) (shown += ':') += kHidden;
  return shown + '@';
}

// Hosts with their ports; what stands in a port's place and is no number may be a password.
std::string shown_hosts(std::string_view hosts) {
  std::string shown;
  while (!hosts.empty()) {
    const std::size_t bracket = hosts.front() == '[' ? hosts.find(']') : 0;
    const std::size_t from = bracket == std::string_view::npos ? 0 : bracket;
    shown += take(hosts, std::min(hosts.find_first_of(":,", from), hosts.size()));
    if (hosts.starts_with(',')) shown += take(hosts, 1);
    if (!hosts.starts_with(':')) continue;
    shown += take(hosts, 1);
    const std::string_view port = take(hosts, std::min(hosts.find(','), hosts.size()));
    shown += std::all_of(port.begin(), port.end(), is_digit) ? port : kHidden;
  }
  return shown;
}

std::string shown_query(std::string_view query) {
  std::string shown;
  while (!query.empty()) {
    const std::string_view parameter = take(query, std::min(query.find('&'), query.size()));
    take(query, 1);
    const std::string_view name = parameter.substr(0, parameter.find('='));
    const bool open =
        name.size() < parameter.size() &&
        std::find(kOpenParameters.begin(), kOpenParameters.end(), name) != kOpenParameters.end();
    (shown += shown.empty() ? "?" : "&") += open ? parameter : kHidden;
  }
  return shown;
}

std::string shown_database(std::string_view rest) {
  const std::size_t query_at = std::min(rest.find('?'), rest.size());
  const std::string_view query = rest.substr(query_at);
  const std::size_t at = query.find('@');
  // A password with a question mark: what precedes it is part of that.
  if (at < query.find('=') && at != std::string_view::npos) return std::string(kHidden);
  rest = rest.substr(0, query_at);
  std::string shown = take_user(rest);
  shown += shown_hosts(take(rest, std::min(rest.find('/'), rest.size())));
  shown += rest;
  return shown + shown_query(query.substr(std::min<std::size_t>(query.size(), 1)));
}

std::string shown_origin(std::string_view rest) {
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  const bool more = rest.size() - end > 1;  // than a slash
  std::string_view authority = rest.substr(0, end);
  // A user's password may have held the character that seemed to end it.
  if (more && rest.find('@', end) != std::string_view::npos) return std::string(kHidden);
  authority.remove_prefix(std::min(authority.rfind('@') + 1, authority.size()));
  return shown_hosts(authority) + (more ? "/" + std::string(kHidden) : std::string());
}

bool is_path_character(char c) {
  return is_digit(c) || is_letter(c) || c == '.' || c == '/' || c == '-' || c == '_';
}

// Neither an address nor anything known.
std::string shown_other(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), is_path_character)) return std::string(text);
  const std::string_view scheme = text.substr(0, text.find(':'));
  const bool has_scheme =
      scheme.size() < text.size() &&
      std::all_of(scheme.begin(), scheme.end(), [](char c) { return is_letter(c) || is_digit(c); });
  return has_scheme ? std::string(scheme) + ":" + std::string(kHidden) : std::string(kHidden);
}

}  // namespace

std::string printable_address(std::string_view address) {
  for (const std::string_view scheme : {"postgresql://", "postgres://"}) {
    if (address.starts_with(scheme))
      return std::string(scheme) + shown_database(address.substr(scheme.size()));
  }
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (address.starts_with(scheme))
      return std::string(scheme) + shown_origin(address.substr(scheme.size()));
  }
  const bool is_file = address.starts_with("sqlite:") && address.find("://") == address.npos;
  return is_file ? std::string(address) : shown_other(address);
}

}  // namespace fieldstone
