#include "types/catalog/custom_url.hpp"

#include "base/utf8.hpp"
#include "store/records/record_repo.hpp"
#include "types/catalog/brand.hpp"
#include "types/catalog/category.hpp"

namespace fieldstone::types {
namespace {

using app::records::Change;
using app::records::Object;

constexpr std::size_t kLongestSlug = 200;

// The types whose records have pages.
constexpr const record::RecordType* kPages[] = {&kBrand, &kCategory};

Result<bool> is_taken(store::Tx& tx, const app::Context& context, const Change& change,
                      std::string_view url) {
  for (const record::RecordType* type : kPages) {
    const std::int64_t except = type == &change.type ? change.id : 0;
    FS_TRY(const bool taken, store::RecordRepo(tx, context.caller.store_id, *type)
                                 .is_taken(kUrlMembers[0], 0, url, except));
    if (taken) return true;
  }
  return false;
}

Result<std::string> free_url(store::Tx& tx, const app::Context& context, const Change& change,
                             const std::string& wanted) {
  for (int number = 0;; ++number) {
    std::string url = wanted + (number == 0 ? "" : "-" + std::to_string(number)) + "/";
    FS_TRY(const bool taken, is_taken(tx, context, change, url));
    if (!taken) return url;
  }
}

// What the client sent of it; "": nothing.
std::string sent_url(const Change& change) {
  const auto* member = change.sent.if_contains("custom_url");
  const Object* object = member == nullptr ? nullptr : member->if_object();
  const auto* url = object == nullptr ? nullptr : object->if_contains("url");
  return url == nullptr || !url->is_string() ? "" : std::string(url->get_string().c_str());
}

bool says_customized(const Change& change) {
  const auto* member = change.sent.if_contains("custom_url");
  const Object* object = member == nullptr ? nullptr : member->if_object();
  return object != nullptr && object->contains("is_customized");
}

}  // namespace

std::string slug_of(std::string_view name, std::string_view otherwise) {
  std::string slug;
  for (const char c : fold_case(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
    if (slug.size() == kLongestSlug) break;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? std::string(otherwise) : slug;
}

Status give_url(store::Tx& tx, const app::Context& context, Change& change,
                std::string_view folder) {
  Object& whole = change.after.at("custom_url").as_object();
  if (std::string url = sent_url(change); !url.empty()) {
    FS_TRY(const bool taken, is_taken(tx, context, change, url));
    if (taken) {
      return fail(Code::conflict, "CAT-1", "The address is already in use.",
                  {{"custom_url.url", "custom_url.url is already in use"}});
    }
    if (!says_customized(change)) whole["is_customized"] = true;
    return {};
  }
  const auto& kept = whole.at("url").as_string();
  if (!kept.empty()) return {};
  const std::string name(change.after.at("name").as_string().c_str());
  FS_TRY(const std::string made,
         free_url(tx, context, change, std::string(folder) + slug_of(name)));
  whole["url"] = made;
  whole["is_customized"] = false;
  return {};
}

}  // namespace fieldstone::types
