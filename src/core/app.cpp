#include "core/app.hpp"

#include <algorithm>
#include <set>

#include "core/email.hpp"

namespace fieldstone {
namespace {

std::set<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kBetween = " ,";
  std::set<std::string_view> words;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find_first_of(kBetween));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (!word.empty()) words.insert(word);
  }
  return words;
}

}  // namespace

std::string scope_words(std::string_view scopes) {
  std::string text;
  for (const std::string_view word : words_of(scopes)) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

bool same_scopes(std::string_view left, std::string_view right) {
  return words_of(left) == words_of(right);
}

Result<std::string> user_email(std::string_view email) {
  constexpr std::size_t kMaxBytes = 254;
  if (email.size() > kMaxBytes || !looks_like_email(email)) {
    return fail(Code::validation, "APP-30", "\"" + std::string(email) + "\" is no e-mail address");
  }
  std::string lower(email);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

}  // namespace fieldstone
