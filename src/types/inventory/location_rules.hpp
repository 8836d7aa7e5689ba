// The rules of locations, and the writes that the API has of them.
#pragma once

#include <string>
#include <vector>

#include "app/records/use_cases.hpp"

namespace fieldstone::types {

extern const app::records::Rules kLocationRules;

// What a write of locations or of stock is called: a number of the store's, as a UUID (INV-1).
Result<std::string> next_transaction(store::Tx& tx, const app::Context& context);

struct WriteLocations {
  std::vector<app::records::Draft> drafts;
  record::Action action;
};
Result<std::string> write_locations(store::Tx& tx, const app::Context& context,
                                    const WriteLocations& write);

struct DeleteLocations {
  std::vector<std::int64_t> ids;
};
// Errors: not_found for any of them; validation for one that must stay. Then none goes.
Result<std::string> delete_locations(store::Tx& tx, const app::Context& context,
                                     const DeleteLocations& command);

}  // namespace fieldstone::types
