#include "base/log.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "base/json_text.hpp"

namespace fieldstone::log {
namespace {

std::string_view level_name(Level level) {
  switch (level) {
    case Level::debug: return "debug";
    case Level::info: return "info";
    case Level::warn: return "warn";
    case Level::error: return "error";
    case Level::off: return "off";
  }
  return {};
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug: return spdlog::level::debug;
    case Level::info: return spdlog::level::info;
    case Level::warn: return spdlog::level::warn;
    case Level::error: return spdlog::level::err;
    case Level::off: return spdlog::level::off;
  }
  return spdlog::level::off;
}

bool is_plain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7F && c != '"' && c != '=' && c != '\\';
  });
}

void append_value(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out += text;
  } else {
    append_json_string(out, text);
  }
}

// Fully buffered stderr of our own, so that an access-log line costs no system call.
class BufferedStderrSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  ~BufferedStderrSink() override { flush_(); }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    pending_.append(line.data(), line.size());
    constexpr std::size_t kFlushBytes = 64 * 1024;
    if (pending_.size() >= kFlushBytes) flush_();
  }
  void flush_() override {
    if (!pending_.empty()) std::fwrite(pending_.data(), 1, pending_.size(), stderr);
    pending_.clear();
    std::fflush(stderr);
  }

 private:
  std::string pending_;
};

class StderrLogger final : public Logger {
 public:
  StderrLogger(Level level, Format format)
      : format_(format), logger_("fieldstone", std::make_shared<BufferedStderrSink>()) {
    logger_.set_level(spdlog_level(level));
    logger_.flush_on(spdlog::level::warn);
    const char* const pattern = format == Format::json ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ",%v})"
                                                       : "time=%Y-%m-%dT%H:%M:%S.%eZ %v";
    logger_.set_formatter(
        std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
    flusher_ = std::thread([this] { flush_each_second(); });
  }
  ~StderrLogger() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    flusher_.join();
    logger_.flush();
  }

  void write(Level level, std::string_view event, std::span<const Field> fields) override {
    if (!logger_.should_log(spdlog_level(level))) return;
    logger_.log(spdlog_level(level),
                spdlog::string_view_t(format_ == Format::json ? format_json(level, event, fields)
                                                              : format_text(level, event, fields)));
  }

 private:
  void flush_each_second() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; }))
      logger_.flush();
  }

  Format format_;
  spdlog::logger logger_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread flusher_;
};

}  // namespace

std::string format_text(Level level, std::string_view event, std::span<const Field> fields) {
  std::string line = "level=";
  line.append(level_name(level)).append(" event=");
  append_value(line, event);
  for (const Field& field : fields) {
    line.append(" ").append(field.name).append("=");
    if (field.is_integer) {
      line += std::to_string(field.integer);
    } else {
      append_value(line, field.text);
    }
  }
  return line;
}

std::string format_json(Level level, std::string_view event, std::span<const Field> fields) {
  std::string line = R"("level":")";
  line.append(level_name(level)).append(R"(","event":)");
  append_json_string(line, event);
  for (const Field& field : fields) {
    line += ',';
    append_json_string(line, field.name);
    line += ':';
    if (field.is_integer) {
      line += std::to_string(field.integer);
    } else {
      append_json_string(line, field.text);
    }
  }
  return line;
}

std::unique_ptr<Logger> make_stderr_logger(Level level, Format format) {
  return std::make_unique<StderrLogger>(level, format);
}

}  // namespace fieldstone::log
