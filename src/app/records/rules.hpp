// What a declaration can't say: functions that a record type brings along. All are optional. What
// serves one type only is a rule function, never an `if` about a type in the engine.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.hpp"
#include "core/item_errors.hpp"
#include "core/record/record_type.hpp"
#include "store/records/record_query.hpp"
#include "store/unit/tx.hpp"

namespace fieldstone::app::records {

using Object = boost::json::object;

// A record that lies in the database.
struct Record {
  std::int64_t id = 0;
  std::int64_t parent_id = 0;
  Object members;  // in wire order
};

enum class Use : std::uint8_t { create, update };

// A record on its way into the database.
struct Change {
  const record::RecordType& type;
  std::int64_t parent_id;
  std::int64_t id;       // 0 until a created record has its own
  const Object* before;  // null: it is being created
  const Object& sent;    // what the client sent, checked and in stored form; hidden members too
  Object& after;         // the whole record

  bool creates() const { return before == nullptr; }
  // Whether the client sent the member.
  bool sends(std::string_view member) const { return sent.contains(member); }
  // Whether the member's value is another than before.
  bool changes(std::string_view member) const;
};

// A record on its way out.
class Answer {
 public:
  explicit Answer(store::RecordRow row) : row_(std::move(row)) {}

  std::int64_t id() const { return row_.id; }
  std::int64_t parent_id() const { return row_.parent_id; }
  const std::string& doc() const { return row_.doc; }
  // The stored members, parsed.
  Object members() const;
  // Replaces what is stored: for members that depend on who asks or when.
  void replace(const Object& members);
  // One more member behind the stored ones; of two of a name the later stands. Requires: `value` is
  // JSON.
  void add(std::string_view name, std::string_view value);
  // The whole object.
  std::string text() const;

 private:
  store::RecordRow row_;
  std::vector<std::pair<std::string, std::string>> extra_;  // names and values
};

// Takes a stored member out of the answers: for `derive`.
void hide(std::span<Answer> answers, std::string_view name);

struct Rules {
  // Values that fit their fields but not each other. No database: it runs before the write is
  // queued. `before` is not known yet.
  void (*check)(const Object& sent, Use use, ItemErrors& errors) = nullptr;
  // What must hold against the database, and members that follow from others: `change.after` may
  // be changed. Errors: through `errors` for members of the request, else a failed Status.
  Status (*judge)(store::Tx& tx, const Context& context, Change& change,
                  ItemErrors& errors) = nullptr;
  // What else changes, once the row is there.
  Status (*settle)(store::Tx& tx, const Context& context, const Change& change) = nullptr;
  // Errors: conflict or what else keeps the record.
  Status (*may_remove)(store::Tx& tx, const Context& context, const Record& record) = nullptr;
  // Whether a removal of many passes over it.
  bool (*spares)(const Object& members) = nullptr;
  // What changes where it goes and its parent stays.
  Status (*left)(store::Tx& tx, const Context& context, const Record& record) = nullptr;
  // What goes with it besides its children and metafields.
  Status (*removed)(store::Tx& tx, const Context& context, const Record& record) = nullptr;
  // Members that are made when somebody reads.
  Status (*derive)(store::Tx& tx, const Context& context, std::span<Answer> answers) = nullptr;
  // Whether a parent that is no record type is there (a customer, say).
  Result<bool> (*has_parent)(store::Tx& tx, StoreId store_id, std::int64_t parent_id) = nullptr;
  // What hidden members with a column hold: made of the others, never sent, never answered.
  Object (*shadow)(const Object& members) = nullptr;
  // Names for include= that are no children, and what makes them: a member of each answer.
  std::span<const std::string_view> includes{};
  Status (*include)(store::Tx& tx, const Context& context, std::string_view name,
                    std::span<Answer> answers) = nullptr;
  // The `data` of an event, where it is more than type and id. Empty: nobody is told.
  std::string (*event_data)(const Object& members, std::int64_t id) = nullptr;
  // One more condition of lists, from parameters that are no field's: `query` as they were sent.
  // Names of such parameters: `asks`.
  std::span<const std::string_view> asks{};
  Status (*ask)(std::string_view name, std::string_view value, store::RecordQuery& query) = nullptr;
  // What a list leaves out unless the client asks for it.
  void (*narrow)(store::RecordQuery& query) = nullptr;
};

}  // namespace fieldstone::app::records
