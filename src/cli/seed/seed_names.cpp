#include "cli/seed/seed_names.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>

namespace fieldstone::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostShown = 100;

Failure broken(std::string sentence) {
  return fail(Code::validation, "CL-13", std::move(sentence));
}

// The first word of a text that dots divide; takes it and its dot away.
std::string_view take_word(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find('.'));
  text.remove_prefix(std::min(text.size(), word.size() + 1));
  return word;
}

const json::value* element_of(const json::array& array, std::string_view word) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), index);
  const bool number = error == std::errc() && end == word.data() + word.size();
  return number && index < array.size() ? &array[index] : nullptr;
}

std::string members_of(const json::value& value) {
  std::string names;
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object)
      (names += names.empty() ? "; it has: " : ", ")
          .append(member.key().data(), member.key().size());
  } else if (const auto* array = value.if_array()) {
    names = "; it has " + std::to_string(array->size()) + " elements, from 0 on";
  }
  return names;
}

}  // namespace

void SeedNames::add(const std::string& name, json::value answer, std::string id_member) {
  names_.insert_or_assign(name, Named{std::move(answer), std::move(id_member)});
}

Result<json::value> SeedNames::resolve(const json::value& value) const {
  return resolve_at({}, value);
}

Result<json::value> SeedNames::resolve_text(std::string_view text) const {
  if (!text.starts_with('@')) return json::value(json::string(text));
  if (text.starts_with("@@")) return json::value(json::string(text.substr(1)));
  const std::string shown(text.substr(0, kMostShown));
  std::string_view left = text.substr(1);
  const std::string_view name = take_word(left);
  const auto named = names_.find(name);
  if (named == names_.end()) {
    return broken("no line before this one is called " + shown.substr(0, name.size() + 1) +
                  "; write @" + shown + " if it is meant as a text");
  }
  if (left.empty()) left = named->second.id_member;
  json::value at = named->second.answer;
  while (!left.empty()) {
    FS_TRY(auto next, step(at, take_word(left), shown));
    at = std::move(next);
  }
  return at;
}

// NOLINTNEXTLINE(misc-no-recursion): what a link names is no link
Result<json::value> SeedNames::step(const json::value& from, std::string_view word,
                                    const std::string& shown) const {
  const json::value* found = nullptr;
  if (const auto* array = from.if_array()) {
    found = element_of(*array, word);
  } else if (const auto* object = from.if_object()) {
    found = object->if_contains(word);
    const json::value* link = found == nullptr ? object->if_contains("resource") : nullptr;
    if (const auto* resource = link == nullptr ? nullptr : link->if_string()) {
      FS_TRY(const auto linked, follow_({resource->data(), resource->size()}));
      if (!linked.is_object() || !linked.get_object().contains("resource"))
        return step(linked, word, shown);
    }
  }
  if (found != nullptr) return *found;
  return broken(shown + ": its answer has no " + std::string(word.substr(0, kMostShown)) +
                members_of(from));
}

// NOLINTNEXTLINE(misc-no-recursion): the depth was bounded when the value was read
Result<json::value> SeedNames::resolve_at(const std::string& member,
                                          const json::value& value) const {
  const std::string above = member.empty() ? member : member + ".";
  if (const auto* text = value.if_string()) {
    auto resolved = resolve_text({text->data(), text->size()});
    if (!resolved) return broken(member + ": " + resolved.error().message);
    return resolved;
  }
  if (const auto* array = value.if_array()) {
    json::array made;
    for (const json::value& element : *array) {
      FS_TRY(auto resolved, resolve_at(above + std::to_string(made.size()), element));
      made.push_back(std::move(resolved));
    }
    return json::value(std::move(made));
  }
  const auto* object = value.if_object();
  if (object == nullptr) return value;
  json::object made;
  for (const auto& inner : *object) {
    FS_TRY(auto resolved,
           resolve_at(above + std::string(inner.key().data(), inner.key().size()), inner.value()));
    made.emplace(inner.key(), std::move(resolved));
  }
  return json::value(std::move(made));
}

}  // namespace fieldstone::cli
