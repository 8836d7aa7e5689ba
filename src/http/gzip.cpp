#include "http/gzip.hpp"

#include <zlib.h>

namespace fieldstone::http {
namespace {

class Deflater {
 public:
  Deflater() {
    constexpr int kFast = 1;  // level 6 costs five times the CPU for a tenth fewer bytes of JSON
    constexpr int kGzipWindow = 15 + 16;
    constexpr int kMemoryLevel = 8;
    ready_ = deflateInit2(&stream_, kFast, Z_DEFLATED, kGzipWindow, kMemoryLevel,
                          Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~Deflater() { deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::optional<std::string> run(std::string_view body) {
    if (!ready_ || deflateReset(&stream_) != Z_OK) return std::nullopt;
    std::string out(deflateBound(&stream_, body.size()), '\0');
    // zlib's interface predates const.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
    stream_.avail_in = static_cast<uInt>(body.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream_, Z_FINISH) != Z_STREAM_END) return std::nullopt;
    out.resize(stream_.total_out);
    return out;
  }

 private:
  z_stream stream_{};
  bool ready_ = false;
};

}  // namespace

std::optional<std::string> gzip(std::string_view body) {
  thread_local Deflater deflater;
  return deflater.run(body);
}

}  // namespace fieldstone::http
