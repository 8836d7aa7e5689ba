#include "types/content/page_rules.hpp"

#include <algorithm>
#include <map>

#include "app/events.hpp"
#include "app/records/reads.hpp"
#include "app/records/writes.hpp"
#include "json/write.hpp"
#include "types/catalog/custom_url.hpp"
#include "types/content/page.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::records::Change;
using app::records::Object;

// Kinds of pages, as a sum of bits.
constexpr unsigned kPlain = 1;
constexpr unsigned kRaw = 2;
constexpr unsigned kForm = 4;
constexpr unsigned kLink = 8;
constexpr unsigned kBlog = 16;

unsigned kind_of(std::string_view type) {
  if (type == "raw") return kRaw;
  if (type == "contact_form") return kForm;
  if (type == "link") return kLink;
  return type == "blog" ? kBlog : kPlain;
}

// PAGE-2: the members that only some kinds of pages have, and what they hold until they are set.
struct Own {
  std::string_view member;
  unsigned kinds;
  std::string_view otherwise{};
};
constexpr Own kOwn[] = {
    {"meta_title", kPlain | kForm | kBlog},
    {"email", kForm},
    {"meta_keywords", kPlain | kForm | kBlog},
    {"contact_fields", kForm},
    {"link", kLink},
    {"meta_description", kPlain | kForm | kBlog},
    {"search_keywords", kPlain | kRaw | kForm | kBlog},
    {"content_type", kRaw, "text/html"},
    {"url", kPlain | kRaw | kForm | kBlog},
    {"body", kPlain | kRaw | kForm | kBlog},
};

// The members that a page of this kind has, in wire order.
Object fitted(const Object& whole, unsigned kind) {
  Object made;
  for (const record::Field& field : kPage.fields) {
    if (!field.is_answered()) continue;
    const auto* own = std::find_if(std::begin(kOwn), std::end(kOwn),
                                   [&](const Own& one) { return one.member == field.name; });
    const bool limited = own != std::end(kOwn);
    if (limited && (own->kinds & kind) == 0) continue;
    if (const auto* member = whole.if_contains(field.name)) {
      made[field.name] = *member;
    } else if (limited) {
      made[field.name] = own->otherwise;
    }
  }
  return made;
}

constexpr std::string_view kContactFields[] = {"fullname", "phone", "companyname", "orderno",
                                               "rma"};

bool are_contact_fields(std::string_view words) {
  while (!words.empty()) {
    const auto comma = words.find(',');
    const std::string_view word = words.substr(0, comma);
    if (std::find(std::begin(kContactFields), std::end(kContactFields), word) ==
        std::end(kContactFields))
      return false;
    words = comma == std::string_view::npos ? std::string_view() : words.substr(comma + 1);
  }
  return true;
}

// PAGE-3: what a kind of page can't be without.
void check_kind(const Object& page, ItemErrors& errors) {
  const std::string type = text_in(page, "type");
  if (type == "raw" && text_in(page, "body").empty()) errors.missing("body");
  if (type == "link" && text_in(page, "link").empty()) errors.missing("link");
}

void check(const Object& sent, app::records::Use use, ItemErrors& errors) {
  if (use == app::records::Use::create && sent.contains("type")) check_kind(sent, errors);
  if (text_in(sent, "type") == "blog")
    errors.add("type", "type must not be blog: such a page is not made over the API");
  if (const std::string url = text_in(sent, "url"); !url.empty() && !url.starts_with("/"))
    errors.add("url", "url must begin with /");
  if (!are_contact_fields(text_in(sent, "contact_fields")))
    errors.add("contact_fields",
               "contact_fields must be words of fullname, phone, companyname, orderno, rma");
}

Result<bool> is_taken(store::Tx& tx, const app::Context& context, const Change& change,
                      const std::string& url) {
  store::RecordQuery query;
  query.require({kPage.find("url"), record::kEqual, {}, {url}});
  query.require(
      {kPage.find("channel_id"), record::kEqual, {integer_in(change.after, "channel_id")}, {}});
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, kPage).all(query, 2));
  return std::any_of(rows.begin(), rows.end(),
                     [&](const store::RecordRow& row) { return row.id != change.id; });
}

// PAGE-4: an address is one page's on its channel. A page without one gets it from its name.
Status give_url(store::Tx& tx, const app::Context& context, Change& change, ItemErrors& errors) {
  auto* member = change.after.if_contains("url");
  if (member == nullptr) return {};
  std::string url = text_in(change.after, "url");
  if (!url.empty()) {
    if (!change.changes("url") && !change.changes("channel_id")) return {};
    FS_TRY(const bool taken, is_taken(tx, context, change, url));
    if (taken) errors.add("url", "url is already in use on this channel");
    return {};
  }
  const std::string slug = slug_of(text_in(change.after, "name"));
  for (int number = 0;; ++number) {
    url = "/" + slug + (number == 0 ? "" : "-" + std::to_string(number)) + "/";
    FS_TRY(const bool taken, is_taken(tx, context, change, url));
    if (!taken) break;
  }
  *member = url;
  return {};
}

// PAGE-5: no page lies below itself.
Status check_parent(store::Tx& tx, const app::Context& context, const Change& change,
                    ItemErrors& errors) {
  if (change.creates() || !change.changes("parent_id")) return {};
  std::int64_t above = integer_in(change.after, "parent_id");
  for (std::int64_t step = 0; above != 0 && step < kMostPages; ++step) {
    if (above == change.id) {
      errors.add("parent_id", "parent_id must not be the page itself or one below it");
      return {};
    }
    FS_TRY(const auto page, app::records::find_record(tx, context.caller.store_id, kPage, above));
    above = page ? integer_in(page->members, "parent_id") : 0;
  }
  return {};
}

Status judge(store::Tx& tx, const app::Context& context, Change& change, ItemErrors& errors) {
  change.after = fitted(change.after, kind_of(text_in(change.after, "type")));
  if (!change.creates()) check_kind(change.after, errors);
  FS_TRY_STATUS(check_parent(tx, context, change, errors));
  return give_url(tx, context, change, errors);
}

Status tell(store::Tx& tx, const app::Context& context, const app::records::Record& page,
            std::string_view what) {
  const std::string id = std::to_string(page.id);
  const std::string channel = std::to_string(integer_in(page.members, "channel_id"));
  return app::raise_event(tx, context, "store/channel/" + channel + "/page/" + std::string(what),
                          "page/" + id, R"({"page_id":)" + id + "}");
}

// Sets a flag of another page, and tells.
Status set(store::Tx& tx, const app::Context& context, app::records::Record page,
           std::string_view member, const boost::json::value& value) {
  page.members[member] = value;
  FS_TRY_STATUS(app::records::store_members(tx, context, kPage, page));
  return tell(tx, context, page, "updated");
}

// PAGE-8: a channel has one home page at most; the newest takes the place.
Status displace_homepage(store::Tx& tx, const app::Context& context, const Change& change) {
  if (!flag_in(change.after, "is_homepage")) return {};
  store::RecordQuery query;
  query.require({kPage.find("is_homepage"), record::kEqual, {1}, {}});
  query.require(
      {kPage.find("channel_id"), record::kEqual, {integer_in(change.after, "channel_id")}, {}});
  FS_TRY(const auto rows, store::RecordRepo(tx, context.caller.store_id, kPage).all(query, 10));
  for (const store::RecordRow& row : rows) {
    if (row.id == change.id) continue;
    FS_TRY_STATUS(set(tx, context, app::records::parsed(row), "is_homepage", false));
  }
  return {};
}

Status settle(store::Tx& tx, const app::Context& context, const Change& change) {
  FS_TRY_STATUS(displace_homepage(tx, context, change));
  return tell(tx, context, {change.id, 0, change.after}, change.creates() ? "created" : "updated");
}

// PAGE-6: what lay below it stays, at the top and out of sight.
Status free_children(store::Tx& tx, const app::Context& context, const app::records::Record& page) {
  store::RecordQuery query;
  query.require({kPage.find("parent_id"), record::kEqual, {page.id}, {}});
  FS_TRY(const auto rows,
         store::RecordRepo(tx, context.caller.store_id, kPage).all(query, kMostPages));
  for (const store::RecordRow& row : rows) {
    app::records::Record child = app::records::parsed(row);
    child.members["parent_id"] = 0;
    FS_TRY_STATUS(set(tx, context, std::move(child), "is_visible", false));
  }
  return {};
}

// PAGE-9: the body is answered for include=body alone.
Status hide_body(store::Tx&, const app::Context&, std::span<app::records::Answer> answers) {
  app::records::hide(answers, "body");
  return {};
}

Status include_body(store::Tx& tx, const app::Context& context, std::string_view name,
                    std::span<app::records::Answer> answers) {
  store::RecordQuery query;
  query.require({kPage.find("id"), record::kIn, {}, {}});
  for (const app::records::Answer& answer : answers)
    query.conditions.front().front().integers.push_back(answer.id());
  FS_TRY(const auto rows,
         store::RecordRepo(tx, context.caller.store_id, kPage).all(query, kMostPages));
  std::map<std::int64_t, Object> whole;
  for (const store::RecordRow& row : rows) whole[row.id] = app::records::parsed(row).members;
  for (app::records::Answer& answer : answers) {
    if (const auto* body = whole[answer.id()].if_contains(name))
      answer.add(name, json::to_text(*body));
  }
  return {};
}

// `name:like` looks into the body, too.
Object shadow(const Object& members) {
  Object made;
  made["words"] = text_in(members, "name") + "\n" + text_in(members, "body");
  return made;
}

constexpr std::string_view kIncludes[] = {"body"};

}  // namespace

constexpr app::records::Rules kPageRules{.check = &check,
                                         .judge = &judge,
                                         .settle = &settle,
                                         .removed = &free_children,
                                         .derive = &hide_body,
                                         .shadow = &shadow,
                                         .includes = kIncludes,
                                         .include = &include_body};

}  // namespace fieldstone::types
