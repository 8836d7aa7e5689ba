// What the lines of a seed call each other by: "@mug" is the id of the record that a line before
// named mug, "@mug.base_variant_id" a member of the answer to its request, "@@mug" the text "@mug".
// Where a member is a link, as V2 has them, its next word is asked of what the link names.
#pragma once

#include <boost/json/value.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fieldstone::cli {

class SeedNames {
 public:
  // What a link names, by its `resource`, such as /orders/100/products.
  using Follow = std::function<Result<boost::json::value>(std::string_view resource)>;

  explicit SeedNames(Follow follow) : follow_(std::move(follow)) {}

  // `id_member`: of the answer, what the name alone stands for.
  void add(const std::string& name, boost::json::value answer, std::string id_member);
  // The value with every reference in it replaced. Errors: a sentence that names the member.
  Result<boost::json::value> resolve(const boost::json::value& value) const;
  Result<boost::json::value> resolve_text(std::string_view text) const;

 private:
  struct Named {
    boost::json::value answer;
    std::string id_member;
  };
  // `member`: where the value is, for complaints.
  Result<boost::json::value> resolve_at(const std::string& member,
                                        const boost::json::value& value) const;
  // What a word names in a value.
  Result<boost::json::value> step(const boost::json::value& from, std::string_view word,
                                  const std::string& shown) const;

  Follow follow_;
  std::map<std::string, Named, std::less<>> names_;
};

}  // namespace fieldstone::cli
