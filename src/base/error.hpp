// What went wrong, as data. The one error type of the whole program; api/error_response turns it
// into a wire body, cli/ into a sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fieldstone {

enum class Code : unsigned char {
#define FS_ERROR_CODE(name, status, title) name,
#include "base/error_codes.def"
#undef FS_ERROR_CODE
};

// HTTP status a code answers with unless its family overrides it.
int default_status(Code code);
// Title a code answers with when the error carries no message.
std::string_view default_title(Code code);
// Stable: the enumerator's own name, for logs.
std::string_view code_name(Code code);

// One broken rule of one field. `field` is a path such as "key" or "0.email".
struct FieldError {
  std::string field;
  std::string message;

  friend bool operator==(const FieldError&, const FieldError&) = default;
};

// `rule` cites the contract sheet; it is for logs and readers, never for the client.
// `message` and `fields` may reach the client: they hold no SQL, path, token or other caller's
// data.
struct Error {
  Code code = Code::internal;
  std::string_view rule;
  std::string message;
  std::vector<FieldError> fields;
};

}  // namespace fieldstone
