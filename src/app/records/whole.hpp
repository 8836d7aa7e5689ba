// The whole record, from what was sent and what was there before; and what of it the table has in
// columns.
#pragma once

#include "app/records/rules.hpp"
#include "store/records/record_repo.hpp"

namespace fieldstone::app::records {

// In wire order: sent members, else those from before, else defaults. Ids and moments are set
// later.
Object whole_record(std::span<const record::Field> fields, const Object& sent,
                    const Object* before);

// What a create without the member stores.
boost::json::value fallback_of(const record::Field& field);

// Names each sent member that may not change and would; takes out those that are to be ignored.
void hold_fixed(std::span<const record::Field> fields, Object& sent, const Object& before,
                ItemErrors& errors);

// Sets when the record last changed: never before it was made, nor before it last changed
// (HTTP-29).
void note_change(const record::RecordType& type, Object& members, TimeS now);
// That time. Where the record has neither of the two: now.
TimeS time_of_change_of(const record::RecordType& type, const Object& members, TimeS now);

// Members that only columns show.
Object shadow_of(const record::RecordType& type, const Object& members);

store::RecordColumns columns_of(const record::RecordType& type, const Object& members);

// What a column holds of a member's value.
store::RecordColumns::Value column_value(const record::Field& field,
                                         const boost::json::value* member);

}  // namespace fieldstone::app::records
