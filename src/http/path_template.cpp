#include "http/path_template.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "http/query_string.hpp"

namespace fieldstone::http {
namespace {

constexpr int kNone = -1;

// Slashes in front of a segment, one or more (HTTP-8).
void skip_slashes(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of('/'), rest.size()));
}

// Takes the first segment off an absolute path: "/a/b" -> "a", "/b".
std::string_view take_segment(std::string_view& rest) {
  skip_slashes(rest);
  const std::string_view segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return segment;
}

}  // namespace

struct Router::Node {
  std::vector<std::pair<std::string, std::unique_ptr<Node>>> children;  // by length, then name
  std::unique_ptr<Node> parameter;
  std::array<int, kVerbCount> rows;
  bool terminal = false;

  Node() { rows.fill(kNone); }

  // Where a segment stands or would stand among the children.
  auto place_of(std::string_view segment) const {
    return std::lower_bound(children.begin(), children.end(), segment,
                            [](const auto& entry, std::string_view name) {
                              if (entry.first.size() != name.size())
                                return entry.first.size() < name.size();
                              return entry.first < name;
                            });
  }
  Node* child(std::string_view segment) const {
    const auto place = place_of(segment);
    return place != children.end() && place->first == segment ? place->second.get() : nullptr;
  }
  Node* add_child(std::string_view segment) {
    return children.emplace(place_of(segment), std::string(segment), std::make_unique<Node>())
        ->second.get();
  }
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

int Match::index_of(Verb verb) const {
  if (rows_ == nullptr) return kNone;
  const Verb served = verb == Verb::head ? Verb::get : verb;
  return (*rows_)[static_cast<std::size_t>(served)];
}

std::vector<Verb> Match::verbs() const {
  std::vector<Verb> verbs;
  for (const Verb verb : {Verb::get, Verb::head, Verb::post, Verb::put, Verb::delete_}) {
    if (index_of(verb) != kNone) verbs.push_back(verb);
  }
  return verbs;
}

int& Router::row_of(Verb verb, std::string_view path_template) {
  Node* node = root_.get();
  while (!path_template.empty()) {
    const std::string_view segment = take_segment(path_template);
    FS_CHECK(!segment.empty());
    if (segment.front() == '{') {
      if (!node->parameter) node->parameter = std::make_unique<Node>();
      node = node->parameter.get();
      continue;
    }
    Node* const known = node->child(segment);
    node = known != nullptr ? known : node->add_child(segment);
  }
  node->terminal = true;
  return node->rows[static_cast<std::size_t>(verb)];
}

void Router::add(Verb verb, std::string_view path_template, int index) {
  int& row = row_of(verb, path_template);
  FS_CHECK(row == kNone);  // two rows of equal shape
  row = index;
}

void Router::add_if_free(Verb verb, std::string_view path_template, int index) {
  int& row = row_of(verb, path_template);
  if (row == kNone) row = index;
}

Match Router::match(std::string_view path) const {
  Match match;
  if (path.empty() || path.front() != '/' || !walk(*root_, path, match)) return {};
  for (std::size_t i = 0; i < match.count_; ++i) {
    if (match.parameters_[i].find('%') == std::string_view::npos) continue;
    auto decoded = percent_decode(match.parameters_[i], false);
    if (!decoded) return {};
    match.decoded_.push_back(std::make_unique<std::string>(std::move(*decoded)));
    match.parameters_[i] = *match.decoded_.back();
  }
  return match;
}

bool Router::walk(const Node& node, std::string_view rest, Match& match) {
  skip_slashes(rest);
  if (rest.empty()) {
    if (!node.terminal) return false;
    match.rows_ = &node.rows;
    return true;
  }
  const std::string_view segment = take_segment(rest);
  if (const Node* child = node.child(segment); child != nullptr && walk(*child, rest, match))
    return true;
  if (!node.parameter || match.count_ == kMaxPathParameters) return false;
  match.parameters_[match.count_++] = segment;
  if (walk(*node.parameter, rest, match)) return true;
  --match.count_;
  return false;
}

}  // namespace fieldstone::http
