#include "api/rows/metafields_batch.hpp"

#include <boost/json/value.hpp>
#include <string>

#include "api/rows/metafield_decode.hpp"
#include "api/rows/metafield_json.hpp"
#include "api/wire/error_response.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/pagination.hpp"
#include "api/wire/query_params.hpp"

namespace fieldstone::api {
namespace {

namespace json = boost::json;

Status check_count(const Call& call, std::size_t count) {
  const auto max = static_cast<std::size_t>(call.context.settings.batch_max);
  if (count <= max) return {};
  return fail(Code::payload_too_large, "MF-125",
              "The request payload is too large. The maximum items allowed in the array is " +
                  std::to_string(max) + ".");
}

Result<const json::array*> batch_items(const Call& call) {
  FS_TRY(const auto* items, root_array(*call.body));
  FS_TRY_STATUS(check_count(call, items->size()));
  return items;
}

// An item that is no object has no members, so each required one is reported.
const json::object& item_object(const json::value& item) {
  static const json::object kEmpty;
  const auto* object = item.if_object();
  return object == nullptr ? kEmpty : *object;
}

Input<std::string> parent_member(const json::object& object, ParentForm form) {
  std::string text;
  if (form == ParentForm::uuid) {
    const TextInput sent = text_member(object, "resource_id");
    if (sent.has_value()) text = sent.value;
  } else if (const IntegerInput sent = id_member(object, "resource_id"); sent.has_value()) {
    text = std::to_string(sent.value);
  }
  auto id = canonical_resource_id(form, text);  // MF-8
  if (!id) return {InputState::wrong_type, {}};
  return {InputState::value, *std::move(id)};
}

// The failed items: one object in an array, positions to messages (MF-131, MF-132).
void write_failures(JsonWriter& out, const std::vector<app::BatchFailure>& failed, bool complete) {
  out.key("errors").begin_array();
  if (!complete) {
    out.begin_object().key("status").integer(422).key("title").string("Bulk operation has failed");
    out.key("type").string(kErrorType).key("errors").begin_object();
    for (const app::BatchFailure& failure : failed)
      out.key(std::to_string(failure.index)).string(failure.message);
    out.end_object().end_object();
  }
  out.end_array();
}

template <class Outcome, class WriteData>
http::Response encode(const Call& call, const Outcome& outcome, BatchMeta meta,
                      WriteData write_data) {
  JsonWriter out;
  out.begin_object().key("data").begin_array();
  for (const auto& item : outcome.done) write_data(out, item);
  out.end_array();
  const bool complete = outcome.failed.empty() && outcome.total() > 0;  // MF-124
  if (!complete || call.context.answers() == Answers::documented)       // HTTP-39
    write_failures(out, outcome.failed, complete);
  out.key("meta").begin_object();
  write_tally(out, outcome.total(), outcome.done.size());
  if (complete && meta == BatchMeta::counts_and_pagination)
    write_single_page(out, outcome.done.size());  // MF-133
  out.end_object().end_object();
  return {.status = complete ? 200 : 422, .body = out.take(), .headers = {}};
}

}  // namespace

Result<app::BatchCreate> decode_batch_create(const Call& call) {
  FS_TRY(const auto* items, batch_items(call));
  app::BatchCreate command{call.endpoint.resource->type, {}};
  command.items.reserve(items->size());
  for (const json::value& item : *items) {
    const json::object& object = item_object(item);
    command.items.push_back(
        {parent_member(object, call.endpoint.resource->parent_form), metafield_input(object)});
  }
  return command;
}

Result<app::BatchUpdate> decode_batch_update(const Call& call) {
  FS_TRY(const auto* items, batch_items(call));
  app::BatchUpdate command{call.endpoint.resource->type, {}};
  command.items.reserve(items->size());
  for (const json::value& item : *items) {
    const json::object& object = item_object(item);
    command.items.push_back({id_member(object, "id"), metafield_input(object)});
  }
  return command;
}

Result<app::BatchDelete> decode_batch_delete(const Call& call) {
  app::BatchDelete command{call.endpoint.resource->type, {}};
  if (call.body == nullptr) {  // MF-122: the fallback of clients that can't send a body
    FS_TRY(const auto ids, ids_to_delete(call.query));
    FS_TRY_STATUS(check_count(call, ids.size()));
    for (const std::int64_t id : ids) command.ids.push_back({InputState::value, id});
    return command;
  }
  FS_TRY(const auto* items, batch_items(call));
  for (const json::value& item : *items) command.ids.push_back(id_value(item));
  return command;
}

http::Response encode_batch(const Call& call, const app::BatchOutcome<Metafield>& outcome) {
  const MetafieldForm form = MetafieldForm::whole(call);
  return encode(call, outcome, call.endpoint.resource->batch_meta,
                [&form](JsonWriter& out, const Metafield& metafield) {
                  write_metafield(out, view_of(metafield), form);
                });
}

http::Response encode_batch_deleted(const Call& call,
                                    const app::BatchOutcome<MetafieldId>& outcome) {
  // MF-135: numbers for every type, and the counts alone.
  return encode(call, outcome, BatchMeta::counts,
                [](JsonWriter& out, MetafieldId id) { out.integer(id.value); });
}

}  // namespace fieldstone::api
