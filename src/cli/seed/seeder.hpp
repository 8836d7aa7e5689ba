// Makes what a seed says, each line by a request to the API's own front door, inside one unit of
// work: all of it or nothing.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "api/gate/dispatch.hpp"
#include "base/log.hpp"
#include "cli/seed/seed_lines.hpp"
#include "cli/seed/seed_names.hpp"
#include "http/made_request.hpp"
#include "store/unit/inside_unit.hpp"

namespace fieldstone::cli {

struct SeedPlace {
  StoreId store_id;
  std::string store_hash;
  TimeMs now;
};

// Thread: the one that runs the unit.
class Seeder {
 public:
  // How many lines are done.
  using Progress = std::function<void(std::int64_t)>;

  // Requires: the unit outlives it.
  Seeder(store::Tx& tx, SeedPlace place, const api::DispatchOptions& options);

  // Nothing of who does it remains in the store. Errors: those of the first line that fails, with
  // its place; then the unit must fail, too.
  Status run(std::span<const SeedLine> lines, const Progress& progress);

 private:
  Status add(const SeedLine& line);
  Result<boost::json::value> make(const SeedLine& line, boost::json::object record);
  Result<boost::json::value> request(const SeedLine& line, boost::json::object record);
  Result<boost::json::value> follow(std::string_view resource);
  http::PlainRequest request_to(http::Verb verb, const std::string& path,
                                const std::string& token) const;
  http::Response send(const http::PlainRequest& request);
  Result<std::string> token_of(const std::string& by);
  Result<std::string> make_token_for(const std::string& client_id);
  Status hire();
  Status dismiss();

  store::Tx& tx_;
  SeedPlace place_;
  api::Seal seal_;
  log::NullLogger logger_;
  store::InsideUnit store_;
  api::Dispatcher dispatcher_;
  boost::asio::io_context loop_;
  SeedNames names_;
  std::string client_id_;                      // of the account that is there for the seed alone
  std::map<std::string, std::string> tokens_;  // of accounts, for the seed alone
};

}  // namespace fieldstone::cli
