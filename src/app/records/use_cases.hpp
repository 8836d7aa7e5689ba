// The operations of the API over any record type: what api/records calls, and the command line.
#pragma once

#include "app/records/reads.hpp"
#include "app/records/writes.hpp"

namespace fieldstone::app::records {

// One request for a type. Valid while it runs.
struct Request {
  const record::RecordType& type;
  std::span<const std::string_view> parents;  // in the path, outermost first
  std::string_view id;                        // in the path; "": none
  std::span<const record::Child* const> included;
  std::span<const std::string> made;  // of Rules::includes
};

struct List {
  Request request;
  store::RecordQuery query;
};
struct Page {
  std::vector<Answer> answers;
  PageFacts facts;
  PageRequest request;
};
Result<Page> list_records(store::Tx& tx, const Context& context, const List& list);
Result<std::int64_t> count_records(store::Tx& tx, const Context& context, const List& list);

// Errors: not_found.
Result<Answer> get_record(store::Tx& tx, const Context& context, const Request& request);

struct WriteOne {
  Request request;
  Draft draft;
  bool creates_missing = false;  // an upsert
};
Result<Answer> create_one(store::Tx& tx, const Context& context, const WriteOne& write);
Result<Answer> update_one(store::Tx& tx, const Context& context, const WriteOne& write);
Status remove_one(store::Tx& tx, const Context& context, const Request& request);

// An array: all or nothing, errors named "0.name".
struct WriteMany {
  Request request;
  std::vector<Draft> drafts;
  record::Action action = record::Action::create_many;
};
Result<std::vector<Answer>> write_many(store::Tx& tx, const Context& context,
                                       const WriteMany& write);
// Those that the query names. Unknown ids are passed over.
Status remove_many(store::Tx& tx, const Context& context, const List& list);

}  // namespace fieldstone::app::records
