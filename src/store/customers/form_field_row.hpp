// How a form field lies in its table. Private to store/.
#pragma once

#include <string>
#include <vector>

#include "core/form_field.hpp"
#include "store/sql/sql.hpp"

namespace fieldstone::store {

// Options are stored one a line; they hold no line breaks.
inline std::string options_text(const std::vector<std::string>& options) {
  std::string text;
  for (const std::string& option : options) text += option + '\n';
  return text;
}

inline std::vector<std::string> options_of(std::string_view text) {
  std::vector<std::string> options;
  for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    options.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return options;
}

// Requires: the row holds id, owner_kind, name, type, options.
inline FormField form_field_of(const sql::Rows& rows) {
  FormField field;
  field.id = rows.integer(0);
  field.owner = static_cast<FormFieldOwner>(rows.integer(1));
  field.name = rows.text(2);
  field.type = static_cast<FormFieldType>(rows.integer(3));
  field.options = options_of(rows.text(4));
  return field;
}

}  // namespace fieldstone::store
