// One resource, as data: its members, paths, lists, limits and events. The engine (app/records,
// store/records, api/records) does the rest. How to add one: docs/adding-a-resource.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/record/field.hpp"
#include "core/resource_type.hpp"
#include "core/scope.hpp"

namespace fieldstone::app::records {
struct Rules;
}  // namespace fieldstone::app::records

namespace fieldstone::record {

// How requests and answers look.
enum class Face : std::uint8_t {
  v3,  // {"data":…,"meta":…}
  v2,  // bare objects and arrays, errors as an array
};

// How moments are written.
enum class Dates : std::uint8_t {
  zulu,     // 2022-06-16T18:39:00Z
  offset,   // 2022-06-16T18:39:00+00:00
  rfc2822,  // Thu, 16 Jun 2022 18:39:00 +0000
};

// What a value that is in use elsewhere answers.
enum class Taken : std::uint8_t { conflict /* 409 */, invalid /* 422 */ };

enum class Identity : std::uint8_t {
  sequence,  // 1, 2, 3 … within the store
  uuid,      // text, given by the engine
  natural,   // a field of the record: Field named by `key`
};

enum class Paging : std::uint8_t {
  offset,       // page, limit
  with_cursor,  // page, limit, before, after
  none,         // everything at once
};

enum class Action : std::uint8_t {
  list,
  count,
  get,
  create,
  update,
  upsert,  // PUT that creates where nothing is
  remove,
  create_many,  // an array, all or nothing
  update_many,
  upsert_many,  // items with a known id change, others are created
  remove_many,  // those that the filters name
};

// One operation of the API. `path` is below /stores/{store_hash}.
struct Operation {
  Action action;
  std::string_view path;
  int status;
  bool by_post = false;         // an upsert by POST
  bool needs_filter = true;     // remove_many: refused without one
  bool answers_object = false;  // *_many: a body that is one object is taken as an array of one
  bool tells_parent = false;    // a removal with 200: `data` is the parent's id
};

constexpr Operation list(std::string_view path) { return {Action::list, path, 200}; }
constexpr Operation count(std::string_view path) { return {Action::count, path, 200}; }
constexpr Operation get(std::string_view path) { return {Action::get, path, 200}; }
constexpr Operation create(std::string_view path, int status = 200) {
  return {Action::create, path, status};
}
constexpr Operation update(std::string_view path, int status = 200) {
  return {Action::update, path, status};
}
constexpr Operation upsert(std::string_view path, int status = 200) {
  return {Action::upsert, path, status};
}
constexpr Operation remove(std::string_view path, int status = 204) {
  return {Action::remove, path, status};
}
constexpr Operation create_many(std::string_view path, int status = 200) {
  return {Action::create_many, path, status};
}
constexpr Operation update_many(std::string_view path, int status = 200) {
  return {Action::update_many, path, status};
}
constexpr Operation upsert_many(std::string_view path, int status = 200) {
  return {Action::upsert_many, path, status};
}
constexpr Operation remove_many(std::string_view path, int status = 204) {
  return {Action::remove_many, path, status};
}

// What belongs to a record: goes with it, may come along in a create, may be asked for with
// include=.
struct Child {
  const RecordType* type;
  std::string_view member{};  // its member in bodies and answers; "": none
  bool in_writes = false;     // may be sent in a create of the parent
  bool in_updates = false;    // may be sent in a PUT, too: replaces all of them
  bool always = false;        // answered without being asked for
  bool single = false;        // one object instead of an array
};

struct Limits {
  std::int64_t items = 250;              // of an array in a write
  std::int64_t per_store = 0;            // 0: none
  std::int64_t per_parent = 0;           // 0: none
  int page = 50;                         // limit= where none is given
  std::uint32_t body_bytes = 1U << 20U;  // of one record
};

// A record that every store has from its beginning.
struct Born {
  std::string_view json;       // as a client would send it
  std::int64_t parent_id = 0;  // of a record that was born, too
};

// Names of events: prefix + "created", "updated", "deleted"; the payload is {"type":…,"id":…}.
struct Events {
  std::string_view prefix{};  // "store/product/"; "": none are raised
  std::string_view kind{};    // "product"
};

struct RecordType {
  // Stable: names the table, the sequence and the counter.
  std::string_view name;
  Face face = Face::v3;
  Dates dates = Dates::zulu;
  Scope scope = Scope::none;
  std::span<const Field> fields;
  std::span<const Operation> operations{};
  const RecordType* parent = nullptr;
  // The column of the parent's id, and the path's placeholder. Requires: parent.
  std::string_view parent_column{};
  // The field that holds the client that made the record: nobody else sees it (REC-16).
  std::string_view owner{};
  Identity ids = Identity::sequence;
  std::string_view key{};  // the field that is the natural key
  std::int64_t first_id = 1;
  // The parent has one of it at most: paths name it by the parent alone.
  bool one_per_parent = false;
  std::span<const Born> born{};
  Paging paging = Paging::offset;
  std::string_view order{};        // the column that lists go by, before the id; "": the id alone
  bool empty_list_is_204 = false;  // V2: an empty list is 204
  bool selects_fields = false;     // include_fields, exclude_fields
  bool strict_filters = true;      // an unknown parameter is 422, else ignored
  std::span<const Child> children{};
  Limits limits{};
  Taken taken = Taken::conflict;
  std::optional<ResourceType> metafields{};  // they hang on it and go with it
  Events events{};
  const app::records::Rules* rules = nullptr;
  std::string_view title{};  // of errors, for a person: "product"; "": the name

  constexpr const Field* find(std::string_view field_name) const {
    for (const Field& field : fields) {
      if (field.name == field_name) return &field;
    }
    return nullptr;
  }
};

}  // namespace fieldstone::record
