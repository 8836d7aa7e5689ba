// Runs commands of fieldstone one after another in one process: under a sanitizer, a start costs a
// hundred times what a store or an account does.
//
// Usage: commands     each line of stdin is a JSON array of arguments; each line of stdout is
//                     {"code": …, "out": …, "err": …} of that command.
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "cli/cli.hpp"
#include "json/write.hpp"

namespace fieldstone {
namespace {

// Gives a stream another target as long as it lives.
class Captured {
 public:
  explicit Captured(std::ostream& stream) : stream_(stream), before_(stream.rdbuf(text_.rdbuf())) {}
  ~Captured() { stream_.rdbuf(before_); }
  Captured(const Captured&) = delete;
  Captured& operator=(const Captured&) = delete;
  [[nodiscard]] std::string text() const { return text_.str(); }

 private:
  std::ostream& stream_;
  std::ostringstream text_;
  std::streambuf* before_;
};

boost::json::object run(const std::string& line) {
  std::vector<std::string> words{"fieldstone"};
  const auto sent = boost::json::parse(line);
  for (const auto& word : sent.as_array()) words.emplace_back(word.as_string().c_str());
  std::vector<char*> arguments;
  arguments.reserve(words.size());
  for (std::string& word : words) arguments.push_back(word.data());
  const Captured out(std::cout);
  const Captured err(std::cerr);
  const int code = cli::run(static_cast<int>(arguments.size()), arguments.data());
  return {{"code", code}, {"out", out.text()}, {"err", err.text()}};
}

}  // namespace
}  // namespace fieldstone

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    const auto outcome = fieldstone::run(line);
    std::cout << fieldstone::json::to_text(outcome) << std::endl;
  }
  return 0;
}
