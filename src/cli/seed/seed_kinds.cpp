#include "cli/seed/seed_kinds.hpp"

#include <algorithm>
#include <boost/json/value.hpp>
#include <optional>

#include "app/records/draft.hpp"
#include "core/resource_type.hpp"
#include "types/orders/order.hpp"
#include "types/record_types.hpp"

namespace fieldstone::cli {
namespace {

using record::Action;
using record::Operation;
using record::RecordType;
using Body = SeedKind::Body;
using Way = SeedKind::Way;

const Operation* find_operation(const RecordType& type) {
  for (const Action action :
       {Action::create, Action::create_many, Action::upsert_many, Action::upsert}) {
    const auto found =
        std::find_if(type.operations.begin(), type.operations.end(),
                     [action](const Operation& operation) { return operation.action == action; });
    if (found != type.operations.end()) return &*found;
  }
  return nullptr;
}

// What people call it, where the table's name is another.
std::string name_of(const RecordType& type) {
  return &type == &types::kOrder ? "order" : std::string(type.name);
}

std::optional<SeedKind> kind_of(const RecordType& type) {
  const Operation* operation = find_operation(type);
  if (operation == nullptr) return std::nullopt;
  const Action action = operation->action;
  const bool creates = action == Action::create || action == Action::create_many;
  const bool many = action == Action::create_many || action == Action::upsert_many;
  SeedKind kind{.name = name_of(type)};
  kind.verb = creates || operation->by_post ? http::Verb::post : http::Verb::put;
  kind.path = operation->path;
  kind.body = many ? Body::array_of_one : Body::object;
  if (const record::Field* field = app::records::id_field(type); field != nullptr)
    kind.id = field->name;
  kind.owned = !type.owner.empty();
  return kind;
}

std::vector<SeedKind> make_kinds() {
  std::vector<SeedKind> kinds{
      {.name = "account", .way = Way::account, .id = "client_id"},
      {.name = "user", .way = Way::user},
      {.name = "hook", .path = "/v3/hooks", .owned = true},
      {.name = "metafield", .way = Way::metafield, .body = Body::array_of_one, .owned = true},
      {.name = "customer_group", .path = "/v2/customer_groups"},
      {.name = "customer", .path = "/v3/customers", .body = Body::array_of_one},
      {.name = "customer_address", .path = "/v3/customers/addresses", .body = Body::array_of_one},
      {.name = "customer_attribute",
       .path = "/v3/customers/attributes",
       .body = Body::array_of_one},
      {.name = "customer_attribute_value",
       .verb = http::Verb::put,
       .path = "/v3/customers/attribute-values",
       .body = Body::array_of_one},
      {.name = "customer_consent",
       .verb = http::Verb::put,
       .path = "/v3/customers/{customer_id}/consent"},
      {.name = "tax_connection",
       .verb = http::Verb::put,
       .path = "/v3/tax/providers/{provider_id}/connection",
       .id = "provider_id"},
  };
  for (const RecordType* type : types::record_types()) {
    if (auto kind = kind_of(*type)) kinds.push_back(*std::move(kind));
  }
  return kinds;
}

// A whole part of a path, as it stands there.
std::optional<std::string> path_part(const boost::json::value& value) {
  if (value.is_int64() && value.get_int64() >= 0) return std::to_string(value.get_int64());
  const auto* text = value.if_string();
  if (text == nullptr || text->empty()) return std::nullopt;
  const bool plain = std::all_of(text->begin(), text->end(), [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  return plain ? std::optional(std::string(text->data(), text->size())) : std::nullopt;
}

Result<std::string> take_metafield_path(boost::json::object& record) {
  constexpr std::string_view kMember = "resource_type";
  std::string known;
  for (const ResourceTraits& traits : resource_types())
    (known += known.empty() ? "" : ", ") += traits.name;
  const boost::json::value* sent = record.if_contains(kMember);
  const auto* text = sent == nullptr ? nullptr : sent->if_string();
  const auto type =
      text == nullptr ? std::nullopt : parse_resource_type({text->data(), text->size()});
  if (!type) return fail(Code::validation, "CL-13", "resource_type: it is one of " + known);
  record.erase(kMember);
  return std::string(traits_of(*type).batch_path);
}

}  // namespace

const std::vector<SeedKind>& seed_kinds() {
  static const std::vector<SeedKind> kinds = make_kinds();
  return kinds;
}

const SeedKind* find_seed_kind(std::string_view name) {
  const auto& kinds = seed_kinds();
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [name](const SeedKind& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

Result<std::string> take_path(const SeedKind& kind, boost::json::object& record) {
  if (kind.way == Way::metafield) return take_metafield_path(record);
  std::string path;
  std::string_view left = kind.path;
  for (auto open = left.find('{'); open != std::string_view::npos; open = left.find('{')) {
    const std::size_t close = left.find('}', open);
    const std::string_view member = left.substr(open + 1, close - open - 1);
    const boost::json::value* sent = record.if_contains(member);
    const auto part = sent == nullptr ? std::nullopt : path_part(*sent);
    if (!part) {
      return fail(Code::validation, "CL-13",
                  std::string(member) + (sent == nullptr ? ": it is missing; " : ": ") +
                      "it names what the record belongs to: an id, or \"@name\"");
    }
    path.append(left.substr(0, open)).append(*part);
    record.erase(member);
    left.remove_prefix(close + 1);
  }
  return path.append(left);
}

}  // namespace fieldstone::cli
