#include "types/catalog/product_search.hpp"

#include <boost/json/array.hpp>
#include <set>

#include "base/utf8.hpp"
#include "types/catalog/product.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

constexpr std::size_t kMostWords = 64;
constexpr std::size_t kMostBytes = 64;  // of one word

bool divides(char c) {
  const auto byte = static_cast<unsigned char>(c);
  const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || byte >= 0x80;
  return !letter && c != '-' && c != '_';
}

// Adds the words of a text, without its markup.
void add_words(std::string_view text, std::set<std::string>& words) {
  std::string word;
  bool in_tag = false;
  const std::string folded = fold_case(text) + " ";
  for (const char c : folded) {
    if (c == '<') in_tag = true;
    if (!in_tag && !divides(c)) {
      word += c;
      continue;
    }
    if (c == '>') in_tag = false;
    if (!word.empty() && word.size() <= kMostBytes && words.size() < kMostWords) words.insert(word);
    word.clear();
  }
}

}  // namespace

app::records::Object product_shadow(const app::records::Object& members) {
  std::set<std::string> words;
  for (const std::string_view name : {"name", "sku", "search_keywords", "description"})
    add_words(text_in(members, name), words);
  boost::json::array listed;
  for (const std::string& word : words) listed.emplace_back(word);
  const bool tracked = text_in(members, "inventory_tracking") != "none";
  const std::int64_t level = integer_in(members, "inventory_level");
  app::records::Object shadow;
  shadow["inventory_low"] = tracked && level <= integer_in(members, "inventory_warning_level");
  shadow["out_of_stock"] = tracked && level <= 0;
  shadow["words"] = std::move(listed);
  return shadow;
}

Status ask_keyword(std::string_view name, std::string_view value, store::RecordQuery& query) {
  if (name != "keyword") return {};
  std::set<std::string> words;
  add_words(value, words);
  for (const std::string& word : words)
    query.require({kProduct.find("words"), store::kPrefix, {}, {word}});
  return {};
}

}  // namespace fieldstone::types
