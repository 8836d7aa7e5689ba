#include "cli/seed/seeder.hpp"

#include <boost/json/parse.hpp>

#include "app/records/births.hpp"
#include "auth/scope.hpp"
#include "auth/token.hpp"
#include "cli/seed/own_records.hpp"
#include "cli/seed/refusal.hpp"
#include "json/write.hpp"
#include "store/accounts/account_undo.hpp"
#include "types/record_types.hpp"

namespace fieldstone::cli {
namespace {

namespace json = boost::json;

std::string every_scope() {
  std::string names;
  for (int i = 1; i <= static_cast<int>(Scope::transactions); ++i)
    (names += names.empty() ? "" : ",") += auth::scope_name(static_cast<Scope>(i), Access::modify);
  return names;
}

std::string hash_of(std::string_view token) { return auth::to_hex(auth::hash_token(token)); }

// The record of an answer: what a V3 answer has in `data`, alone or as the only one of an array;
// the whole of a V2 answer. Null where there is none.
json::value record_of(const http::Response& response) {
  json::error_code error;
  json::value body = json::parse(response.body, error);
  if (error) return nullptr;
  json::value record = std::move(body);
  if (auto* object = record.if_object(); object != nullptr && object->contains("data")) {
    json::value data = std::move((*object)["data"]);
    record = std::move(data);
  }
  if (auto* array = record.if_array()) {
    json::value first = array->empty() ? json::value() : std::move(array->front());
    record = std::move(first);
  }
  return record;
}

Failure at(const SeedLine& line, const Error& error) {
  return fail(error.code, error.rule,
              line.place + ": " + line.kind->name + ": " +
                  (error.message.empty() ? std::string(default_title(error.code)) : error.message));
}

}  // namespace

Seeder::Seeder(store::Tx& tx, SeedPlace place, const api::DispatchOptions& options)
    : tx_(tx),
      place_(std::move(place)),
      seal_(options.seal),
      store_(tx),
      dispatcher_(store_, logger_, options),
      names_([this](std::string_view resource) { return follow(resource); }) {}

Status Seeder::run(std::span<const SeedLine> lines, const Progress& progress) {
  // A store may be older than some types.
  FS_TRY_STATUS(app::records::bear(tx_, place_.store_id, place_.store_hash, to_seconds(place_.now),
                                   types::record_types()));
  FS_TRY_STATUS(hire());
  std::int64_t done = 0;
  for (const SeedLine& line : lines) {
    if (auto added = add(line); !added) return at(line, added.error());
    progress(++done);
  }
  return dismiss();
}

Status Seeder::add(const SeedLine& line) {
  FS_TRY(auto record, names_.resolve(line.record));
  FS_TRY(auto answer, make(line, std::move(record.get_object())));
  if (!line.as.empty()) names_.add(line.as, std::move(answer), line.kind->id);
  return {};
}

Result<json::value> Seeder::make(const SeedLine& line, json::object record) {
  const TimeS now = to_seconds(place_.now);
  switch (line.kind->way) {
    case SeedKind::Way::account: return make_account(tx_, place_.store_id, now, seal_, record);
    case SeedKind::Way::user: return make_user(tx_, place_.store_id, now, record);
    case SeedKind::Way::request:
    case SeedKind::Way::metafield: break;
  }
  return request(line, std::move(record));
}

Result<json::value> Seeder::request(const SeedLine& line, json::object record) {
  FS_TRY(const auto path, take_path(*line.kind, record));
  FS_TRY(const auto token, token_of(line.by));
  const bool only_item = line.kind->body == SeedKind::Body::array_of_one;
  http::PlainRequest request = request_to(line.kind->verb, path, token);
  request.body = fieldstone::json::to_text(record);
  if (only_item) request.body = "[" + request.body + "]";
  const http::Response response = send(request);
  if (response.status < 200 || response.status > 299)
    return fail(Code::validation, "CL-11", refusal_of(response, only_item));
  return record_of(response);
}

// The links of V2.
Result<json::value> Seeder::follow(std::string_view resource) {
  const http::Response response =
      send(request_to(http::Verb::get, "/v2" + std::string(resource), tokens_.at(client_id_)));
  if (response.status < 200 || response.status > 299)
    return fail(Code::validation, "CL-13", refusal_of(response, false));
  json::error_code error;
  json::value body = json::parse(response.body.empty() ? "[]" : response.body, error);
  if (error) return fail(Code::validation, "CL-13", "the link names no list");
  return body;
}

http::PlainRequest Seeder::request_to(http::Verb verb, const std::string& path,
                                      const std::string& token) const {
  http::PlainRequest request;
  request.verb = verb;
  request.path = "/stores/" + place_.store_hash + path;
  request.headers = {{"X-Auth-Token", token}, {"Content-Type", std::string(http::kJson)}};
  return request;
}

http::Response Seeder::send(const http::PlainRequest& request) {
  return http::ask({dispatcher_, "seed", place_.now}, loop_, request);
}

// Nobody's are made by the account that is there for the seed alone.
Result<std::string> Seeder::token_of(const std::string& by) {
  std::string client_id = client_id_;
  if (!by.empty()) {
    FS_TRY(const auto named, names_.resolve_text(by));
    const auto* text = named.if_string();
    if (text == nullptr)
      return fail(Code::validation, "CL-14", "by: " + by + " is not the name of an account");
    client_id.assign(text->data(), text->size());
  }
  const auto known = tokens_.find(client_id);
  if (known != tokens_.end()) return known->second;
  FS_TRY(const bool active, tx_.accounts().is_active(place_.store_id, client_id));
  if (!active)
    return fail(Code::validation, "CL-14",
                "by: the store has no account " + client_id +
                    "; a line of type account before this one makes it");
  return make_token_for(client_id);
}

Result<std::string> Seeder::make_token_for(const std::string& client_id) {
  auth::SodiumRandom random;
  std::string token = auth::make_token(random);
  FS_TRY_STATUS(tx_.accounts().create_token(hash_of(token), place_.store_id, client_id,
                                            to_seconds(place_.now)));
  tokens_.emplace(client_id, token);
  return token;
}

Status Seeder::hire() {
  auth::SodiumRandom random;
  store::AccountRecord account;
  account.store_id = place_.store_id;
  account.client_id = auth::make_client_id(random);
  account.name = "seed";
  account.scopes = every_scope();
  account.created_at = to_seconds(place_.now);
  FS_TRY_STATUS(tx_.accounts().create_account(account));
  client_id_ = account.client_id;
  FS_TRY_STATUS(make_token_for(client_id_));
  return {};
}

Status Seeder::dismiss() {
  store::AccountUndo undo(tx_.connection());
  for (const auto& [client_id, token] : tokens_)
    FS_TRY_STATUS(undo.remove_token(place_.store_id, hash_of(token)));
  return undo.remove(place_.store_id, client_id_);
}

}  // namespace fieldstone::cli
