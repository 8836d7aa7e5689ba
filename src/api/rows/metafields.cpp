// Wire side of single metafields and their lists: rows, decoders, encoders (MF-50 … MF-109).
#include "app/metafields.hpp"

#include <boost/json/value.hpp>

#include "api/endpoints.hpp"
#include "api/rows/metafield_decode.hpp"
#include "api/rows/metafield_json.hpp"
#include "api/rows/metafields_batch.hpp"
#include "api/wire/cursor_text.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/pagination.hpp"
#include "api/wire/path_ids.hpp"
#include "api/wire/query_params.hpp"
#include "core/limits.hpp"

namespace fieldstone::api {
namespace {

// The parent named by the path parameter at `position`.
Result<app::Parent> path_parent(const Call& call, std::size_t position) {
  const ResourceTraits& resource = *call.endpoint.resource;
  if (resource.parent_form == ParentForm::store) {
    return app::Parent{resource.type, std::to_string(call.context.caller.store_id.value)};
  }
  // MF-61: the product above a variant must be a positive integer but is not looked at.
  for (std::size_t i = 0; i < position; ++i) {
    FS_TRY(const auto above, path_integer(call.path_parameters[i]));
    if (above < 1)
      return fail(Code::invalid_input, "MF-61", "The id in the path must be a positive integer");
  }
  const std::string_view text = call.path_parameters[position];
  if (resource.parent_form == ParentForm::uuid) {
    auto id = canonical_resource_id(resource.parent_form, text);
    if (!id) return fail(Code::invalid_input, "HTTP-6", "The id in the path must be a UUID");
    return app::Parent{resource.type, *std::move(id)};
  }
  FS_TRY(const auto id, path_integer(text));
  return app::Parent{resource.type, std::to_string(id)};
}

Result<app::MetafieldAddress> decode_address(const Call& call) {
  const std::size_t last = call.path_parameters.size() - 1;
  FS_TRY(auto parent, path_parent(call, last == 0 ? 0 : last - 1));
  FS_TRY(const auto id, path_integer(call.path_parameters[last]));
  return app::MetafieldAddress{std::move(parent), MetafieldId{id}};
}

// MF-8: nothing can be created on a parent beyond the range; reading there finds nothing (MF-70).
Status check_parent_range(const Call& call) {
  if (call.endpoint.resource->parent_form != ParentForm::integer) return {};
  FS_TRY(const auto id, path_integer(call.path_parameters.back()));
  if (id <= kMaxResourceId) return {};
  return fail(Code::invalid_input, "MF-8",
              "The id in the path must be at most " + std::to_string(kMaxResourceId));
}

Result<app::CreateMetafield> decode_create(const Call& call) {
  FS_TRY_STATUS(check_parent_range(call));
  FS_TRY(auto parent, path_parent(call, call.path_parameters.size() - 1));
  FS_TRY(const auto* object, root_object(*call.body));
  return app::CreateMetafield{std::move(parent), metafield_input(*object)};
}

Result<app::UpdateMetafield> decode_update(const Call& call) {
  FS_TRY(auto address, decode_address(call));
  FS_TRY(const auto* object, root_object(*call.body));
  return app::UpdateMetafield{std::move(address), id_member(*object, "id"),
                              metafield_input(*object)};
}

Result<app::ListMetafields> decode_list(const Call& call) {
  app::ListMetafields command;
  command.type = call.endpoint.resource->type;
  if (!call.path_parameters.empty()) {
    FS_TRY(auto parent, path_parent(call, call.path_parameters.size() - 1));
    command.resource_id = std::move(parent.resource_id);
  }
  FS_TRY(command.filter, metafield_filter(call.query));
  FS_TRY(command.page, page_params(call.query, &decode_metafield_cursor));
  return command;
}

http::Response encode_one(const Call& call, const Metafield& metafield) {
  JsonWriter json;
  json.begin_object().key("data");
  write_metafield(json, view_of(metafield), MetafieldForm::of(call));
  json.key("meta").begin_object().end_object().end_object();
  return {.body = json.take(), .headers = {}};
}

// MF-80, MF-83: customers answer a write with an array of one, as documented.
http::Response encode_written(const Call& call, const Metafield& metafield) {
  const bool array = call.endpoint.resource->write_shape == WriteShape::customer &&
                     call.context.answers() == Answers::documented;
  JsonWriter json;
  json.begin_object().key("data");
  if (array) json.begin_array();
  write_metafield(json, view_of(metafield), MetafieldForm::whole(call));
  if (array) json.end_array().key("errors").begin_array().end_array();
  json.key("meta").begin_object();
  if (array) write_single_page(json, 1);
  json.end_object().end_object();
  return {.body = json.take(), .headers = {}};
}

http::Response encode_deleted(const Call&) { return {.status = 204, .body = {}, .headers = {}}; }

http::Response encode_list(const Call& call, const app::MetafieldsPage& listed) {
  const store::MetafieldPage& page = listed.page;
  const MetafieldForm form = MetafieldForm::of(call);
  JsonWriter json;
  json.begin_object().key("data").begin_array();
  for (const MetafieldView& row : page.rows) write_metafield(json, row, form);
  json.end_array();
  PageOutline outline;
  outline.request = listed.request;
  outline.facts = page.facts;
  outline.count = page.rows.size();
  if (!page.rows.empty()) {
    outline.start_cursor = encode_metafield_cursor({page.rows.front().id.value, {}, {}});
    outline.end_cursor = encode_metafield_cursor({page.rows.back().id.value, {}, {}});
  }
  write_list_meta(json, outline, call.query);
  json.end_object();
  return {.body = json.take(), .headers = {}};
}

}  // namespace

std::vector<Endpoint> metafield_endpoints(const ResourceTraits& resource) {
  using http::Verb;
  constexpr auto kFamily = ErrorFamily::metafields;
  const ResourceTraits* r = &resource;
  const Scope scope = resource.scope;
  std::vector<Endpoint> rows = {
      read<decode_address, app::get_metafield, encode_one>(r->item_path, scope, kFamily, r),
      write<decode_update, app::update_metafield, encode_written>(Verb::put, r->item_path, scope,
                                                                  kFamily, BodyRule::required, r),
      write<decode_address, app::delete_metafield, encode_deleted>(
          Verb::delete_, r->item_path, scope, kFamily, BodyRule::ignored, r),
      read<decode_list, app::list_metafields, encode_list>(r->batch_path, scope, kFamily, r),
      sized(kLargeBodyBytes, write<decode_batch_create, app::create_metafields, encode_batch>(
                                 Verb::post, r->batch_path, scope, kFamily, BodyRule::required, r)),
      sized(kLargeBodyBytes, write<decode_batch_update, app::update_metafields, encode_batch>(
                                 Verb::put, r->batch_path, scope, kFamily, BodyRule::required, r)),
      write<decode_batch_delete, app::delete_metafields, encode_batch_deleted>(
          Verb::delete_, r->batch_path, scope, kFamily, BodyRule::optional, r),
  };
  if (!r->collection_path.empty()) {
    rows.push_back(read<decode_list, app::list_metafields, encode_list>(r->collection_path, scope,
                                                                        kFamily, r));
    rows.push_back(write<decode_create, app::create_metafield, encode_written>(
        Verb::post, r->collection_path, scope, kFamily, BodyRule::required, r));
  }
  return rows;
}

}  // namespace fieldstone::api
