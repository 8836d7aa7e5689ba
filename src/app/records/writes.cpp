#include "app/records/writes.hpp"

#include <algorithm>

#include "app/events.hpp"
#include "app/records/reads.hpp"
#include "app/records/values.hpp"
#include "app/records/whole.hpp"
#include "auth/token.hpp"
#include "json/write.hpp"
#include "store/records/columns.hpp"

namespace fieldstone::app::records {
namespace {

using record::Field;
using record::Kind;
using record::RecordType;

std::string title_of(const RecordType& type) {
  return std::string(type.title.empty() ? type.name : type.title);
}

Status raise(store::Tx& tx, const Context& context, const RecordType& type, const Object& members,
             std::int64_t id, std::string_view what) {
  if (type.events.prefix.empty()) return {};
  const std::string number = std::to_string(id);
  const std::string kind(type.events.kind);
  const std::string data = type.rules != nullptr && type.rules->event_data != nullptr
                               ? type.rules->event_data(members, id)
                               : R"({"type":")" + kind + R"(","id":)" + number + "}";
  if (data.empty()) return {};
  return raise_event(tx, context, std::string(type.events.prefix) + std::string(what),
                     kind + "/" + number, data);
}

// One write of one record, step by step.
class Write {
 public:
  Write(store::Tx& tx, const Context& context, const RecordType& type, ItemErrors& errors)
      : tx_(tx),
        context_(context),
        type_(type),
        errors_(errors),
        rows_(tx, context.caller.store_id, type) {}

  // References and unique members of a record that is complete but for its id.
  Status check_against_others(const Change& change) {
    FS_TRY_STATUS(check_references(type_.fields, change.after, ""));
    FS_TRY_STATUS(check_unique(type_.fields, change.after, change));
    return check_unique(type_.fields, shadow_of(type_, change.after), change);
  }

  Status judge(Change& change) {
    if (type_.rules == nullptr || type_.rules->judge == nullptr) return {};
    return type_.rules->judge(tx_, context_, change, errors_);
  }

  Status settle(const Change& change) {
    if (type_.rules == nullptr || type_.rules->settle == nullptr) return {};
    return type_.rules->settle(tx_, context_, change);
  }

  Status check_limits(std::int64_t parent_id) {
    const record::Limits& limits = type_.limits;
    store::RecordQuery query;
    if (limits.per_parent > 0) {
      query.parent_id = parent_id;
      FS_TRY_STATUS(check_room(query, limits.per_parent));
    }
    if (limits.per_store == 0) return {};
    return check_room({}, limits.per_store);
  }

  void stamp(Object& members, std::int64_t id, std::int64_t parent_id, bool created) const {
    for (const Field& field : type_.fields) {
      boost::json::value* member = members.if_contains(field.name);
      if (member == nullptr) continue;
      if (field.kind == Kind::created && created) *member = date_text(type_.dates, context_.now);
      if (field.kind == Kind::parent) *member = parent_id;
      if (field.kind == Kind::id && type_.ids == record::Identity::sequence) *member = id;
    }
    note_change(type_, members, context_.now);
  }

  Status insert(const store::RecordRow& row, const Object& members, std::string uuid) {
    store::RecordColumns columns = columns_of(type_, members);
    columns.uuid = std::move(uuid);
    return rows_.insert(row, columns);
  }
  Status update(const store::RecordRow& row, const Object& members) {
    return rows_.update(row, columns_of(type_, members));
  }

  Status create_nested(const Draft& draft, std::int64_t id) {
    for (const NestedDrafts& nested : draft.nested) {
      for (std::size_t i = 0; i < nested.drafts.size(); ++i) {
        ItemErrors own = errors_of(nested, i);
        FS_TRY_STATUS(
            done(create_record(tx_, context_, {*nested.child->type, id}, nested.drafts[i], own)));
      }
    }
    return {};
  }

  // A PUT that brings children says which there are: those with a known id change, others are
  // created, and what it does not name goes (REC-17).
  Status replace_nested(const Draft& draft, std::int64_t id) {
    for (const NestedDrafts& nested : draft.nested) {
      const RecordType& type = *nested.child->type;
      FS_TRY(auto there, records_of(tx_, context_.caller.store_id, type, id));
      std::vector<std::optional<Record>> known;
      known.reserve(nested.drafts.size());
      for (const Draft& item : nested.drafts) known.push_back(taken_from(there, item));
      for (const Record& record : there) FS_TRY_STATUS(remove_record(tx_, context_, type, record));
      for (std::size_t i = 0; i < nested.drafts.size(); ++i) {
        ItemErrors own = errors_of(nested, i);
        const Draft& item = nested.drafts[i];
        FS_TRY_STATUS(done(known[i]
                               ? update_record(tx_, context_, type, *std::move(known[i]), item, own)
                               : create_record(tx_, context_, {type, id}, item, own)));
      }
    }
    return {};
  }

  store::RecordRepo& rows() { return rows_; }
  std::size_t errors() const { return errors_.all().size(); }

 private:
  ItemErrors errors_of(const NestedDrafts& nested, std::size_t place) {
    return {
        errors_.prefix() + std::string(nested.child->member) + "." + std::to_string(place) + ".",
        errors_.all()};
  }

  // Takes the record that an item names out of those that are there.
  static std::optional<Record> taken_from(std::vector<Record>& there, const Draft& item) {
    if (!item.id || !item.id->is_int64()) return std::nullopt;
    const auto found = std::find_if(there.begin(), there.end(), [&](const Record& record) {
      return record.id == item.id->get_int64();
    });
    if (found == there.end()) return std::nullopt;
    Record taken = std::move(*found);
    there.erase(found);
    return taken;
  }

  static Status done(const Result<std::optional<Record>>& result) {
    if (!result) return fail(result.error());
    return {};
  }

  Status check_room(const store::RecordQuery& query, std::int64_t most) {
    FS_TRY(const auto there, rows_.count(query));
    if (there < most) return {};
    return fail(
        Code::validation, "REC-9",
        "The maximum number of " + title_of(type_) + " records is " + std::to_string(most) + ".");
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as objects are declared
  Status check_references(std::span<const Field> fields, const Object& members,
                          const std::string& prefix) {
    for (const Field& field : fields) {
      const auto* member = members.if_contains(field.name);
      if (member == nullptr) continue;
      const std::string name = prefix + std::string(field.name);
      if (field.kind == Kind::object && member->is_object())
        FS_TRY_STATUS(check_references(field.members, member->get_object(), name + "."));
      if (field.refers == nullptr) continue;
      FS_TRY_STATUS(check_reference(*field.refers, *member, name));
    }
    return {};
  }

  // 0 and null refer to nothing; a list refers to each of its items.
  Status check_reference(const RecordType& other, const boost::json::value& member,
                         const std::string& name) {
    if (const auto* items = member.if_array()) {
      for (std::size_t i = 0; i < items->size(); ++i)
        FS_TRY_STATUS(check_reference(other, (*items)[i], name + "." + std::to_string(i)));
      return {};
    }
    if (member.is_null() || (member.is_int64() && member.get_int64() == 0)) return {};
    FS_TRY(const auto row, row_of_id(tx_, context_.caller.store_id, other, member));
    if (!row) errors_.add(name, name + " does not exist");
    return {};
  }

  // NOLINTNEXTLINE(misc-no-recursion): as deep as objects are declared
  Status check_unique(std::span<const Field> fields, const Object& members, const Change& change) {
    for (const Field& field : fields) {
      const auto* member = members.if_contains(field.name);
      if (field.kind == Kind::object && member != nullptr && member->is_object())
        FS_TRY_STATUS(check_unique(field.members, member->get_object(), change));
      if (field.unique == record::Unique::no) continue;
      const auto value = column_value(field, member);
      if (!value.integer && !value.text) continue;
      const store::sql::Value wanted =
          value.integer ? store::sql::Value(*value.integer) : store::sql::Value(*value.text);
      FS_TRY(const bool taken, rows_.is_taken(field, change.parent_id, wanted, change.id));
      if (taken) return taken_error(field);
    }
    return {};
  }

  Status taken_error(const Field& field) {
    const std::string message = field.taken.empty() ? std::string(field.name) + " is already in use"
                                                    : std::string(field.taken);
    const Code code = type_.taken == record::Taken::conflict ? Code::conflict : Code::validation;
    return fail(code, field.rule, message, {{errors_.prefix() + std::string(field.name), message}});
  }

  store::Tx& tx_;
  const Context& context_;
  const RecordType& type_;
  ItemErrors& errors_;
  store::RecordRepo rows_;
};

}  // namespace

std::string uuid_of(const Context& context, std::string_view kind, std::int64_t id) {
  const std::string hex = auth::to_hex(auth::hash_token(
      context.caller.store_hash + "/" + std::string(kind) + "/" + std::to_string(id)));
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-8" + hex.substr(13, 3) + "-a" +
         hex.substr(17, 3) + "-" + hex.substr(20, 12);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as children are declared
Result<std::optional<Record>> create_record(store::Tx& tx, const Context& context,
                                            const Place& place, const Draft& draft,
                                            ItemErrors& errors) {
  const RecordType& type = place.type;
  Write write(tx, context, type, errors);
  const std::size_t known = write.errors();
  Record made{0, place.parent_id, whole_record(type.fields, draft.sent, nullptr)};
  if (!type.owner.empty()) made.members[type.owner] = context.caller.client_id;
  Change change{type, made.parent_id, 0, nullptr, draft.sent, made.members};
  FS_TRY_STATUS(write.judge(change));
  made.parent_id = change.parent_id;
  FS_TRY_STATUS(write.check_limits(made.parent_id));
  FS_TRY_STATUS(write.check_against_others(change));
  if (write.errors() > known) return std::optional<Record>();
  FS_TRY(made.id, write.rows().next_id());
  change.id = made.id;
  write.stamp(made.members, made.id, made.parent_id, true);
  std::string uuid;
  if (type.ids == record::Identity::uuid) {
    uuid = uuid_of(context, type.name, made.id);
    made.members[id_field(type)->name] = uuid;
  }
  FS_TRY_STATUS(write.insert({made.id, made.parent_id, json::to_text(made.members)}, made.members,
                             std::move(uuid)));
  FS_TRY_STATUS(write.create_nested(draft, made.id));
  if (write.errors() > known) return std::optional<Record>();
  FS_TRY_STATUS(write.settle(change));
  FS_TRY_STATUS(raise(tx, context, type, made.members, made.id, "created"));
  return std::optional(std::move(made));
}

Result<std::optional<Record>> update_record(store::Tx& tx, const Context& context,
                                            const RecordType& type, Record record,
                                            const Draft& draft, ItemErrors& errors) {
  Write write(tx, context, type, errors);
  const std::size_t known = write.errors();
  Object sent = draft.sent;
  hold_fixed(type.fields, sent, record.members, errors);
  Object after = whole_record(type.fields, sent, &record.members);
  Change change{type, record.parent_id, record.id, &record.members, sent, after};
  FS_TRY_STATUS(write.judge(change));
  if (write.errors() > known) return std::optional<Record>();
  if (after == record.members && draft.nested.empty()) return std::optional(std::move(record));
  FS_TRY_STATUS(write.check_against_others(change));
  if (write.errors() > known) return std::optional<Record>();
  write.stamp(after, record.id, record.parent_id, false);
  FS_TRY_STATUS(write.update({record.id, record.parent_id, json::to_text(after)}, after));
  FS_TRY_STATUS(write.replace_nested(draft, record.id));
  if (write.errors() > known) return std::optional<Record>();
  FS_TRY_STATUS(write.settle(change));
  FS_TRY_STATUS(raise(tx, context, type, after, record.id, "updated"));
  return std::optional(Record{record.id, record.parent_id, std::move(after)});
}

namespace {

// NOLINTNEXTLINE(misc-no-recursion): as deep as children are declared
Status remove_whole(store::Tx& tx, const Context& context, const RecordType& type,
                    const Record& record) {
  const StoreId store_id = context.caller.store_id;
  if (type.rules != nullptr && type.rules->may_remove != nullptr)
    FS_TRY_STATUS(type.rules->may_remove(tx, context, record));
  for (const record::Child& child : type.children)
    FS_TRY_STATUS(remove_records_of(tx, context, *child.type, record.id));
  if (type.metafields) {
    const std::string resource_id = std::to_string(record.id);
    FS_TRY_STATUS(tx.metafields().remove_of_resource({store_id, *type.metafields, resource_id}));
  }
  FS_TRY_STATUS(store::RecordRepo(tx, store_id, type).remove(record.id));
  if (type.rules != nullptr && type.rules->removed != nullptr)
    FS_TRY_STATUS(type.rules->removed(tx, context, record));
  return raise(tx, context, type, record.members, record.id, "deleted");
}

}  // namespace

// NOLINTNEXTLINE(misc-no-recursion): as deep as children are declared
Status remove_record(store::Tx& tx, const Context& context, const RecordType& type,
                     const Record& record) {
  FS_TRY_STATUS(remove_whole(tx, context, type, record));
  const bool matters = type.rules != nullptr && type.rules->left != nullptr;
  return matters ? type.rules->left(tx, context, record) : Status();
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as children are declared
Status remove_records_of(store::Tx& tx, const Context& context, const RecordType& type,
                         std::int64_t parent_id) {
  FS_TRY(const auto records, records_of(tx, context.caller.store_id, type, parent_id));
  for (const Record& record : records) FS_TRY_STATUS(remove_whole(tx, context, type, record));
  return {};
}

Status remove_records_where(store::Tx& tx, const Context& context, const RecordType& type,
                            const store::RecordQuery& query) {
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, type).all(query));
  for (const store::RecordRow& row : rows)
    FS_TRY_STATUS(remove_record(tx, context, type, parsed(row)));
  return {};
}

Status store_members(store::Tx& tx, const Context& context, const RecordType& type,
                     const Record& record) {
  return store::RecordRepo(tx, context.caller.store_id, type)
      .update({record.id, record.parent_id, json::to_text(record.members)},
              columns_of(type, record.members));
}

Status report(std::vector<FieldError> errors) {
  if (errors.empty()) return {};
  return fail(Code::validation, "HTTP-68", {}, std::move(errors));
}

}  // namespace fieldstone::app::records
