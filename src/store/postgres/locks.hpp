// Advisory locks, which all processes on one database share. They end with their transaction.
#pragma once

#include <cstdint>
#include <string_view>

namespace fieldstone::store::postgres {

// Advisory keys are shared by all that use the database; ours lie in a range of our own. Store ids
// are below 2^32, so a store's key never meets another one.
inline constexpr std::int64_t kKeys = 0x4653'0000'0000'0000;  // "FS"
inline constexpr std::int64_t kMigrationLock = kKeys + (std::int64_t{1} << 40);
inline constexpr std::int64_t kAllStoresLock = kKeys + (std::int64_t{2} << 40);

inline constexpr std::string_view kLockKey = "SELECT pg_advisory_xact_lock($1)";

}  // namespace fieldstone::store::postgres
