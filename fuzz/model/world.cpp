#include "model/world.hpp"

#include <cstdio>
#include <cstdlib>

#include "base/check.hpp"
#include "base/utf8.hpp"

namespace fieldstone::fuzz {
namespace {

constexpr TimeS kBegin{1655404740};
constexpr std::array<std::string_view, kStores> kHashes = {"first", "second"};

std::string_view scopes_text(const App& app) {
  return app.full_access ? "store_v2_customers,store_metafield_write_all" : "store_v2_customers";
}

Status prepare(store::Tx& tx, std::span<const App> apps, std::span<StoreId> store_ids) {
  for (std::size_t i = 0; i < kStores; ++i) {
    FS_TRY(const auto made, tx.accounts().create_store(kHashes[i], kBegin));
    store_ids[i] = made.id;
    for (const App& app : apps) {
      store::AccountRecord account;
      account.store_id = made.id;
      account.client_id = account.name = app.client_id;
      account.scopes = scopes_text(app);
      FS_TRY_STATUS(tx.accounts().create_account(account));
    }
  }
  return {};
}

auth::ScopeSet scopes_of(const App& app) { return *auth::ScopeSet::parse(scopes_text(app)); }

}  // namespace

World::World() {
  FS_CHECK(store_.write_blocking([this](store::Tx& tx) { return prepare(tx, apps_, store_ids_); }));
  store_.seal();
}

void World::begin(Bytes& bytes) {
  store_.reset();
  models_ = {};
  now_ = kBegin;
  fill_left_ = 260;  // enough to reach the limit of one resource
  bytes_ = &bytes;
}

void World::step() {
  using Operation = void (World::*)(const Actor&);
  constexpr Operation kOperations[] = {
      &World::create_field,     &World::create_field,      &World::update_field,
      &World::delete_field,     &World::get_field,         &World::list_fields,
      &World::batch_create,     &World::batch_update,      &World::batch_delete,
      &World::fill_resource,    &World::reassign,          &World::create_customers,
      &World::create_customers, &World::update_customers,  &World::delete_customers,
      &World::list_customers,   &World::create_addresses,  &World::delete_addresses,
      &World::create_attribute, &World::delete_attributes, &World::set_attribute_value};
  // High choices only, so that the corpora of before there were hooks mean what they meant.
  constexpr Operation kHookOperations[] = {&World::create_hook, &World::create_hook,
                                           &World::update_hook, &World::delete_hook,
                                           &World::list_hooks};
  constexpr unsigned kFirstHookChoice = 11 * std::size(kOperations);
  const unsigned choice = bytes_->byte();
  const Operation operation =
      choice < kFirstHookChoice
          ? kOperations[choice % std::size(kOperations)]
          : kHookOperations[(choice - kFirstHookChoice) % std::size(kHookOperations)];
  const unsigned who = bytes_->byte();
  // Sometimes a day goes by, sometimes a second, mostly none.
  if ((who & 0xC0U) == 0x40U) now_.value += 1;
  if ((who & 0xC0U) == 0xC0U) now_.value += 86'400;
  const unsigned store = who & 1U;
  const App& app = apps_[(who >> 1U) % kApps];
  const StoreId store_id = store_ids_[store];
  const auth::Principal caller{store_id, std::string(kHashes[store]), app.client_id,
                               scopes_of(app)};
  app::Settings settings;
  settings.require_parent = app::RequireParent::hosted;
  settings.batch_max = 250;
  const app::Context context{caller, settings, now_};
  (this->*operation)(Actor{store_id, app, models_[store], context});
  tell(models_[store]);
}

void World::check() {
  for (std::size_t i = 0; i < kStores; ++i) {
    check_fields(store_ids_[i], models_[i]);
    check_customers(store_ids_[i], models_[i]);
    check_hooks(store_ids_[i], models_[i]);
  }
  store_.check();
}

TextInput pick_text(Bytes& bytes, std::span<const std::string> texts) {
  const unsigned choice = bytes.byte();
  switch (choice) {
    case 0xFF: return {InputState::absent, {}};
    case 0xFE: return {InputState::null, {}};
    case 0xFD: return {InputState::wrong_type, {}};
    default: return {InputState::value, texts[choice % texts.size()]};
  }
}

bool is_text(const TextInput& input, std::size_t min, std::size_t max) {
  if (!input.has_value() || has_nul(input.value)) return false;
  const std::size_t length = code_points(input.value);
  return length >= min && length <= max;
}

void disagree(const char* what, std::string_view expected, std::string_view got) {
  std::fprintf(stderr, "%s: the model says %.*s, the server %.*s\n", what,
               static_cast<int>(expected.size()), expected.data(), static_cast<int>(got.size()),
               got.data());
  std::abort();
}

}  // namespace fieldstone::fuzz
