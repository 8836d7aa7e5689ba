// stdout, whose reader may be gone and whose disk may be full.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fieldstone::cli {

// Hands over all that was printed. Errors: unavailable, with the system's reason, when it did not
// arrive (CL-6).
Status flush_output();

// Prints what is shown once, and hands it over. A reader who is gone is an error, not the end of
// the process.
Status print_secret(const std::string& line);

// What is said behind the reason where that failed and the command was to be undone.
std::string_view outcome_of(const Status& undone);

}  // namespace fieldstone::cli
