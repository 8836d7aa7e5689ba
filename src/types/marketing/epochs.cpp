#include "types/marketing/epochs.hpp"

#include "app/records/values.hpp"
#include "types/members.hpp"

namespace fieldstone::types {

std::string epoch_text(const boost::json::object& members, std::string_view name) {
  const auto time = app::records::date_of(text_in(members, name));
  return std::to_string(time ? time->value : 0);
}

void show_epochs(std::span<app::records::Answer> answers, std::span<const std::string_view> names) {
  for (app::records::Answer& answer : answers) {
    app::records::Object members = answer.members();
    for (const std::string_view name : names) members[name] = epoch_text(members, name);
    answer.replace(members);
  }
}

}  // namespace fieldstone::types
