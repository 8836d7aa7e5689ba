#include "types/catalog/product_url.hpp"

#include "app/records/reads.hpp"
#include "types/catalog/custom_url.hpp"
#include "types/catalog/product.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

Result<std::string> free_url(store::Tx& tx, StoreId store_id, const std::string& name) {
  const std::string slug = slug_of(name, "product");
  store::RecordRepo products(tx, store_id, kProduct);
  // Doubling steps: a name that many products share costs few look-ups.
  for (std::int64_t number = 0;; number = number == 0 ? 1 : number * 2) {
    std::string url = "/" + slug + (number == 0 ? "" : "-" + std::to_string(number)) + "/";
    FS_TRY(const auto there, products.find_by("custom_url", std::string_view(url)));
    if (!there) return url;
  }
}

}  // namespace

Status set_product_url(store::Tx& tx, const app::Context& context, app::records::Change& change) {
  boost::json::object& url = change.after.at("custom_url").as_object();
  const auto* sent = change.sent.if_contains("custom_url");
  const auto* sent_url = sent == nullptr ? nullptr : sent->if_object();
  if (sent_url != nullptr && sent_url->contains("url")) {
    std::string text = text_in(url, "url");
    if (text.front() != '/') text = "/" + text;
    url["url"] = text;
    if (!sent_url->contains("is_customized")) url["is_customized"] = true;
    return {};
  }
  if (!text_in(url, "url").empty()) return {};
  FS_TRY(url["url"], free_url(tx, context.caller.store_id, text_in(change.after, "name")));
  return {};
}

}  // namespace fieldstone::types
