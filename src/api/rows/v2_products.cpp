// Wire side of V2 products: bare objects and arrays, 204 for an empty list (REC-14, PRD-20).
#include "api/endpoints.hpp"
#include "api/records/filters.hpp"
#include "api/wire/json_read.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/path_ids.hpp"
#include "api/wire/query_params.hpp"
#include "json/write.hpp"
#include "types/catalog/product.hpp"
#include "types/catalog/product_v2.hpp"

namespace fieldstone::api {
namespace {

// PRD-21: parameters of V2 and what they are in V3.
struct Renamed {
  std::string_view v2;
  std::string_view v3;
};
constexpr Renamed kParameters[] = {
    {"min_id", "id:min"},
    {"max_id", "id:max"},
    {"name", "name"},
    {"sku", "sku"},
    {"upc", "upc"},
    {"availability", "availability"},
    {"condition", "condition"},
    {"brand_id", "brand_id"},
    {"category", "categories"},
    {"is_visible", "is_visible"},
    {"is_featured", "is_featured"},
    {"keyword_filter", "keyword"},
    {"min_date_modified", "date_modified:min"},
    {"max_date_modified", "date_modified:max"},
    {"page", "page"},
    {"limit", "limit"},
};

// Judged by V2's names: only those that are known go on.
Status check_known(const http::QueryString& query) {
  std::vector<std::string_view> known;
  for (const Renamed& renamed : kParameters) known.push_back(renamed.v2);
  return check_filters(query, known, types::v2_product_members());
}

Result<store::RecordQuery> decode_list(const Call& call) {
  FS_TRY_STATUS(check_known(call.query));
  std::string text;
  for (const auto& parameter : call.query.parameters()) {
    for (const Renamed& renamed : kParameters) {
      if (renamed.v2 != parameter.name) continue;
      const auto sign = parameter.raw.find('=');
      const auto value =
          sign == std::string_view::npos ? std::string_view("=") : parameter.raw.substr(sign);
      text += (text.empty() ? "" : "&") + std::string(renamed.v3) + std::string(value);
    }
  }
  FS_TRY(const auto query, http::QueryString::parse(text));
  return record_query({call.endpoint, call.path_parameters, query, call.body, call.context},
                      types::kProduct);
}

Result<std::int64_t> decode_id(const Call& call) {
  return path_entity(call.path_parameters.front());
}

Result<types::UpdateV2Product> decode_update(const Call& call) {
  FS_TRY(const auto id, decode_id(call));
  FS_TRY(const auto* object, root_object(*call.body));
  std::vector<FieldError> broken;
  ItemErrors errors("", broken);
  auto draft = app::records::read_draft(types::kProduct, types::from_v2(*object),
                                        app::records::Use::update, errors);
  if (!broken.empty()) return fail(Code::validation, "HTTP-68", {}, std::move(broken));
  return types::UpdateV2Product{id, std::move(draft)};
}

http::Response encode_product(const Call&, const types::V2Product& product) {
  return {.body = json::to_text(product), .headers = {}};
}

http::Response encode_products(const Call&, const std::vector<types::V2Product>& products) {
  if (products.empty()) return {.status = 204, .body = {}, .headers = {}};
  JsonWriter out;
  out.begin_array();
  for (const types::V2Product& product : products) out.raw(json::to_text(product));
  out.end_array();
  return {.body = out.take(), .headers = {}};
}

http::Response encode_count(const Call&, const std::int64_t& count) {
  JsonWriter out;
  out.begin_object().key("count").integer(count).end_object();
  return {.body = out.take(), .headers = {}};
}

constexpr auto kFamily = ErrorFamily::v2;
constexpr std::string_view kProducts = "/v2/products";
constexpr std::string_view kItem = "/v2/products/{product_id}";

constexpr Endpoint kEndpoints[] = {
    read<decode_list, types::list_v2_products, encode_products>(kProducts, Scope::products,
                                                                kFamily),
    read<decode_list, types::count_v2_products, encode_count>("/v2/products/count", Scope::products,
                                                              kFamily),
    read<decode_id, types::get_v2_product, encode_product>(kItem, Scope::products, kFamily),
    write<decode_update, types::update_v2_product, encode_product>(
        http::Verb::put, kItem, Scope::products, kFamily, BodyRule::required),
};

}  // namespace

std::span<const Endpoint> v2_product_endpoints() { return kEndpoints; }

}  // namespace fieldstone::api
