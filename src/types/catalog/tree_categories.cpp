#include "types/catalog/tree_categories.hpp"

#include <charconv>
#include <map>

#include "app/records/reads.hpp"
#include "auth/token.hpp"
#include "types/catalog/category.hpp"
#include "types/catalog/category_tree.hpp"

namespace fieldstone::types {
namespace {

namespace json = boost::json;
namespace records = app::records;
using records::Object;
using records::Record;

constexpr std::int64_t kMostCategories = 16'000;
constexpr std::size_t kHashDigits = 20;
constexpr std::size_t kIdDigits = 12;

// CAT-11: what is behind the last dash is the id, what stands before it vouches for it.
std::string uuid_of(std::string_view store_hash, std::int64_t id) {
  const std::string hex =
      auth::to_hex(auth::hash_token(std::string(store_hash) + "/category/" + std::to_string(id)));
  std::string number(kIdDigits, '0');
  char digits[kIdDigits];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), id, 16).ptr;
  const auto count = static_cast<std::size_t>(end - digits);
  number.replace(kIdDigits - count, count, digits, count);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-8" + hex.substr(12, 3) + "-a" +
         hex.substr(15, 3) + "-" + number;
}

// The record under this face's names.
Object shown(const app::Context& context, const Record& record) {
  Object out;
  out["category_id"] = record.id;
  out["category_uuid"] = uuid_of(context.caller.store_hash, record.id);
  out["parent_id"] = record.members.at("parent_id");
  out["tree_id"] = record.parent_id;
  for (const auto& member : record.members) {
    if (member.key() == "id" || member.key() == "parent_id") continue;
    if (member.key() != "custom_url") {
      out[member.key()] = member.value();
      continue;
    }
    const Object& url = member.value().as_object();
    out["url"] = Object{{"path", url.at("url")}, {"is_customized", url.at("is_customized")}};
  }
  return out;
}

// The item under the record's names.
Object stored_names(const Object& item) {
  Object out;
  for (const auto& member : item) {
    if (member.key() == "category_id") {
      out["id"] = member.value();
    } else if (member.key() == "url" && member.value().is_object()) {
      Object url = member.value().get_object();
      if (const auto* path = url.if_contains("path")) url["url"] = json::value(*path);
      out["custom_url"] = std::move(url);
    } else if (member.key() != "id" && member.key() != "custom_url") {
      out[member.key()] = member.value();
    }
  }
  return out;
}

// Errors name members as this face does.
void rename(std::vector<FieldError>& errors) {
  constexpr std::string_view kNames[][2] = {{"custom_url.url", "url.path"}, {"custom_url", "url"}};
  for (FieldError& error : errors) {
    for (const auto& [ours, theirs] : kNames) {
      for (std::string* text : {&error.field, &error.message}) {
        const std::size_t at = text->find(ours);
        if (at != std::string::npos) text->replace(at, ours.size(), theirs);
      }
    }
  }
}

// The record of an item of PUT.
Result<std::optional<Record>> changed(store::Tx& tx, const app::Context& context,
                                      const records::Draft& draft, ItemErrors& errors) {
  if (!draft.id) {
    errors.missing("category_id");
    return std::optional<Record>();
  }
  FS_TRY(const auto row, records::row_of_id(tx, context.caller.store_id, kCategory, *draft.id));
  if (!row) {
    errors.add("category_id", "category_id does not exist");
    return std::optional<Record>();
  }
  return records::update_record(tx, context, kCategory, records::parsed(*row), draft, errors);
}

bool is_of_item(const Error& error) {
  return error.code == Code::conflict || error.code == Code::validation;
}

// Writes one item; nothing is written of one that fails, because categories are judged first.
Result<std::optional<Record>> write_item(store::Tx& tx, const app::Context& context,
                                         const TreeBatch& batch, std::size_t index,
                                         std::vector<FieldError>& broken) {
  const std::string prefix = std::to_string(index) + ".";
  ItemErrors errors(prefix, broken);
  const records::Draft& draft = batch.items[index].draft;
  auto made = batch.use == records::Use::create
                  ? records::create_record(tx, context, {kCategory}, draft, errors)
                  : changed(tx, context, draft, errors);
  if (made || !is_of_item(made.error())) return made;
  std::vector<FieldError> told = made.error().fields;
  for (FieldError& error : told) {
    if (!error.field.starts_with(prefix)) error.field = prefix + error.field;
    broken.push_back(error);
  }
  if (told.empty()) broken.push_back({std::to_string(index), made.error().message});
  return std::optional<Record>();
}

using Below = std::map<std::int64_t, std::vector<const Record*>>;

struct Place {
  json::array path;
  std::int64_t levels;  // that may still follow
};

// NOLINTNEXTLINE(misc-no-recursion): eight levels (CAT-7)
json::array branches(const Below& below, std::int64_t parent_id, const Place& place) {
  json::array out;
  const auto found = below.find(parent_id);
  if (found == below.end() || place.levels == 0) return out;
  for (const Record* record : found->second) {
    Place inside{place.path, place.levels - 1};
    inside.path.emplace_back(record->id);
    Object node;
    node["id"] = record->id;
    node["parent_id"] = parent_id;
    node["depth"] = static_cast<std::int64_t>(place.path.size());
    node["path"] = inside.path;
    node["name"] = record->members.at("name");
    node["is_visible"] = record->members.at("is_visible");
    node["url"] = record->members.at("custom_url").at("url");
    node["children"] = branches(below, record->id, inside);
    out.emplace_back(std::move(node));
  }
  return out;
}

}  // namespace

constexpr record::Field kTreeOfCategory = record::parent_id("tree_id");

TreeItem read_tree_item(const Object& item, records::Use use, std::size_t index) {
  TreeItem read;
  ItemErrors errors(std::to_string(index) + ".", read.broken);
  Object object = stored_names(item);
  if (use == records::Use::create && !object.contains("parent_id")) {
    if (!object.contains("tree_id")) errors.missing("tree_id");
    object["parent_id"] = 0;
  }
  read.draft = records::read_draft(kCategory, object, use, errors);
  rename(read.broken);
  return read;
}

Result<TreeOutcome> write_tree_categories(store::Tx& tx, const app::Context& context,
                                          const TreeBatch& batch) {
  TreeOutcome outcome;
  outcome.total = batch.items.size();
  for (std::size_t i = 0; i < batch.items.size(); ++i) {
    std::vector<FieldError> broken = batch.items[i].broken;
    std::optional<Record> made;
    if (broken.empty()) {
      FS_TRY(made, write_item(tx, context, batch, i, broken));
    }
    if (made && broken.empty()) outcome.done.push_back(shown(context, *made));
    rename(broken);
    outcome.failed.insert(outcome.failed.end(), broken.begin(), broken.end());
  }
  if (outcome.done.empty()) FS_TRY_STATUS(records::report(std::move(outcome.failed)));
  return outcome;
}

Result<TreePage> list_tree_categories(store::Tx& tx, const app::Context& context,
                                      const store::RecordQuery& query) {
  FS_TRY(const auto page, store::RecordRepo(tx, context.caller.store_id, kCategory).list(query));
  TreePage out{{}, page.facts};
  for (const store::RecordRow& row : page.rows)
    out.rows.push_back(shown(context, records::parsed(row)));
  return out;
}

Result<std::size_t> remove_tree_categories(store::Tx& tx, const app::Context& context,
                                           const store::RecordQuery& query) {
  store::RecordRepo rows(tx, context.caller.store_id, kCategory);
  FS_TRY(const auto found, rows.all(query, kMostCategories));
  for (const store::RecordRow& row : found) {
    FS_TRY(const bool there, rows.exists(row.id));  // it may have gone with its parent (CAT-8)
    if (there) FS_TRY_STATUS(records::remove_record(tx, context, kCategory, records::parsed(row)));
  }
  return found.size();
}

Result<json::array> whole_tree(store::Tx& tx, const app::Context& context,
                               const WholeTree& wanted) {
  FS_TRY(const auto tree,
         records::row_in_path(tx, context.caller.store_id, {kCategoryTree, {}, wanted.tree_id}));
  store::RecordQuery query;
  query.parent_id = tree.id;
  query.sort = kCategory.find("sort_order");
  FS_TRY(const auto rows,
         store::RecordRepo(tx, context.caller.store_id, kCategory).all(query, kMostCategories));
  std::vector<Record> all;
  all.reserve(rows.size());
  for (const store::RecordRow& row : rows) all.push_back(records::parsed(row));
  Below below;
  for (const Record& record : all)
    below[record.members.at("parent_id").as_int64()].push_back(&record);
  return branches(below, 0, {{}, wanted.depth});
}

std::vector<std::int64_t> ids_of_uuids(std::string_view store_hash,
                                       const std::vector<std::string>& uuids) {
  std::vector<std::int64_t> ids;
  for (const std::string& uuid : uuids) {
    if (uuid.size() < kHashDigits + kIdDigits) continue;
    std::int64_t id = 0;
    const char* end = uuid.data() + uuid.size();
    const auto read = std::from_chars(end - kIdDigits, end, id, 16);
    if (read.ptr == end && uuid_of(store_hash, id) == uuid) ids.push_back(id);
  }
  return ids;
}

}  // namespace fieldstone::types
