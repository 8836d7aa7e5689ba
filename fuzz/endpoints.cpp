// Requests to every endpoint of the table, through the dispatcher: path, query, decoder of the
// body, use case, SQL and encoder. New rows of the table are reached without a change here.
//
// An input is up to kMaxRequests requests, separated by the byte 0x1E:
//   two bytes   the row: the first one whose hash is not smaller
//   one byte    bits 0-2 the caller, bit 3 HEAD for GET, bit 4 without Content-Type
//   a line      the values of the path's parameters, separated by '/'; '?' and the query
//   the rest    the body
#include <map>
#include <string>

#include "base/check.hpp"
#include "support/bytes.hpp"
#include "support/front_door.hpp"

namespace fieldstone::fuzz {
namespace {

constexpr char kSeparator = '\x1E';
constexpr int kMaxRequests = 8;

// FNV-1a of "GET /v3/customers/{}/consent", folded to 16 bits: a row keeps its place when others
// come and go, so that a corpus stays what it was.
std::uint16_t hash_of(std::string_view verb, std::string_view path) {
  std::uint32_t hash = 2166136261U;
  bool in_name = false;
  const auto add = [&](char c) { hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U; };
  for (const char c : verb) add(c);
  add(' ');
  for (const char c : path) {
    if (c == '}') in_name = false;
    if (!in_name) add(c);
    if (c == '{') in_name = true;
  }
  return static_cast<std::uint16_t>(hash ^ (hash >> 16U));
}

class Table {
 public:
  explicit Table(const std::vector<api::Endpoint>& endpoints) {
    for (const api::Endpoint& endpoint : endpoints) {
      std::uint16_t place = hash_of(http::verb_name(endpoint.verb), endpoint.path);
      while (!rows_.emplace(place, &endpoint).second) ++place;
    }
  }
  const api::Endpoint& at(std::uint16_t place) const {
    const auto row = rows_.lower_bound(place);
    return row == rows_.end() ? *rows_.begin()->second : *row->second;
  }

 private:
  std::map<std::uint16_t, const api::Endpoint*> rows_;
};

// "/v3/customers/{id}" with the values put in; 1 where there is none.
std::string fill(std::string_view path, std::string_view values) {
  Bytes rest(reinterpret_cast<const std::uint8_t*>(values.data()), values.size());
  std::string filled = "/stores/fuzz";
  while (!path.empty()) {
    const auto open = std::min(path.find('{'), path.size());
    filled += path.substr(0, open);
    path.remove_prefix(open);
    if (path.empty()) break;
    path.remove_prefix(path.find('}') + 1);
    filled += rest.done() ? std::string_view("1") : rest.until('/');
  }
  return filled;
}

PlainRequest read_request(const Table& table, std::string_view text) {
  Bytes bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  const unsigned high = bytes.byte();
  const unsigned low = bytes.byte();
  const api::Endpoint& endpoint = table.at(static_cast<std::uint16_t>(high << 8U | low));
  const unsigned options = bytes.byte();
  const std::string_view token = FrontDoor::kTokens[(options & 7U) % FrontDoor::kTokens.size()];
  const std::string_view line = bytes.until('\n');
  const auto mark = std::min(line.find('?'), line.size());
  PlainRequest request;
  const bool head = endpoint.verb == http::Verb::get && (options & 8U) != 0;
  request.verb = head ? http::Verb::head : endpoint.verb;
  request.path = fill(endpoint.path, line.substr(0, mark));
  request.query = line.substr(std::min(mark + 1, line.size()));
  request.headers.push_back({"X-Auth-Token", std::string(token)});
  if ((options & 16U) == 0) request.headers.push_back({"Content-Type", "application/json"});
  request.body = bytes.rest();
  return request;
}

void run(Bytes input) {
  static FrontDoor door;
  static const Table table(door.endpoints());
  for (int i = 0; i < kMaxRequests && !input.done(); ++i) {
    const PlainRequest request = read_request(table, input.until(kSeparator));
    const http::Response first = door.send(request);
    if (request.verb != http::Verb::get) continue;
    const http::Response second = door.send(request);
    FS_CHECK(first.status == second.status && first.body == second.body);
  }
  door.check_and_reset();
}

}  // namespace
}  // namespace fieldstone::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fieldstone::fuzz::run(fieldstone::fuzz::Bytes(data, size));
  return 0;
}
