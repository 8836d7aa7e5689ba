// Newsletter subscribers: an address once per channel (docs/contract/channels.md).
#include "types/customers/subscriber.hpp"

#include "app/records/reads.hpp"
#include "base/utf8.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kConsentNames[] = {"marketing_newsletter", "abandoned_cart"};
constexpr Field kConsent = choice("", kConsentNames);

constexpr Field kFields[] = {
    text("email", 3, 255).required().folded().asked(kEqual),
    text("first_name", 0, 255).asked(kEqual).without_index(),
    text("last_name", 0, 255).asked(kEqual).without_index(),
    text("source", 0, 255).asked(kEqual).without_index(),
    integer("order_id", 1).or_null().asked(kEqual),
    integer("channel_id", 1).otherwise("1").indexed(),
    list("consents", kConsent, 2),
    id().asked(kEqual | kIn),
    modified().asked(kRange),
    created().asked(kRange),
};

constexpr Operation kOperations[] = {
    list("/v3/customers/subscribers"),
    create("/v3/customers/subscribers"),
    remove_many("/v3/customers/subscribers"),
    get("/v3/customers/subscribers/{subscriber_id}"),
    update("/v3/customers/subscribers/{subscriber_id}"),
    remove("/v3/customers/subscribers/{subscriber_id}"),
};

// SUB-1: an e-mail address subscribes once on each channel.
Status once_per_channel(store::Tx& tx, const app::Context& context, app::records::Change& change,
                        ItemErrors&) {
  if (!change.changes("email") && !change.changes("channel_id")) return {};
  const boost::json::string& email = change.after.at("email").as_string();
  store::RecordQuery query;
  query.require({kSubscriber.find("email"),
                 kEqual,
                 {},
                 {fold_case(std::string_view(email.data(), email.size()))}});
  query.require(
      {kSubscriber.find("channel_id"), kEqual, {change.after.at("channel_id").as_int64()}, {}});
  FS_TRY(const auto rows,
         store::RecordRepo(tx, context.caller.store_id, kSubscriber).all(query, 2));
  for (const store::RecordRow& row : rows) {
    if (row.id != change.id)
      return fail(Code::conflict, "SUB-1", "A subscriber with this e-mail address exists already.",
                  {{"email", "email is already in use on this channel"}});
  }
  return {};
}

constexpr app::records::Rules kRules{.judge = &once_per_channel};

}  // namespace

constexpr RecordType kSubscriber{
    .name = "subscriber",
    .scope = Scope::customers,
    .fields = kFields,
    .operations = kOperations,
    .events = {.prefix = "store/subscriber/", .kind = "subscriber"},
    .rules = &kRules,
};

}  // namespace fieldstone::types
