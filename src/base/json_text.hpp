// A JSON string, for lines of the log and lists that are one SQL parameter. Answers have a writer
// of their own (api/json_write).
#pragma once

#include <string>
#include <string_view>

namespace fieldstone {

// Appends `text` in quotes; control characters are escaped, so the result stays on one line.
void append_json_string(std::string& out, std::string_view text);

// The same JSON without the blanks between its tokens; numbers and strings stay as they are
// written. Requires: it is valid JSON.
std::string compact_json(std::string_view json);

}  // namespace fieldstone
