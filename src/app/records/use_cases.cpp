#include "app/records/use_cases.hpp"

#include "json/write.hpp"

namespace fieldstone::app::records {
namespace {

using record::RecordType;
using store::RecordRow;

// More than one request may remove, so that it ends.
constexpr std::int64_t kMostRemoved = 10'000;

bool is_owned(const RecordType& type, const Context& context, const RecordRow& row) {
  if (type.owner.empty()) return true;
  const Record record = parsed(row);
  return record.members.at(type.owner) == boost::json::value(context.caller.client_id);
}

Result<RecordRow> row_of(store::Tx& tx, const Context& context, const Request& request) {
  FS_TRY(auto row,
         row_in_path(tx, context.caller.store_id, {request.type, request.parents, request.id}));
  if (!is_owned(request.type, context, row)) return fail(Code::not_found, "REC-16");
  return row;
}

Result<std::vector<Answer>> answers(store::Tx& tx, const Context& context, const Request& request,
                                    std::vector<RecordRow> rows) {
  Extras extras;
  extras.included.assign(request.included.begin(), request.included.end());
  extras.made = request.made;
  return answers_of(tx, context, request.type, std::move(rows), extras);
}

Result<Answer> answer(store::Tx& tx, const Context& context, const Request& request,
                      RecordRow row) {
  std::vector<RecordRow> rows;
  rows.push_back(std::move(row));
  FS_TRY(auto made, answers(tx, context, request, std::move(rows)));
  return std::move(made.front());
}

// As it lies there now: rules may have changed it after it was written.
Result<RecordRow> row_again(store::Tx& tx, const Context& context, const RecordType& type,
                            std::int64_t id) {
  FS_TRY(auto row, store::RecordRepo(tx, context.caller.store_id, type).find(id));
  if (!row) return fail(Code::internal, {});
  return *std::move(row);
}

Result<store::RecordQuery> below_parent(store::Tx& tx, const Context& context, const List& list) {
  store::RecordQuery query = list.query;
  if (const auto owner = list.request.type.owner; !owner.empty())
    query.require({list.request.type.find(owner), record::kEqual, {}, {context.caller.client_id}});
  if (list.request.parents.empty()) return query;
  FS_TRY(query.parent_id,
         parent_in_path(tx, context.caller.store_id, list.request.type, list.request.parents));
  return query;
}

// The parent of a new record: the path's, else the one that the body names.
Result<std::int64_t> parent_of(store::Tx& tx, const Context& context, const Request& request,
                               const Draft& draft, ItemErrors& errors) {
  const StoreId store_id = context.caller.store_id;
  const RecordType& type = request.type;
  if (!request.parents.empty() || type.parent == nullptr)
    return parent_in_path(tx, store_id, type, request.parents);
  std::string name(type.parent_column);
  for (const record::Field& field : type.fields) {
    if (field.kind == record::Kind::parent) name = field.name;
  }
  if (!draft.parent) {
    errors.missing(name);
    return 0;
  }
  FS_TRY(const auto row, row_of_id(tx, store_id, *type.parent, *draft.parent));
  if (!row) errors.add(name, name + " does not exist");
  return row ? row->id : 0;
}

// What a batch item is about, if it is there: by its id, or by its parent.
Result<std::optional<RecordRow>> row_of_item(store::Tx& tx, const Context& context,
                                             const RecordType& type, std::int64_t parent_id,
                                             const Draft& draft) {
  const StoreId store_id = context.caller.store_id;
  if (type.one_per_parent) return row_of_parent(tx, store_id, type, parent_id);
  if (!draft.id) return std::optional<RecordRow>();
  return row_of_id(tx, store_id, type, *draft.id);
}

void say_what_is_missing(const RecordType& type, const Draft& draft, ItemErrors& errors) {
  const record::Field* field = id_field(type);
  const std::string name(field == nullptr ? "id" : field->name);
  if (draft.id) {
    errors.add(name, name + " does not exist");
  } else {
    errors.missing(name);
  }
}

// Writes one item of a batch; the id of its record, or 0 where `errors` has grown.
Result<std::int64_t> write_item(store::Tx& tx, const Context& context, const WriteMany& write,
                                const Draft& draft, ItemErrors& errors) {
  const RecordType& type = write.request.type;
  const std::size_t known = errors.all().size();
  const bool updates = write.action == record::Action::update_many;
  const bool names_parent = !write.request.parents.empty() || draft.parent || !updates;
  std::int64_t parent_id = 0;
  if (names_parent) {
    FS_TRY(parent_id, parent_of(tx, context, write.request, draft, errors));
  }
  if (errors.all().size() > known) return 0;
  std::optional<RecordRow> row;
  if (write.action != record::Action::create_many || type.one_per_parent) {
    FS_TRY(row, row_of_item(tx, context, type, parent_id, draft));
  }
  if (row && !write.request.parents.empty() && row->parent_id != parent_id) row.reset();
  if (row && !is_owned(type, context, *row)) row.reset();
  if (updates && !row) {
    say_what_is_missing(type, draft, errors);
    return 0;
  }
  std::optional<Record> record;
  if (row) {
    FS_TRY(record, update_record(tx, context, type, parsed(*row), draft, errors));
  } else {
    FS_TRY(record, create_record(tx, context, {type, parent_id}, draft, errors));
  }
  return record ? record->id : 0;
}

}  // namespace

Result<Page> list_records(store::Tx& tx, const Context& context, const List& list) {
  FS_TRY(const auto query, below_parent(tx, context, list));
  store::RecordRepo rows(tx, context.caller.store_id, list.request.type);
  FS_TRY(auto page, rows.list(query));
  FS_TRY(auto made, answers(tx, context, list.request, std::move(page.rows)));
  return Page{std::move(made), page.facts, query.page};
}

Result<std::int64_t> count_records(store::Tx& tx, const Context& context, const List& list) {
  FS_TRY(const auto query, below_parent(tx, context, list));
  return store::RecordRepo(tx, context.caller.store_id, list.request.type).count(query);
}

Result<Answer> get_record(store::Tx& tx, const Context& context, const Request& request) {
  FS_TRY(auto row, row_of(tx, context, request));
  return answer(tx, context, request, std::move(row));
}

Result<Answer> create_one(store::Tx& tx, const Context& context, const WriteOne& write) {
  const RecordType& type = write.request.type;
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  FS_TRY(const auto parent_id, parent_of(tx, context, write.request, write.draft, errors));
  FS_TRY_STATUS(report(std::move(broken)));
  if (type.one_per_parent) {
    FS_TRY(const auto there, row_of_parent(tx, context.caller.store_id, type, parent_id));
    if (there) return fail(Code::conflict, "REC-10", "There is one already.");
  }
  FS_TRY(const auto record, create_record(tx, context, {type, parent_id}, write.draft, errors));
  FS_TRY_STATUS(report(std::move(broken)));
  FS_TRY(auto row, row_again(tx, context, type, record->id));
  return answer(tx, context, write.request, std::move(row));
}

Result<Answer> update_one(store::Tx& tx, const Context& context, const WriteOne& write) {
  const RecordType& type = write.request.type;
  auto row = row_of(tx, context, write.request);
  if (!row) {
    const bool creates = write.creates_missing && row.error().code == Code::not_found;
    if (!creates) return fail(row.error());
    return create_one(tx, context, write);
  }
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  FS_TRY(const auto record, update_record(tx, context, type, parsed(*row), write.draft, errors));
  FS_TRY_STATUS(report(std::move(broken)));
  FS_TRY(auto after, row_again(tx, context, type, record->id));
  return answer(tx, context, write.request, std::move(after));
}

Status remove_one(store::Tx& tx, const Context& context, const Request& request) {
  FS_TRY(const auto row, row_of(tx, context, request));
  return remove_record(tx, context, request.type, parsed(row));
}

Result<std::vector<Answer>> write_many(store::Tx& tx, const Context& context,
                                       const WriteMany& write) {
  const RecordType& type = write.request.type;
  std::vector<FieldError> broken;
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < write.drafts.size(); ++i) {
    ItemErrors errors(std::to_string(i) + ".", broken);
    FS_TRY(const auto id, write_item(tx, context, write, write.drafts[i], errors));
    ids.push_back(id);
  }
  FS_TRY_STATUS(report(std::move(broken)));
  std::vector<RecordRow> rows;
  for (const std::int64_t id : ids) {
    FS_TRY(auto row, row_again(tx, context, type, id));
    rows.push_back(std::move(row));
  }
  return answers(tx, context, write.request, std::move(rows));
}

Status remove_many(store::Tx& tx, const Context& context, const List& list) {
  FS_TRY(const auto query, below_parent(tx, context, list));
  store::RecordRepo rows(tx, context.caller.store_id, list.request.type);
  FS_TRY(const auto found, rows.all(query, kMostRemoved));
  for (const RecordRow& row : found) {
    // One of them may have gone along with another.
    FS_TRY(const bool there, rows.exists(row.id));
    const Record record = parsed(row);
    const Rules* rules = list.request.type.rules;
    const bool spared =
        rules != nullptr && rules->spares != nullptr && rules->spares(record.members);
    if (there && !spared) FS_TRY_STATUS(remove_record(tx, context, list.request.type, record));
  }
  return {};
}

}  // namespace fieldstone::app::records
