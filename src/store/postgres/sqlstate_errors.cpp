#include "store/postgres/sqlstate_errors.hpp"

#include <string>

#include "store/unit/store.hpp"

namespace fieldstone::store::postgres {
namespace {

// Single states that differ from their class.
constexpr std::string_view kConflict[] = {"40001", "40P01"};
// A server that shuts down, starts up, or was told to drop us; and a standby where a primary is
// needed, which a failover cures by connecting again.
constexpr std::string_view kLost[] = {"57P01", "57P02", "57P03", "57P05", "25006"};

// Classes of conditions that may pass: connection, resources, operator intervention, system, and
// lock_not_available and others of object_not_in_prerequisite_state.
constexpr std::string_view kUnavailableClasses[] = {"53", "57", "58", "55", "25", "28"};

template <std::size_t N>
bool contains(const std::string_view (&states)[N], std::string_view state) {
  for (const std::string_view one : states) {
    if (one == state) return true;
  }
  return false;
}

}  // namespace

Fault fault_of(std::string_view sqlstate) {
  if (sqlstate.empty() || sqlstate.starts_with("08")) return Fault::connection_lost;
  if (contains(kConflict, sqlstate)) return Fault::conflict;
  if (contains(kLost, sqlstate)) return Fault::connection_lost;
  if (sqlstate == "57014") return Fault::too_long;
  if (contains(kUnavailableClasses, sqlstate.substr(0, 2))) return Fault::unavailable;
  return Fault::internal;
}

Code code_of(Fault fault) { return fault == Fault::internal ? Code::internal : Code::unavailable; }

std::string_view sqlstate_of(const PGresult* result) {
  const char* state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return state == nullptr ? std::string_view() : std::string_view(state);
}

Failure failure(Fault fault, const PGresult* result, std::string_view doing, log::Logger& logger) {
  if (fault != Fault::conflict) {
    const char* message =
        result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    logger.error("database error",
                 {{"doing", doing},
                  {"sqlstate", sqlstate_of(result)},
                  {"message", message == nullptr ? "the connection is gone" : message}});
  }
  if (fault == Fault::too_long)
    return fail(Code::unavailable, "HTTP-170", std::string(kTookTooLong));
  const char* const reason =
      result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  return fail(code_of(fault), {},
              reason == nullptr ? std::string("the connection to PostgreSQL broke")
                                : std::string("PostgreSQL says: ") + reason);
}

}  // namespace fieldstone::store::postgres
