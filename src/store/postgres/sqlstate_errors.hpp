// SQLSTATE -> Error.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <string_view>

#include "base/log.hpp"
#include "base/result.hpp"

namespace fieldstone::store::postgres {

// What a failed statement means for the unit of work it belongs to.
enum class Fault : std::uint8_t {
  none,
  conflict,         // another transaction came first: run the unit again
  connection_lost,  // nobody answers any more
  too_long,         // the statement's time is over
  unavailable,      // a condition of the server that may pass
  internal,         // our own mistake, or damage
};

// What a SQLSTATE says; an empty one stands for a connection that broke.
Fault fault_of(std::string_view sqlstate);

Code code_of(Fault fault);

// The SQLSTATE of a failed result, empty when the server did not say.
std::string_view sqlstate_of(const PGresult* result);

// Logs what PostgreSQL says of a failure and returns it with a sentence for the operator
// (is_for_operator). A conflict is part of the day's work: it is not logged.
Failure failure(Fault fault, const PGresult* result, std::string_view doing, log::Logger& logger);

}  // namespace fieldstone::store::postgres
