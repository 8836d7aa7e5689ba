// Routes: path templates such as /stores/{store_hash}/v3/customers, matched segment by segment.
// Static segments win over parameters (MF-61). Pure; a look-up does not allocate unless a parameter
// is percent-encoded.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/request.hpp"

namespace fieldstone::http {

inline constexpr std::size_t kVerbCount = 9;
inline constexpr std::size_t kMaxPathParameters = 6;

class Router;

// What a path leads to. Valid as long as the path and the router.
class Match {
 public:
  bool found() const { return rows_ != nullptr; }
  // The row's index for a verb; HEAD is served by GET's row; -1 where the route has no such verb.
  int index_of(Verb verb) const;
  // The verbs that have a row here, HEAD beside GET.
  std::vector<Verb> verbs() const;
  // Decoded, in path order.
  std::span<const std::string_view> parameters() const { return {parameters_.data(), count_}; }

 private:
  friend class Router;
  const std::array<int, kVerbCount>* rows_ = nullptr;
  std::array<std::string_view, kMaxPathParameters> parameters_;
  std::size_t count_ = 0;
  std::vector<std::unique_ptr<std::string>> decoded_;
};

class Router {
 public:
  Router();
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  // Requires: no other row of equal shape and verb; at most kMaxPathParameters parameters.
  void add(Verb verb, std::string_view path_template, int index);
  // The same, but where there is a row of equal shape and verb already, nothing happens.
  void add_if_free(Verb verb, std::string_view path_template, int index);
  // Slashes that follow each other count as one, and one at the end as none (HTTP-8).
  Match match(std::string_view path) const;

 private:
  struct Node;
  int& row_of(Verb verb, std::string_view path_template);
  static bool walk(const Node& node, std::string_view rest, Match& match);

  std::unique_ptr<Node> root_;
};

}  // namespace fieldstone::http
