#include "api/records/record_endpoints.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "api/records/filters.hpp"
#include "api/wire/cursor_text.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/pagination.hpp"
#include "api/wire/path_ids.hpp"
#include "api/wire/query_params.hpp"
#include "app/records/use_cases.hpp"
#include "json/write.hpp"

namespace fieldstone::api {
namespace {

namespace records = app::records;
using record::Action;
using record::Face;
using record::Operation;
using record::RecordType;

bool names_one(Action action) {
  return action == Action::get || action == Action::update || action == Action::upsert ||
         action == Action::remove;
}

// What the path and the query say of the record. Valid as long as the call and the selection.
records::Request request_of(const Call& call, const Selection& selection) {
  auto path = call.path_parameters;
  std::string_view id;
  // Where a parent has one at most, the path may name it by the parent alone.
  const bool by_parent =
      call.record()->one_per_parent && !call.operation()->path.ends_with(std::string_view("}"));
  if (names_one(call.operation()->action) && !by_parent) {
    id = path.empty() ? std::string_view() : path.back();
    if (!path.empty()) path = path.first(path.size() - 1);
  }
  return {*call.record(), path, id, selection.included, selection.made};
}

// include_fields and exclude_fields: the id always stays.
std::string narrowed(const std::string& text, const Selection& selection) {
  const auto has = [](const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  boost::json::object kept;
  const boost::json::value whole = boost::json::parse(text);  // outlives the loop over its members
  for (const auto& member : whole.as_object()) {
    const std::string_view name(member.key().data(), member.key().size());
    const bool stays = name == "id" || ((selection.only.empty() || has(selection.only, name)) &&
                                        !has(selection.without, name));
    if (stays) kept.emplace(member.key(), member.value());
  }
  return json::to_text(kept);
}

void write_answer(JsonWriter& out, const records::Answer& answer, const Selection& selection) {
  const std::string text = answer.text();
  out.raw(selection.narrows() ? narrowed(text, selection) : text);
}

http::Response one_answer(const Call& call, const records::Answer& answer,
                          const Selection& selection) {
  JsonWriter out;
  const bool wraps = call.record()->face == Face::v3;
  if (wraps) out.begin_object().key("data");
  write_answer(out, answer, selection);
  if (wraps) out.key("meta").begin_object().end_object().end_object();
  return {.status = call.operation()->status, .body = out.take(), .headers = {}};
}

void write_answers(JsonWriter& out, const std::vector<records::Answer>& answers,
                   const Selection& selection) {
  out.begin_array();
  for (const records::Answer& answer : answers) write_answer(out, answer, selection);
  out.end_array();
}

http::Response many_answer(const Call& call, const std::vector<records::Answer>& answers,
                           const Selection& selection) {
  JsonWriter out;
  const bool wraps = call.record()->face == Face::v3;
  if (wraps) out.begin_object().key("data");
  write_answers(out, answers, selection);
  if (wraps) out.key("meta").begin_object().end_object().end_object();
  return {.status = call.operation()->status, .body = out.take(), .headers = {}};
}

std::string cursor_at(const records::Answer& answer) {
  CursorPosition position;
  position.id = answer.id();
  return encode_metafield_cursor(position);
}

http::Response page_answer(const Call& call, const records::Page& page,
                           const Selection& selection) {
  const RecordType& type = *call.record();
  JsonWriter out;
  if (page.answers.empty() && type.empty_list_is_204)
    return {.status = 204, .body = {}, .headers = {}};
  if (type.face == Face::v2) {
    const bool observed = call.context.answers() == Answers::observed;  // HTTP-39
    if (page.answers.empty() && observed) return {.status = 204, .body = {}, .headers = {}};
    write_answers(out, page.answers, selection);
    return {.body = out.take(), .headers = {}};
  }
  out.begin_object().key("data");
  write_answers(out, page.answers, selection);
  if (type.paging == record::Paging::none) {
    out.key("meta").begin_object().end_object().end_object();
    return {.body = out.take(), .headers = {}};
  }
  PageOutline outline;
  outline.request = page.request;
  outline.facts = page.facts;
  outline.count = page.answers.size();
  outline.has_cursors = type.paging == record::Paging::with_cursor;
  if (outline.has_cursors && !page.answers.empty()) {
    outline.start_cursor = cursor_at(page.answers.front());
    outline.end_cursor = cursor_at(page.answers.back());
  }
  write_list_meta(out, outline, call.query);
  out.end_object();
  return {.body = out.take(), .headers = {}};
}

http::Response count_answer(const Call& call, std::int64_t count) {
  JsonWriter out;
  const bool wraps = call.record()->face == Face::v3;
  if (wraps) out.begin_object().key("data");
  out.begin_object().key("count").integer(count).end_object();
  if (wraps) out.key("meta").begin_object().end_object().end_object();
  return {.body = out.take(), .headers = {}};
}

// Reads run at once where the store can, and long ones in the store's turn.
template <class Ask, class Encode>
asio::awaitable<Result<http::Response>> read(const Services* services, const Call* call, Ask ask,
                                             Encode encode) {
  const auto work = detail::unit_of_read(services, call, ask, encode);
  if (auto answer = services->store.read_at_once(work)) co_return *std::move(answer);
  co_return co_await services->store.read_in_turn(call->context.caller.store_id, work);
}

asio::awaitable<Result<http::Response>> run_list(const Services* services, const Call* call) {
  FS_CO_TRY(const auto selection, record_selection(call->query, *call->record()));
  records::List list{request_of(*call, selection), {}};
  FS_CO_TRY(list.query, record_query(*call, *call->record()));
  if (call->operation()->action == Action::count) {
    const auto count = [&](store::Tx& tx) {
      return records::count_records(tx, call->context, list);
    };
    const auto encode_count = [call](const auto& counted) { return count_answer(*call, *counted); };
    co_return co_await read(services, call, count, encode_count);
  }
  if (call->head_only) list.query.page.limit = 1;
  const auto ask = [&](store::Tx& tx) { return records::list_records(tx, call->context, list); };
  const auto encode = [call, &selection](const auto& page) {
    return page_answer(*call, *page, selection);
  };
  co_return co_await read(services, call, ask, encode);
}

asio::awaitable<Result<http::Response>> run_get(const Services* services, const Call* call) {
  FS_CO_TRY(const auto selection, record_selection(call->query, *call->record()));
  const records::Request request = request_of(*call, selection);
  const auto ask = [&](store::Tx& tx) { return records::get_record(tx, call->context, request); };
  const auto encode = [call, &selection](const auto& answer) {
    return one_answer(*call, *answer, selection);
  };
  co_return co_await read(services, call, ask, encode);
}

Result<records::Draft> decode_one(const Call& call, records::Use use) {
  FS_TRY(const auto* object, root_object(*call.body));
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  auto draft = records::read_draft(*call.record(), *object, use, errors);
  FS_TRY_STATUS(records::report(std::move(broken)));
  return draft;
}

// Decodes a body into a draft, writes it and answers with what the write says.
template <class Write>
asio::awaitable<Result<http::Response>> write_one(const Services* services, const Call* call,
                                                  records::Use use, Write write) {
  FS_CO_TRY(const auto selection, record_selection(call->query, *call->record()));
  const bool upserts = call->operation()->action == Action::upsert;
  records::WriteOne command{request_of(*call, selection), {}, upserts};
  const auto decode = [call, use] { return decode_one(*call, use); };
  FS_CO_TRY(command.draft, co_await detail::decode_where_fit(services, call, decode));
  const auto ask = [call, &command, write](store::Tx& tx) {
    return write(tx, call->context, command);
  };
  const auto encode = [call, &selection](const auto& answer) {
    return one_answer(*call, *answer, selection);
  };
  co_return co_await detail::write_and_answer(services, call, ask, encode);
}

asio::awaitable<Result<http::Response>> run_create(const Services* services, const Call* call) {
  return write_one(services, call, records::Use::create, &records::create_one);
}

asio::awaitable<Result<http::Response>> run_update(const Services* services, const Call* call) {
  const bool upserts = call->operation()->action == Action::upsert;
  return write_one(services, call, upserts ? records::Use::create : records::Use::update,
                   &records::update_one);
}

// 204 says all; where 200 is published, there is a body.
Result<http::Response> removed_answer(const Call& call) {
  const Operation& operation = *call.operation();
  if (operation.status == 204) {
    return http::Response{.status = 204, .body = {}, .headers = {}};
  }
  JsonWriter out;
  out.begin_object().key("data");
  if (operation.tells_parent) {
    // Zeros may stand before the digits of a path.
    FS_TRY(const auto parent, path_integer(call.path_parameters.front()));
    out.integer(parent);
  } else {
    out.begin_object().end_object();
  }
  out.key("meta").begin_object().end_object().end_object();
  return http::Response{.status = operation.status, .body = out.take(), .headers = {}};
}

// A write without a body.
template <class Work>
auto write(const Services* services, const Call* call, Work work)
    -> asio::awaitable<std::invoke_result_t<Work&, store::Tx&>> {
  co_return co_await services->store.write(call->context.caller.store_id, work);
}

asio::awaitable<Result<http::Response>> run_remove(const Services* services, const Call* call) {
  const records::Request request = request_of(*call, {});
  FS_CO_TRY_STATUS(co_await write(services, call, [&](store::Tx& tx) {
    return records::remove_one(tx, call->context, request);
  }));
  co_return removed_answer(*call);
}

Result<std::vector<const boost::json::object*>> items_of(const Call& call) {
  std::vector<const boost::json::object*> objects;
  if (call.operation()->answers_object && call.body->is_object()) {
    objects.push_back(&call.body->get_object());
    return objects;
  }
  FS_TRY(const auto* items, root_array(*call.body));
  const auto most = static_cast<std::size_t>(call.record()->limits.items);
  if (items->size() > most) {
    return fail(Code::payload_too_large, "HTTP-53",
                "The request payload is too large. The maximum items allowed in the array is " +
                    std::to_string(most) + ".");
  }
  for (std::size_t i = 0; i < items->size(); ++i) {
    const auto* object = (*items)[i].if_object();
    if (object == nullptr)
      return fail(Code::validation, "CU-45", {}, {{std::to_string(i), "must be an object"}});
    objects.push_back(object);
  }
  return objects;
}

// An item that names a record may be partial; one that does not must be whole.
records::Use use_of(const RecordType& type, Action action, const boost::json::object& item) {
  if (action == Action::update_many) return records::Use::update;
  if (action == Action::create_many) return records::Use::create;
  const record::Field* field = records::id_field(type);
  const bool natural = type.ids == record::Identity::natural;
  const bool named = !natural && field != nullptr && item.contains(field->name);
  return named ? records::Use::update : records::Use::create;
}

Result<std::vector<records::Draft>> decode_many(const Call& call) {
  FS_TRY(const auto items, items_of(call));
  std::vector<FieldError> broken;
  std::vector<records::Draft> drafts;
  for (std::size_t i = 0; i < items.size(); ++i) {
    ItemErrors errors(std::to_string(i) + ".", broken);
    const auto use = use_of(*call.record(), call.operation()->action, *items[i]);
    drafts.push_back(records::read_draft(*call.record(), *items[i], use, errors));
  }
  FS_TRY_STATUS(records::report(std::move(broken)));
  return drafts;
}

asio::awaitable<Result<http::Response>> run_write_many(const Services* services, const Call* call) {
  // One object in, one object out.
  const Operation& operation = *call->operation();
  const bool one = operation.action == Action::create_many && operation.answers_object;
  if (one && call->body->is_object()) co_return co_await run_create(services, call);
  FS_CO_TRY(const auto selection, record_selection(call->query, *call->record()));
  records::WriteMany command{request_of(*call, selection), {}, call->operation()->action};
  const auto decode = [call] { return decode_many(*call); };
  FS_CO_TRY(command.drafts, co_await detail::decode_where_fit(services, call, decode));
  const auto ask = [call, &command](store::Tx& tx) {
    return records::write_many(tx, call->context, command);
  };
  const auto encode = [call, &selection](const auto& answers) {
    return many_answer(*call, *answers, selection);
  };
  co_return co_await detail::write_and_answer(services, call, ask, encode);
}

asio::awaitable<Result<http::Response>> run_remove_many(const Services* services,
                                                        const Call* call) {
  records::List list{request_of(*call, {}), {}};
  FS_CO_TRY(list.query, record_query(*call, *call->record()));
  const bool narrowed = !list.query.conditions.empty() || !call->path_parameters.empty();
  if (!narrowed && call->operation()->needs_filter) {
    std::string names;
    for (const std::string& name : filter_names(*call->record()))
      names += (names.empty() ? "" : ", ") + name;
    co_return filter_required(names);
  }
  FS_CO_TRY_STATUS(co_await write(services, call, [&](store::Tx& tx) {
    return records::remove_many(tx, call->context, list);
  }));
  co_return removed_answer(*call);
}

struct Shape {
  http::Verb verb;
  BodyRule body;
  asio::awaitable<Result<http::Response>> (*run)(const Services*, const Call*);
};

Shape shape_of(const Operation& operation) {
  using http::Verb;
  switch (operation.action) {
    case Action::list:
    case Action::count: return {Verb::get, BodyRule::ignored, &run_list};
    case Action::get: return {Verb::get, BodyRule::ignored, &run_get};
    case Action::create: return {Verb::post, BodyRule::required, &run_create};
    case Action::update:
    case Action::upsert: return {Verb::put, BodyRule::required, &run_update};
    case Action::remove: return {Verb::delete_, BodyRule::ignored, &run_remove};
    case Action::create_many: return {Verb::post, BodyRule::required, &run_write_many};
    case Action::update_many:
    case Action::upsert_many: return {Verb::put, BodyRule::required, &run_write_many};
    case Action::remove_many: return {Verb::delete_, BodyRule::ignored, &run_remove_many};
  }
  return {Verb::get, BodyRule::ignored, &run_get};
}

// HTTP-17. A batch may be as many times longer as it has items, within reason.
std::uint32_t body_bytes(const RecordType& type, const Operation& operation) {
  const bool many = operation.action == Action::create_many ||
                    operation.action == Action::update_many ||
                    operation.action == Action::upsert_many;
  if (!many) return type.limits.body_bytes;
  constexpr std::uint32_t kMost = 16U << 20U;
  const auto items = static_cast<std::uint64_t>(type.limits.items);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(kMost, items * type.limits.body_bytes));
}

}  // namespace

std::vector<Endpoint> record_endpoints(const RecordType& type) {
  std::vector<Endpoint> rows;
  rows.reserve(type.operations.size());
  const auto family = type.face == Face::v2 ? ErrorFamily::v2 : ErrorFamily::customers;
  for (const Operation& operation : type.operations) {
    const Shape shape = shape_of(operation);
    const auto verb = operation.by_post ? http::Verb::post : shape.verb;
    const auto access = verb == http::Verb::get ? Access::read_only : Access::modify;
    rows.push_back({verb, operation.path, type.scope, access, family, shape.body, nullptr,
                    shape.run, body_bytes(type, operation), &type, &operation});
  }
  return rows;
}

}  // namespace fieldstone::api
