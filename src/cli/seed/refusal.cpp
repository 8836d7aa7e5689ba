#include "cli/seed/refusal.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <vector>

#include "json/write.hpp"

namespace fieldstone::cli {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) {
  if (value.is_null()) return {};
  const auto* text = value.if_string();
  return text == nullptr ? fieldstone::json::to_text(value)
                         : std::string(text->data(), text->size());
}

std::string member_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value == nullptr ? std::string() : text_of(*value);
}

// "0.name" of an array of one is "name", "0" nothing.
std::string field_name(std::string_view name, bool only_item) {
  if (only_item && name == "0") return {};
  if (only_item && name.starts_with("0.")) name.remove_prefix(2);
  return std::string(name);
}

void add_errors(const json::value& errors, bool only_item, std::vector<std::string>& found) {
  if (const auto* object = errors.if_object()) {
    for (const auto& member : *object) {
      const std::string name = field_name({member.key().data(), member.key().size()}, only_item);
      found.push_back((name.empty() ? name : name + ": ") + text_of(member.value()));
    }
    return;
  }
  const auto* array = errors.if_array();
  if (array == nullptr) return;
  for (const json::value& element : *array) {
    const auto* object = element.if_object();
    const json::value* inner = object == nullptr ? nullptr : object->if_contains("errors");
    if (inner != nullptr && inner->is_object()) {
      add_errors(*inner, only_item, found);
    } else {
      found.push_back(text_of(element));
    }
  }
}

void add_body(const json::value& body, bool only_item, std::vector<std::string>& found) {
  if (const auto* array = body.if_array()) {  // V2
    for (const json::value& element : *array) {
      const auto* object = element.if_object();
      found.push_back(object == nullptr ? text_of(element) : member_of(*object, "message"));
    }
    return;
  }
  const auto* object = body.if_object();
  if (object == nullptr) return;
  found.push_back(member_of(*object, "title"));
  const std::string detail = member_of(*object, "detail");
  if (!detail.empty()) found.push_back(detail);
  if (const json::value* errors = object->if_contains("errors"))
    add_errors(*errors, only_item, found);
}

}  // namespace

std::string refusal_of(const http::Response& response, bool only_item) {
  std::vector<std::string> found;
  json::error_code error;
  const json::value body = json::parse(response.body, error);
  if (!error) add_body(body, only_item, found);
  std::string sentence = "the API answers " + std::to_string(response.status);
  const char* between = ": ";
  for (const std::string& part : found) {
    if (part.empty()) continue;
    sentence += between + part;
    between = "; ";
  }
  if (found.empty() && !response.body.empty()) sentence += ": " + response.body;
  return sentence;
}

}  // namespace fieldstone::cli
