#include "http/access_log.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fieldstone::http {
namespace {

class KeptLog final : public log::Logger {
 public:
  void write(log::Level level, std::string_view event,
             std::span<const log::Field> fields) override {
    lines.push_back(log::format_text(level, event, fields));
  }
  std::vector<std::string> lines;
};

class FixedRequest final : public Request {
 public:
  Verb verb() const override { return Verb::get; }
  std::string_view path() const override { return "/"; }
  std::string_view query() const override { return {}; }
  std::string_view header(std::string_view) const override { return {}; }
  bool has_header(std::string_view) const override { return false; }
  bool has_body() const override { return false; }
  std::string_view peer() const override { return "127.0.0.1"; }
  asio::awaitable<Result<std::string_view>> read_body(std::uint64_t) override {
    co_return std::string_view();
  }
};

std::vector<std::string> lines_of(AccessLog::Requests requests) {
  KeptLog kept;
  AccessLog log(kept, requests);
  FixedRequest request;
  Exchange exchange{request, "0001", TimeMs{0}, 0, "/customers", 0, {}, {}, {}, {}, {}, {}};
  log.fault(exchange, "bad_alloc");
  log.finished(exchange, 500, 0, std::chrono::microseconds(1));
  log.cannot_accept("Too many open files");
  return kept.lines;
}

// --access-log false is about requests, not about defects and shortages.
TEST(AccessLog, TellsOfDefectsAndShortagesEitherWay) {
  const auto quiet = lines_of(AccessLog::Requests::unlogged);
  ASSERT_EQ(quiet.size(), 2U);
  EXPECT_NE(quiet[0].find("level=error event=\"handler threw\" request_id=0001"), std::string::npos)
      << quiet[0];
  EXPECT_NE(quiet[1].find("\"Too many open files\""), std::string::npos) << quiet[1];
  EXPECT_EQ(lines_of(AccessLog::Requests::logged).size(), 3U);
}

}  // namespace
}  // namespace fieldstone::http
