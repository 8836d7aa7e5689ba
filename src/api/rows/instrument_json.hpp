// A stored instrument as an operator writes it and as the API shows it (CU-190).
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace fieldstone::api {

struct InstrumentJson {
  std::string text;  // the documented members in their order
  bool is_default = false;
};

// Members that are left out are empty. Only masked data passes: no card or account number, whole or
// nearly so (CU-191).
// Errors: validation with a sentence that says what is wrong.
Result<InstrumentJson> make_instrument_json(std::string_view text);

}  // namespace fieldstone::api
