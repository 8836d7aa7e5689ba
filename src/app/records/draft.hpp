// What a client wants to be written, checked as far as that goes without a database. Drafts are
// made before the unit of work begins: a request that can't succeed waits for nobody (decision 17).
#pragma once

#include <boost/json/value.hpp>
#include <vector>

#include "app/records/rules.hpp"

namespace fieldstone::app::records {

struct Draft;

// Children that came along: all of one member.
struct NestedDrafts {
  const record::Child* child;
  std::vector<Draft> drafts;
};

struct Draft {
  Object sent;  // members in stored form
  // The record that a batch item names; absent: none, or the path does.
  std::optional<boost::json::value> id;
  // The parent that the body names, for paths that name none.
  std::optional<boost::json::value> parent;
  std::vector<NestedDrafts> nested;
};

// Errors are added to `errors`, each named by its path within the item.
Draft read_draft(const record::RecordType& type, const Object& object, Use use, ItemErrors& errors);

// The field that names a record in paths and batches: an id, a UUID or the natural key.
const record::Field* id_field(const record::RecordType& type);

}  // namespace fieldstone::app::records
