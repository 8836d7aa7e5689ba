// Domains to which deliveries rest for a while (WH-82), as GET /hooks/admin shows them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "core/ids.hpp"

namespace fieldstone::api {

struct BlockedReason {
  std::string failure_description;
  std::int64_t count = 0;
  TimeS timestamp;  // of the latest
};

struct BlockedDomain {
  std::string destination;        // the domain
  std::int64_t seconds_left = 0;  // until deliveries go on
  std::vector<BlockedReason> reasons;
};

// What the process that delivers knows; a process that does not knows none. Thread: any.
class BlockedDomains {
 public:
  virtual ~BlockedDomains() = default;
  // Those of this client only: others must not learn of them.
  virtual std::vector<BlockedDomain> of_client(StoreId store_id,
                                               std::string_view client_id) const = 0;
};

}  // namespace fieldstone::api
