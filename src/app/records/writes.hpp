// Writes of one record within a unit of work. Endpoints and rule functions of other types call
// them alike, so that every road to a record keeps the same rules.
#pragma once

#include "app/records/draft.hpp"

namespace fieldstone::app::records {

// Where a record is to lie and how its errors are named.
struct Place {
  const record::RecordType& type;
  std::int64_t parent_id = 0;
};

// Errors: what `errors` has gathered is reported by report(); a failed Status is something else.
// The record is not there, and the result empty, where `errors` has grown.
Result<std::optional<Record>> create_record(store::Tx& tx, const Context& context,
                                            const Place& place, const Draft& draft,
                                            ItemErrors& errors);

// `record` is as it was read. A draft that changes nothing writes nothing and tells nobody.
Result<std::optional<Record>> update_record(store::Tx& tx, const Context& context,
                                            const record::RecordType& type, Record record,
                                            const Draft& draft, ItemErrors& errors);

// With its children, metafields and lists.
Status remove_record(store::Tx& tx, const Context& context, const record::RecordType& type,
                     const Record& record);

// Everything of a type below a parent, whoever the parent is.
Status remove_records_of(store::Tx& tx, const Context& context, const record::RecordType& type,
                         std::int64_t parent_id);

// Every record that a query finds, likewise.
Status remove_records_where(store::Tx& tx, const Context& context, const record::RecordType& type,
                            const store::RecordQuery& query);

// For rule functions: writes members of another record as they are, without its rules and events.
// Requires: they are in stored form.
Status store_members(store::Tx& tx, const Context& context, const record::RecordType& type,
                     const Record& record);

// A UUID made from a record's place, version 8: the same writes give the same UUIDs (REC-15). It
// names, it does not guard.
std::string uuid_of(const Context& context, std::string_view kind, std::int64_t id);

// The errors of a whole request as one: nothing where there are none.
Status report(std::vector<FieldError> errors);

}  // namespace fieldstone::app::records
