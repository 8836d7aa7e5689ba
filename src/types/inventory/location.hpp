#pragma once

#include "app/records/reads.hpp"
#include "core/record/record_type.hpp"

namespace fieldstone::types {

// Where stock lies (docs/contract/inventory.md).
extern const record::RecordType kLocation;

// The one that every store begins with and keeps: what nobody has put elsewhere lies there.
inline constexpr std::int64_t kDefaultLocation = 1;

// By their ids; all of them, for a store has few.
Result<std::vector<app::records::Record>> all_locations(store::Tx& tx, const app::Context& context);

}  // namespace fieldstone::types
