// Wire side of /v3/catalog/trees/categories and of whole trees (CAT-10 … CAT-13).
#include "types/catalog/tree_categories.hpp"

#include <algorithm>

#include "api/endpoints.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/query_params.hpp"
#include "base/utf8.hpp"
#include "json/write.hpp"
#include "types/catalog/category.hpp"

namespace fieldstone::api {
namespace {

using record::Ask;

constexpr std::string_view kCategories = "/v3/catalog/trees/categories";
constexpr std::size_t kMostItems = 50;

struct IdFilter {
  std::string_view name;
  std::string_view field;  // of the record; "": its tree
  Ask ask;
};
constexpr IdFilter kIdFilters[] = {
    {"category_id:in", "id", record::kIn},
    {"category_id:not_in", "id", record::kNotIn},
    {"tree_id:in", "", record::kIn},
    {"tree_id:not_in", "", record::kNotIn},
    {"parent_id:in", "parent_id", record::kIn},
    {"parent_id:not_in", "parent_id", record::kNotIn},
};
struct TextFilter {
  std::string_view name;
  std::string_view field;
  Ask ask;
};
constexpr TextFilter kTextFilters[] = {
    {"name", "name", record::kEqual},
    {"name:like", "name", record::kLike},
    {"page_title", "page_title", record::kEqual},
    {"page_title:like", "page_title", record::kLike},
};
constexpr std::string_view kUuidIn = "category_uuid:in";
constexpr std::string_view kUuidNotIn = "category_uuid:not_in";

constexpr std::string_view kListParameters[] = {kUuidIn,          kUuidNotIn,
                                                "category_id:in", "category_id:not_in",
                                                "tree_id:in",     "tree_id:not_in",
                                                "parent_id:in",   "parent_id:not_in",
                                                "page_title",     "page_title:like",
                                                "name",           "name:like",
                                                "keyword",        "is_visible",
                                                "include_fields", "exclude_fields",
                                                "page",           "limit"};
constexpr std::string_view kRemoveParameters[] = {kUuidIn, "category_id:in", "tree_id:in",
                                                  "parent_id:in"};

const record::Field* field_of(std::string_view name) {
  return name.empty() ? &types::kTreeOfCategory : types::kCategory.find(name);
}

// The conditions that lists and removals share.
Status read_ids(const Call& call, store::RecordQuery& query) {
  for (const IdFilter& filter : kIdFilters) {
    FS_TRY(const auto ids, ids_param(call.query, filter.name));
    if (ids) query.require({field_of(filter.field), filter.ask, *ids, {}});
  }
  for (const auto& [name, ask] :
       {std::pair(kUuidIn, record::kIn), std::pair(kUuidNotIn, record::kNotIn)}) {
    const auto uuids = texts_param(call.query, name);
    if (!uuids) continue;
    FS_TRY_STATUS(check_length(name, uuids->size(), kMaxIdsPerFilter));
    query.require(
        {field_of("id"), ask, types::ids_of_uuids(call.context.caller.store_hash, *uuids), {}});
  }
  return {};
}

struct TreeList {
  store::RecordQuery query;
};

Result<TreeList> decode_list(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kListParameters));
  TreeList list;
  FS_TRY_STATUS(read_ids(call, list.query));
  for (const TextFilter& filter : kTextFilters) {
    if (auto text = folded_param(call.query, filter.name))
      list.query.require({field_of(filter.field), filter.ask, {}, {*std::move(text)}});
  }
  if (const auto keyword = call.query.find("keyword"))
    FS_TRY_STATUS(types::kCategory.rules->ask("keyword", *keyword, list.query));
  FS_TRY(const auto visible, flag_param(call.query, "is_visible"));
  if (visible) list.query.require({field_of("is_visible"), record::kEqual, {*visible ? 1 : 0}, {}});
  FS_TRY(list.query.page, page_params(call.query, {}));
  return list;
}

// include_fields and exclude_fields; the id always stays (REC-13).
void narrow(const Call& call, boost::json::object& row) {
  const auto only = texts_param(call.query, "include_fields");
  const auto without = texts_param(call.query, "exclude_fields");
  if (!only && !without) return;
  const auto has = [](const auto& names, std::string_view name) {
    return std::find(names->begin(), names->end(), name) != names->end();
  };
  boost::json::object kept;
  for (const auto& member : row) {
    const std::string_view name(member.key().data(), member.key().size());
    const bool stays =
        name == "category_id" || ((!only || has(only, name)) && !(without && has(without, name)));
    if (stays) kept[member.key()] = member.value();
  }
  row = std::move(kept);
}

struct Listed {
  types::TreePage page;
  PageRequest request;
};

Result<Listed> run_list(store::Tx& tx, const app::Context& context, const TreeList& list) {
  FS_TRY(auto page, types::list_tree_categories(tx, context, list.query));
  return Listed{std::move(page), list.query.page};
}

http::Response encode_list(const Call& call, const Listed& listed) {
  RowPage<boost::json::object> page{listed.page.rows, listed.page.facts};
  return offset_list_answer(call, listed.request, page,
                            [&call](JsonWriter& out, boost::json::object row) {
                              narrow(call, row);
                              out.raw(json::to_text(row));
                            });
}

Result<types::TreeBatch> decode_batch(const Call& call, app::records::Use use) {
  FS_TRY(const auto objects, body_objects(call, kMostItems));
  types::TreeBatch batch{{}, use};
  for (std::size_t i = 0; i < objects.size(); ++i)
    batch.items.push_back(types::read_tree_item(*objects[i], use, i));
  return batch;
}
Result<types::TreeBatch> decode_create(const Call& call) {
  return decode_batch(call, app::records::Use::create);
}
Result<types::TreeBatch> decode_update(const Call& call) {
  return decode_batch(call, app::records::Use::update);
}

void write_failures(JsonWriter& out, const types::TreeOutcome& outcome) {
  if (outcome.failed.empty()) return;
  out.key("errors").begin_object().key("status").integer(422);
  out.key("title").string("Some of the categories are not valid.").key("type").string("");
  out.key("errors").begin_object();
  for (const FieldError& error : outcome.failed) out.key(error.field).string(error.message);
  out.end_object().end_object();
}

// 207 where some items failed.
http::Response batch_answer(const types::TreeOutcome& outcome, bool tells, int complete) {
  JsonWriter out;
  out.begin_object();
  if (tells) {
    out.key("data").begin_array();
    for (const auto& row : outcome.done) out.raw(json::to_text(row));
    out.end_array();
  }
  write_failures(out, outcome);
  out.key("meta").begin_object();
  write_tally(out, outcome.total, outcome.done.size());
  out.end_object().end_object();
  return {.status = outcome.failed.empty() ? complete : 207, .body = out.take(), .headers = {}};
}
http::Response encode_created(const Call&, const types::TreeOutcome& outcome) {
  return batch_answer(outcome, true, 201);
}
http::Response encode_updated(const Call&, const types::TreeOutcome& outcome) {
  return batch_answer(outcome, false, 200);
}

Result<TreeList> decode_remove(const Call& call) {
  FS_TRY_STATUS(check_parameters(call.query, kRemoveParameters));
  TreeList list;
  FS_TRY_STATUS(read_ids(call, list.query));
  if (!list.query.conditions.empty()) return list;
  return filter_required("category_uuid:in, category_id:in, tree_id:in, parent_id:in");
}

Result<std::size_t> run_remove(store::Tx& tx, const app::Context& context, const TreeList& list) {
  return types::remove_tree_categories(tx, context, list.query);
}

http::Response encode_removed(const Call&, const std::size_t& count) {
  JsonWriter out;
  out.begin_object().key("meta").begin_object();
  write_tally(out, count, count);
  out.end_object().end_object();
  return {.status = 202, .body = out.take(), .headers = {}};
}

Result<types::WholeTree> decode_tree(const Call& call) {
  constexpr std::string_view kKnown[] = {"depth"};
  FS_TRY_STATUS(check_parameters(call.query, kKnown));
  types::WholeTree wanted{std::string(call.path_parameters.front()), -1};
  FS_TRY(const auto depth, integer_param(call.query, "depth"));
  if (depth && *depth < 0) return invalid_parameter("depth", "must not be negative");
  if (depth) wanted.depth = *depth;
  return wanted;
}

http::Response encode_tree(const Call&, const boost::json::array& tree) {
  JsonWriter out;
  out.begin_object().key("data").raw(json::to_text(tree));
  out.key("meta").begin_object().end_object().end_object();
  return {.body = out.take(), .headers = {}};
}

constexpr Endpoint kEndpoints[] = {
    read<&decode_list, &run_list, &encode_list>(kCategories, Scope::products,
                                                ErrorFamily::customers),
    sized(kLargeBodyBytes, write<&decode_create, &types::write_tree_categories, &encode_created>(
                               http::Verb::post, kCategories, Scope::products,
                               ErrorFamily::customers, BodyRule::required)),
    sized(kLargeBodyBytes, write<&decode_update, &types::write_tree_categories, &encode_updated>(
                               http::Verb::put, kCategories, Scope::products,
                               ErrorFamily::customers, BodyRule::required)),
    write<&decode_remove, &run_remove, &encode_removed>(http::Verb::delete_, kCategories,
                                                        Scope::products, ErrorFamily::customers,
                                                        BodyRule::ignored),
    read<&decode_tree, &types::whole_tree, &encode_tree>("/v3/catalog/trees/{tree_id}/categories",
                                                         Scope::products, ErrorFamily::customers),
};

}  // namespace

std::span<const Endpoint> tree_category_endpoints() { return kEndpoints; }

}  // namespace fieldstone::api
