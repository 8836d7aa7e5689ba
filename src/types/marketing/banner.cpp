#include "types/marketing/banner.hpp"

#include "app/records/values.hpp"
#include "types/marketing/epochs.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kPlaces[] = {"home_page", "category_page", "brand_page", "search_page"};
constexpr std::string_view kLocations[] = {"top", "bottom"};
constexpr std::string_view kDateTypes[] = {"always", "custom"};
constexpr std::string_view kSeen[] = {"0", "1"};

constexpr Field kFields[] = {
    id().asked(kMin | kMax),
    text("name", 1, 255).required(),
    text("content", 1, kAnyLength).required(),
    choice("page", kPlaces).required(),
    text("item_id", 0, 20).otherwise("\"0\""),
    choice("location", kLocations).required(),
    created(),
    choice("date_type", kDateTypes).required(),
    text("date_from", 0, 64).otherwise("\"0\""),
    text("date_to", 0, 64).otherwise("\"0\""),
    choice("visible", kSeen).otherwise("\"1\""),
};
constexpr Operation kOperations[] = {
    list("/v2/banners"),
    create("/v2/banners"),
    {.action = Action::remove_many, .path = "/v2/banners", .status = 204, .needs_filter = false},
    count("/v2/banners/count"),
    get("/v2/banners/{id}"),
    update("/v2/banners/{id}"),
    remove("/v2/banners/{id}"),
};
constexpr std::string_view kBounds[] = {"date_from", "date_to"};

bool is_number(std::string_view text) {
  constexpr std::size_t kLongest = 12;
  return text.size() <= kLongest && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// MKT-3: a bound is Unix seconds or a date, an item a number.
void check(const app::records::Object& sent, app::records::Use, ItemErrors& errors) {
  for (const std::string_view name : kBounds) {
    const std::string bound = text_in(sent, name);
    if (!is_number(bound) && !app::records::date_of(bound))
      errors.add(name, std::string(name) + " must be a date or Unix seconds");
  }
  if (!is_number(text_in(sent, "item_id"))) errors.add("item_id", "item_id must be a number");
}

std::int64_t seconds_of(const std::string& bound) {
  if (bound.empty()) return 0;
  return is_number(bound) ? std::stoll(bound) : app::records::date_of(bound)->value;
}

// MKT-3: bounds are kept as seconds; a banner of certain dates ends after it begins.
Status judge(store::Tx&, const app::Context&, app::records::Change& change, ItemErrors& errors) {
  for (const std::string_view name : kBounds)
    change.after[name] = std::to_string(seconds_of(text_in(change.after, name)));
  if (text_in(change.after, "item_id").empty()) change.after["item_id"] = "0";
  const std::int64_t from = seconds_of(text_in(change.after, "date_from"));
  const std::int64_t to = seconds_of(text_in(change.after, "date_to"));
  const bool bounded = text_in(change.after, "date_type") == "custom";
  if (bounded && to != 0 && to < from)
    errors.add("date_to", "date_to must not be before date_from");
  return {};
}

Status show(store::Tx&, const app::Context&, std::span<app::records::Answer> answers) {
  constexpr std::string_view kMoments[] = {"date_created"};
  show_epochs(answers, kMoments);
  return {};
}

constexpr app::records::Rules kRules{.check = &check, .judge = &judge, .derive = &show};

}  // namespace

constexpr RecordType kBanner{
    .name = "banner",
    .face = Face::v2,
    .dates = Dates::rfc2822,
    .scope = Scope::marketing,
    .fields = kFields,
    .operations = kOperations,
    .rules = &kRules,
};

}  // namespace fieldstone::types
