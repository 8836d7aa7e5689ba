#include "support/front_door.hpp"

#include <boost/json/parse.hpp>
#include <cstdio>

#include "auth/token.hpp"
#include "base/check.hpp"
#include "base/utf8.hpp"

namespace fieldstone::fuzz {
namespace {

constexpr TimeMs kNow{1655404740000};
constexpr std::string_view kEverything =
    "store_v2_customers,store_stored_payment_instruments,store_cart,store_channel_settings,"
    "store_v2_products,store_v2_orders,store_locations,store_v2_information";
constexpr std::string_view kReadOnly =
    "store_v2_customers_read_only,store_stored_payment_instruments_read_only,store_cart_read_only,"
    "store_channel_settings_read_only,store_v2_products_read_only,store_v2_orders_read_only,"
    "store_locations_read_only,store_v2_information_read_only";

// Hashing takes its time on purpose, so passwords are refused (429); attempts to log in are not
// counted, or an answer would depend on the inputs before it.
api::DispatchOptions options() {
  api::DispatchOptions made;
  made.settings.require_parent = app::RequireParent::hosted;
  made.passwords = {1, 0};
  constexpr std::int64_t kEndless = 1'000'000'000;
  made.logins.per_email.quota = kEndless;
  made.logins.per_store.quota = kEndless;
  return made;
}

Status add_account(store::Tx& tx, StoreId store_id, std::string_view name,
                   std::string_view scopes) {
  const TimeS now = to_seconds(kNow);
  store::AccountRecord account;
  account.store_id = store_id;
  account.client_id = account.name = name;
  account.scopes = scopes;
  account.created_at = now;
  FS_TRY_STATUS(tx.accounts().create_account(account));
  const std::string token = std::string(name) + "-token";
  return tx.accounts().create_token(auth::to_hex(auth::hash_token(token)), store_id, name, now);
}

Status add_form_fields(store::Tx& tx, StoreId store_id) {
  for (const auto owner : {FormFieldOwner::customer, FormFieldOwner::address}) {
    for (int type = 1; type <= 8; ++type) {
      FormField field;
      field.owner = owner;
      field.type = static_cast<FormFieldType>(type);
      field.name = form_field_type_name(field.type);
      if (has_options(field.type)) field.options = {"a", "b"};
      FS_TRY_STATUS(tx.form_fields().insert(store_id, field));
    }
  }
  return {};
}

Status prepare(store::Tx& tx) {
  FS_TRY(const auto mine, tx.accounts().create_store("fuzz", to_seconds(kNow)));
  FS_TRY(const auto theirs, tx.accounts().create_store("other", to_seconds(kNow)));
  const std::string everything(kEverything);
  FS_TRY_STATUS(add_account(tx, mine.id, "owner", everything));
  FS_TRY_STATUS(add_account(tx, mine.id, "other", everything));
  FS_TRY_STATUS(add_account(tx, mine.id, "full", everything + ",store_metafield_write_all"));
  FS_TRY_STATUS(add_account(tx, mine.id, "reader", kReadOnly));
  FS_TRY_STATUS(add_account(tx, theirs.id, "foreign", everything));
  return add_form_fields(tx, mine.id);
}

bool is_whole_json(std::string_view text) {
  boost::json::error_code error;
  boost::json::parse({text.data(), text.size()}, error);
  return !error;
}

void check_answer(const PlainRequest& request, const http::Response& response) {
  const auto expect = [&](bool fine, const char* what) {
    if (fine) return;
    std::fprintf(stderr, "%s: %s %s?%s\n%s\n-> %d %s\n", what,
                 std::string(http::verb_name(request.verb)).c_str(), request.path.c_str(),
                 request.query.c_str(), request.body.c_str(), response.status,
                 response.body.c_str());
    std::abort();
  };
  expect(response.status >= 200 && (response.status < 500 || response.status == 501), "a fault");
  expect(is_valid_utf8(response.body), "an answer that is not UTF-8");
  expect(response.status != 204 || response.body.empty(), "204 with a body");
  // HEAD's body is not made (HTTP-169).
  const bool json =
      response.content_type == http::kJson && response.status != 204 && response.has_length;
  expect(!json || is_whole_json(response.body), "an answer that is not JSON");
}

}  // namespace

FrontDoor::FrontDoor() : dispatcher_(store_, logger_, options()) {
  FS_CHECK(store_.write_blocking(prepare));
  store_.seal();
}

http::Response FrontDoor::send(const PlainRequest& request) {
  http::Response response = http::ask({dispatcher_, "fuzz", kNow}, loop_, request);
  check_answer(request, response);
  changed_ |= request.verb != http::Verb::get && response.status < 300;
  changed_ |= response.status == 422;  // a batch may have done a part
  return response;
}

void FrontDoor::check_and_reset() {
  if (!std::exchange(changed_, false)) return;
  store_.check();
  store_.reset();
}

}  // namespace fieldstone::fuzz
