// Bytes of a connection: the head and the framing of the body. What we accept, a strict reader of
// RFC 9112 must accept and read in the same way, to the byte where the next request begins: that is
// what smuggling lives on. And it must not matter in how many pieces the bytes arrive.
#include "http/request_head.hpp"

#include <map>
#include <string>
#include <vector>

#include "base/check.hpp"
#include "http/header_list.hpp"
#include "support/bytes.hpp"
#include "support/strict_http.hpp"

namespace fieldstone::fuzz {
namespace {

constexpr std::uint32_t kMaxHeadBytes = 2048;
constexpr std::size_t kMaxTargetBytes = 512;
constexpr std::uint64_t kMaxBodyBytes = 1024;

enum class End : std::uint8_t { waiting, refused, whole };

struct Reading {
  End head = End::waiting;
  End body = End::waiting;
  http::RequestHead request;
  std::string path;
  std::string query;
  std::vector<HeaderLine> headers;
  std::string content;
  std::size_t used = 0;  // of the bytes: where the next request begins
};

// What http/connection does, with a string for a socket.
class Connection {
 public:
  Connection(std::string_view bytes, std::size_t piece) : bytes_(bytes), piece_(piece) {
    parser_.header_limit(kMaxHeadBytes);
    parser_.body_limit(boost::none);
  }

  Reading read() {
    read_head();
    if (reading_.head == End::whole) read_body();
    reading_.used = taken_ - (input_.size() - parsed_);
    return std::move(reading_);
  }

 private:
  bool fill() {
    const std::string_view more = bytes_.substr(taken_, piece_);
    taken_ += more.size();
    input_ += more;
    return !more.empty();
  }

  void read_head() {
    while (!parser_.is_header_done()) {
      if (!fill()) return;
      if (!http::feed_head(parser_, input_, parsed_)) {
        reading_.head = End::refused;
        return;
      }
    }
    const std::string_view raw(input_.data(), parsed_);
    const bool fine = http::judge_head(parser_, raw, kMaxTargetBytes, reading_.request).has_value();
    reading_.head = fine ? End::whole : End::refused;
    reading_.path = reading_.request.path;
    reading_.query = reading_.request.query;
    for (const auto& field : parser_.get()) {
      reading_.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
  }

  void read_body() {
    parser_.body_limit(kMaxBodyBytes);
    parser_.eager(true);
    while (!parser_.is_done()) {
      if (!http::feed_body(parser_, input_, parsed_, kMaxHeadBytes)) {
        reading_.body = End::refused;
        return;
      }
      if (parser_.is_done()) break;
      input_.erase(0, parsed_);
      parsed_ = 0;
      if (!fill()) return;
    }
    reading_.body = End::whole;
    reading_.content = parser_.get().body();
  }

  std::string_view bytes_;
  std::size_t piece_;
  std::size_t taken_ = 0;
  std::string input_;
  std::size_t parsed_ = 0;
  http::RequestParser parser_;
  Reading reading_;
};

void check_same(const Reading& whole, const Reading& pieces) {
  // What is broken is refused at once or never completed: Beast looks only once it has all.
  FS_CHECK((whole.head == End::whole) == (pieces.head == End::whole));
  if (whole.head != End::whole) return;
  FS_CHECK(whole.path == pieces.path && whole.query == pieces.query);
  FS_CHECK(whole.headers == pieces.headers);
  FS_CHECK((whole.body == End::whole) == (pieces.body == End::whole));
  if (whole.body != End::whole) return;
  FS_CHECK(whole.content == pieces.content);
  FS_CHECK(whole.used == pieces.used);
}

// Beast keeps the fields of one name together; their order among themselves is what counts.
std::vector<HeaderLine> by_name(std::vector<HeaderLine> headers) {
  const auto lower = [](const HeaderLine& line) {
    std::string name = line.name;
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    return name;
  };
  std::map<std::string, std::vector<HeaderLine>> groups;
  for (const HeaderLine& line : headers) groups[lower(line)].push_back(line);
  headers.clear();
  for (const auto& [name, lines] : groups)
    headers.insert(headers.end(), lines.begin(), lines.end());
  return headers;
}

void check_strictly(std::string_view bytes, const Reading& reading) {
  if (reading.head != End::whole) return;
  const auto strict = read_strictly(bytes);
  FS_CHECK(strict);
  FS_CHECK(by_name(strict->headers) == by_name(reading.headers));
  FS_CHECK(strict->target.ends_with(reading.query));
  FS_CHECK(reading.path == "/" || strict->target.find(reading.path) != std::string::npos);
  if (reading.body != End::whole) return;
  FS_CHECK(strict->body);
  FS_CHECK(*strict->body == reading.content);
  FS_CHECK(strict->used == reading.used);
}

void run(Bytes input) {
  const std::size_t piece = 1 + input.below(64);
  const std::string_view bytes = input.rest();
  const Reading whole = Connection(bytes, std::max<std::size_t>(bytes.size(), 1)).read();
  check_strictly(bytes, whole);
  // Where a limit is reached depends on how much has come by then.
  if (bytes.size() < kMaxBodyBytes) check_same(whole, Connection(bytes, piece).read());
}

}  // namespace
}  // namespace fieldstone::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fieldstone::fuzz::run(fieldstone::fuzz::Bytes(data, size));
  return 0;
}
