// Giving metafields to another API account (GQ-30 … GQ-33).
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "core/ids.hpp"
#include "core/metafield.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app {

struct Reassignment {
  StoreId store_id;
  std::vector<MetafieldId> ids;
  std::string new_owner_client_id;
};

struct ReassignmentPlan {
  std::vector<Metafield>
      fields;  // that change owner; those which the new owner has already are left out
  struct Obstacle {
    MetafieldId id;
    std::string reason;
  };
  std::vector<Obstacle> obstacles;  // any of them stops the whole (GQ-33)
};

// What a reassignment would do. Reads only.
// Errors: not_found when the new owner is no active account of the store.
Result<ReassignmentPlan> plan_reassignment(store::Tx& tx, const Reassignment& command);
// Plans and does it; with an obstacle nothing changes and the plan says why.
Result<ReassignmentPlan> reassign(store::Tx& tx, const Reassignment& command);

}  // namespace fieldstone::app
