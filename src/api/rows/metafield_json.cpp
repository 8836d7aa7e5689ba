#include "api/rows/metafield_json.hpp"

#include <array>
#include <string>
#include <vector>

#include "api/wire/query_params.hpp"
#include "base/timestamp.hpp"

namespace fieldstone::api {
namespace {

// In the order of the wire (MF-12).
enum Member : int {
  id,
  key,
  value,
  ns,
  permission_set,
  resource_type,
  resource_id,
  description,
  date_created,
  date_modified,
  owner_client_id,
};
constexpr std::array<JsonName, 11> kMembers = {"id",
                                               "key",
                                               "value",
                                               "namespace",
                                               "permission_set",
                                               "resource_type",
                                               "resource_id",
                                               "description",
                                               "date_created",
                                               "date_modified",
                                               "owner_client_id"};

std::uint32_t mask_of(const std::vector<std::string>& names) {
  std::uint32_t mask = 0;
  for (const std::string& name : names) {
    for (std::size_t i = 0; i < kMembers.size(); ++i) {
      if (kMembers[i].text() == name) mask |= 1U << i;
    }
  }
  return mask;
}

void write_resource_id(JsonWriter& json, const MetafieldView& metafield) {
  if (traits_of(metafield.resource_type).parent_form != ParentForm::integer) {
    json.string(metafield.resource_id);  // MF-8
    return;
  }
  json.number(metafield.resource_id);  // stored in its one spelling: canonical_resource_id()
}

}  // namespace

FieldSelection FieldSelection::from(const http::QueryString& query) {
  FieldSelection selection;
  if (const auto included = texts_param(query, "include_fields"))
    selection.members_ = mask_of(*included);
  if (const auto excluded = texts_param(query, "exclude_fields"))
    selection.members_ &= ~mask_of(*excluded);
  selection.members_ |= 1U << Member::id;
  return selection;
}

MetafieldForm MetafieldForm::whole(const Call& call) {
  const ResourceTraits& resource = *call.endpoint.resource;
  const bool numbers =  // HTTP-39
      resource.type == ResourceType::cart && call.context.answers() == Answers::observed;
  return {FieldSelection::all(), numbers ? IdForm::integer : resource.id_form};
}

MetafieldForm MetafieldForm::of(const Call& call) {
  MetafieldForm form = whole(call);
  form.selection = FieldSelection::from(call.query);
  return form;
}

void write_metafield(JsonWriter& json, const MetafieldView& m, const MetafieldForm& form) {
  const FieldSelection& selection = form.selection;
  const auto text = [&](Member member, std::string_view content) {
    if (selection.shows(member)) json.member(kMembers[member], content);
  };
  const auto clean_text = [&](Member member, std::string_view content) {
    if (selection.shows(member)) json.clean_member(kMembers[member], content);
  };
  const ResourceTraits& resource = traits_of(m.resource_type);
  json.begin_object();
  json.name(kMembers[Member::id]);
  if (form.ids == IdForm::text) {
    json.string(std::to_string(m.id.value));
  } else {
    json.integer(m.id.value);
  }
  text(Member::key, m.key);
  text(Member::value, m.value);
  text(Member::ns, m.ns);
  clean_text(Member::permission_set, permission_set_name(m.permission_set));
  clean_text(Member::resource_type, resource.name);
  if (selection.shows(Member::resource_id)) {
    json.name(kMembers[Member::resource_id]);
    write_resource_id(json, m);
  }
  text(Member::description, m.description);
  const TimestampText created(m.date_created, TimestampText::Suffix::offset);
  clean_text(Member::date_created, created);
  if (m.date_modified == m.date_created) {
    clean_text(Member::date_modified, created);
  } else {
    clean_text(Member::date_modified,
               TimestampText(m.date_modified, TimestampText::Suffix::offset));
  }
  text(Member::owner_client_id, m.owner_client_id);
  json.end_object();
}

}  // namespace fieldstone::api
