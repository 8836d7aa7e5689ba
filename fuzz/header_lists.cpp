// Header values that are lists, and the compression they ask for.
#include "http/header_list.hpp"

#include <zlib.h>

#include <string>

#include "base/check.hpp"
#include "http/gzip.hpp"
#include "support/bytes.hpp"

namespace fieldstone::fuzz {
namespace {

std::string gunzip(std::string_view compressed, std::size_t size) {
  std::string out(size + 1, '\0');
  z_stream stream{};
  FS_CHECK(inflateInit2(&stream, 15 + 16) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
  stream.avail_in = static_cast<uInt>(compressed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  FS_CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

void check_lists(std::string_view value) {
  http::accepts_json(value);
  http::accepts_gzip(value);
  // What is said once more, last and plainly, is believed unless something more specific was said.
  const std::string text(value);
  if (http::is_json_content_type(value)) {
    FS_CHECK(http::is_json_content_type(text + "; charset=utf-8"));
  }
  FS_CHECK(http::accepts_json("application/json," + text));
  FS_CHECK(http::accepts_gzip("gzip," + text));
  FS_CHECK(!http::accepts_gzip("gzip;q=0," + text));
}

}  // namespace
}  // namespace fieldstone::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fieldstone;
  const std::string_view text = fuzz::Bytes(data, size).rest();
  fuzz::check_lists(text);
  const auto compressed = http::gzip(text);
  FS_CHECK(compressed && fuzz::gunzip(*compressed, text.size()) == text);
  return 0;
}
