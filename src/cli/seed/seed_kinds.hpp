// What a line of a seed can be: every declared record type that a request can create, and what is
// created in ways of its own.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "http/request.hpp"

namespace fieldstone::cli {

struct SeedKind {
  enum class Way : unsigned char {
    request,    // `verb` and `path`
    metafield,  // the batch of its type of resource
    account,    // not of the API: the command line's own
    user,
  };
  enum class Body : unsigned char { object, array_of_one };

  std::string name;
  Way way = Way::request;
  http::Verb verb = http::Verb::post;
  std::string path{};  // below /stores/{store_hash}
  Body body = Body::object;
  std::string id = "id";  // the member that "@name" stands for
  bool owned = false;     // it belongs to the account that makes it
};

// In the order in which help and complaints tell them.
const std::vector<SeedKind>& seed_kinds();
// Null when there is none of that name.
const SeedKind* find_seed_kind(std::string_view name);

// The path of a request that makes the record, below /stores/{store_hash}. Takes the members that
// the path names out of the record. Errors: a sentence that names the member.
Result<std::string> take_path(const SeedKind& kind, boost::json::object& record);

}  // namespace fieldstone::cli
