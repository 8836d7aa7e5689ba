#include "types/marketing/gift_certificate.hpp"

#include "app/records/reads.hpp"
#include "app/records/values.hpp"
#include "auth/token.hpp"
#include "core/email.hpp"
#include "types/marketing/epochs.hpp"
#include "types/members.hpp"
#include "types/settings/currency.hpp"

namespace fieldstone::types {
namespace {

using namespace record;

constexpr std::string_view kStatuses[] = {"active", "pending", "disabled", "expired"};
constexpr std::string_view kTemplates[] = {"birthday.html",    "girl.html",      "boy.html",
                                           "celebration.html", "christmas.html", "general.html"};

constexpr Field kFields[] = {
    id().asked(kMin | kMax | kSort),
    integer("customer_id", 0),
    integer("order_id", 0).read_only().asked(kEqual),
    text("code", 0, 255)
        .folded()
        .asked(kEqual)
        .is_unique("The gift certificate code is already in use.")
        .cites("MKT-10"),
    text("to_name", 1, 255).required().asked(kEqual).without_index(),
    text("to_email", 3, 255).required().folded().asked(kEqual).without_index(),
    text("from_name", 1, 255).required().asked(kEqual).without_index(),
    text("from_email", 3, 255).required().folded().asked(kEqual).without_index(),
    money("amount").required(),
    money("balance").or_null(),
    choice("status", kStatuses).otherwise("\"active\""),
    choice("template", kTemplates).otherwise("\"general.html\""),
    text("message", 0, 250),
    date("purchase_date"),
    date("expiry_date"),
    text("currency_code", 0, 3),
};
constexpr Operation kOperations[] = {
    list("/v2/gift_certificates"),
    create("/v2/gift_certificates", 201),
    {.action = Action::remove_many,
     .path = "/v2/gift_certificates",
     .status = 204,
     .needs_filter = false},
    get("/v2/gift_certificates/{id}"),
    update("/v2/gift_certificates/{id}"),
    remove("/v2/gift_certificates/{id}"),
};

void check(const app::records::Object& sent, app::records::Use, ItemErrors& errors) {
  for (const std::string_view name : {"to_email", "from_email"}) {
    if (sent.contains(name) && !looks_like_email(text_in(sent, name)))
      errors.add(name, std::string(name) + " must be an e-mail address");
  }
}

// MKT-10: money lies behind a code, so it is not to be guessed.
std::string make_code() {
  auth::SodiumRandom random;
  const std::string letters = auth::make_token(random);
  std::string code;
  constexpr std::size_t kGroups = 4;
  constexpr std::size_t kGroup = 3;
  for (std::size_t i = 0; i < kGroups * kGroup; ++i) {
    if (i != 0 && i % kGroup == 0) code += '-';
    const char letter = letters[i];
    code += letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  }
  return code;
}

std::string first_of(const std::string& code) {
  constexpr std::size_t kLongest = 20;
  std::size_t bytes = 0;
  for (std::size_t taken = 0; bytes < code.size(); ++bytes) {
    const bool begins = (static_cast<unsigned char>(code[bytes]) & 0xC0U) != 0x80U;
    if (begins && taken++ == kLongest) break;
  }
  return code.substr(0, bytes);
}

// MKT-11: a certificate is in a currency that the store has; its default where none is named.
Status choose_currency(store::Tx& tx, const app::Context& context, app::records::Change& change,
                       ItemErrors& errors) {
  const StoreId store_id = context.caller.store_id;
  const std::string code = text_in(change.after, "currency_code");
  if (!code.empty()) {
    if (!change.changes("currency_code")) return {};
    FS_TRY(const auto currency,
           app::records::find_record_by(tx, store_id, kCurrency, "currency_code", code));
    if (!currency) errors.add("currency_code", "currency_code is no currency of the store");
    return {};
  }
  FS_TRY(const auto usual, app::records::find_record_by(tx, store_id, kCurrency, "is_default", 1));
  if (usual) change.after["currency_code"] = text_in(usual->members, "currency_code");
  return {};
}

// MKT-9, MKT-10.
Status judge(store::Tx& tx, const app::Context& context, app::records::Change& change,
             ItemErrors& errors) {
  const std::string code = text_in(change.after, "code");
  change.after["code"] = code.empty() ? make_code() : first_of(code);
  if (is_null_in(change.after, "balance")) change.after["balance"] = change.after.at("amount");
  if (is_null_in(change.after, "purchase_date"))
    change.after["purchase_date"] = app::records::date_text(Dates::rfc2822, context.now);
  return choose_currency(tx, context, change, errors);
}

Status show(store::Tx&, const app::Context&, std::span<app::records::Answer> answers) {
  constexpr std::string_view kMoments[] = {"purchase_date", "expiry_date"};
  show_epochs(answers, kMoments);
  return {};
}

constexpr app::records::Rules kRules{.check = &check, .judge = &judge, .derive = &show};

}  // namespace

constexpr RecordType kGiftCertificate{
    .name = "gift_certificate",
    .face = Face::v2,
    .dates = Dates::rfc2822,
    .scope = Scope::marketing,
    .fields = kFields,
    .operations = kOperations,
    .rules = &kRules,
};

}  // namespace fieldstone::types
