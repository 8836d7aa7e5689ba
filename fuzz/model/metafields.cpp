#include "app/metafields.hpp"

#include <algorithm>
#include <optional>

#include "app/metafields_batch.hpp"
#include "app/ownership.hpp"
#include "base/check.hpp"
#include "model/world.hpp"

namespace fieldstone::fuzz {
namespace {

const std::string kUuid = "aae435b7-e8a4-48f2-abcd-ad0675dc3123";
const std::vector<std::string> kPermissionSets = {
    "app_only", "read", "write", "read_and_sf_access", "write_and_sf_access", "App_only"};
const std::vector<std::string> kNames = {"a",
                                         "b",
                                         "A",
                                         "\xC3\xA9",
                                         std::string(64, 'x'),
                                         std::string(65, 'x'),
                                         "",
                                         std::string(1, '\0')};
const std::vector<std::string> kValues = {"v", "w", "", std::string(300, 'v'),
                                          std::string("v\0", 2)};
const std::vector<std::string> kDescriptions = {"", "d", std::string(255, 'd'),
                                                std::string(256, 'd')};

struct Choices {
  ResourceType type;
  std::vector<std::string> ids;
};
const std::vector<Choices> kResources = {{ResourceType::customer, {"1", "2", "3"}},
                                         {ResourceType::product, {"0", "1", "10000000000"}},
                                         {ResourceType::cart, {kUuid}},
                                         {ResourceType::store, {}}};

bool sees(const App& app, const Metafield& field) {
  return app.full_access || field.owner_client_id == app.client_id ||
         field.permission_set != PermissionSet::app_only;
}

bool owns(const App& app, const Metafield& field) {
  return app.full_access || field.owner_client_id == app.client_id;
}

bool open_for_writing(PermissionSet set) {
  return set == PermissionSet::write || set == PermissionSet::write_and_sf_access;
}

std::optional<PermissionSet> permission_of(const TextInput& input) {
  if (!input.has_value()) return std::nullopt;
  for (unsigned i = 0; i < 5; ++i) {
    if (kPermissionSets[i] == input.value) return static_cast<PermissionSet>(i + 1);
  }
  return std::nullopt;
}

MetafieldInput pick_input(Bytes& bytes) {
  return {pick_text(bytes, kPermissionSets), pick_text(bytes, kNames), pick_text(bytes, kNames),
          pick_text(bytes, kValues), pick_text(bytes, kDescriptions)};
}

bool is_fine(const MetafieldInput& input, bool all_needed) {
  const auto missing = [&](const TextInput& text) { return !text.present() && !all_needed; };
  const bool description = !input.description.present() ||
                           input.description.state == InputState::null ||
                           is_text(input.description, 0, 255);
  return description && (missing(input.permission_set) || permission_of(input.permission_set)) &&
         (missing(input.ns) || is_text(input.ns, 1, 64)) &&
         (missing(input.key) || is_text(input.key, 1, 64)) &&
         (missing(input.value) || is_text(input.value, 1, 65535));
}

app::Parent pick_parent(Bytes& bytes, StoreId store_id) {
  const Choices& choices = kResources[bytes.below(static_cast<unsigned>(kResources.size()))];
  if (choices.ids.empty()) return {choices.type, std::to_string(store_id.value)};
  return {choices.type, choices.ids[bytes.below(static_cast<unsigned>(choices.ids.size()))]};
}

bool on_resource(const Metafield& field, const app::Parent& parent) {
  return field.resource_type == parent.type && field.resource_id == parent.resource_id;
}

bool taken(const StoreModel& model, const Metafield& wanted) {
  return std::any_of(model.fields.begin(), model.fields.end(), [&](const auto& entry) {
    const Metafield& field = entry.second;
    return field.id != wanted.id && field.resource_type == wanted.resource_type &&
           field.resource_id == wanted.resource_id && field.ns == wanted.ns &&
           field.key == wanted.key && field.owner_client_id == wanted.owner_client_id;
  });
}

std::int64_t owned_on(const StoreModel& model, const app::Parent& parent,
                      const std::string& client_id) {
  return std::count_if(model.fields.begin(), model.fields.end(), [&](const auto& entry) {
    return on_resource(entry.second, parent) && entry.second.owner_client_id == client_id;
  });
}

std::int64_t limit_of(ResourceType type) { return type == ResourceType::store ? 10'000 : 250; }

// The code that a creation fails with, or the new field in the model.
std::optional<Code> create(StoreModel& model, const App& app, TimeS now, const app::Parent& parent,
                           const MetafieldInput& input) {
  if (!is_fine(input, true)) return Code::validation;
  if (parent.type == ResourceType::customer &&
      !model.customers.contains(std::stoll(parent.resource_id)))
    return Code::not_found;
  Metafield field{MetafieldId{model.last_field + 1},
                  parent.type,
                  parent.resource_id,
                  app.client_id,
                  *permission_of(input.permission_set),
                  std::string(input.ns.value),
                  std::string(input.key.value),
                  std::string(input.value.value),
                  std::string(input.description.value),
                  now,
                  now};
  if (taken(model, field)) return Code::conflict;
  if (owned_on(model, parent, app.client_id) >= limit_of(parent.type)) return Code::limit_reached;
  note_field(model, "created", field);
  model.fields[++model.last_field] = std::move(field);
  return std::nullopt;
}

// Requires: the input is fine and the app sees the field.
std::optional<Code> update(StoreModel& model, const App& app, TimeS now, std::int64_t id,
                           const MetafieldInput& input) {
  const Metafield& stored = model.fields.at(id);
  Metafield changed = stored;
  if (input.permission_set.present()) changed.permission_set = *permission_of(input.permission_set);
  if (input.ns.present()) changed.ns = input.ns.value;
  if (input.key.present()) changed.key = input.key.value;
  const bool names = changed.ns != stored.ns || changed.key != stored.key;
  const bool guarded = names || changed.permission_set != stored.permission_set;
  if (input.value.present()) changed.value = input.value.value;
  if (input.description.present()) changed.description = input.description.value;
  if (!owns(app, stored) && (guarded || !open_for_writing(stored.permission_set)))
    return Code::not_owner;
  if (names && taken(model, changed)) return Code::conflict;
  if (changed != stored) {
    changed.date_modified = now;
    note_field(model, "updated", changed);
    model.fields[id] = std::move(changed);
  }
  return std::nullopt;
}

bool sees_any(const StoreModel& model, const App& app, ResourceType type, std::int64_t id) {
  const auto found = model.fields.find(id);
  return found != model.fields.end() && found->second.resource_type == type &&
         sees(app, found->second);
}

// Mostly an address of a field that is there.
app::MetafieldAddress pick_address(Bytes& bytes, const StoreModel& model, StoreId store_id) {
  const std::int64_t id = 1 + bytes.byte() % (model.last_field + 1);
  const auto found = model.fields.find(id);
  if (found == model.fields.end() || bytes.below(8) == 7)
    return {pick_parent(bytes, store_id), MetafieldId{id}};
  return {{found->second.resource_type, found->second.resource_id}, MetafieldId{id}};
}

void check_field(const Metafield& got, const Metafield& expected) {
  if (got == expected) return;
  disagree("metafield",
           std::to_string(expected.id.value) + " " + expected.ns + " " + expected.key + " " +
               expected.value,
           std::to_string(got.id.value) + " " + got.ns + " " + got.key + " " + got.value);
}

void check_message(const app::BatchFailure& failure, Code code, bool deletion) {
  std::string expected = "The following fields are invalid: ";
  if (code == Code::conflict) expected = "Entity already exists";
  if (code == Code::limit_reached) expected = "Maximum number of metafields reached";
  if (code == Code::not_owner)
    expected = deletion ? "Unauthorized to delete" : "Unauthorized to update";
  if (code == Code::not_found) expected = "";
  if (!failure.message.starts_with(expected)) disagree("batch", expected, failure.message);
}

// What a batch did, item by item, against the codes that the model expects.
template <class Outcome>
void check_batch(const Outcome& outcome, const std::vector<std::optional<Code>>& expected,
                 bool deletion) {
  auto failure = outcome.failed.begin();
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (!expected[i]) continue;
    FS_CHECK(failure != outcome.failed.end() && failure->index == i);
    check_message(*failure++, *expected[i], deletion);
  }
  FS_CHECK(failure == outcome.failed.end() && outcome.total() == expected.size());
}

}  // namespace

void World::create_field(const Actor& actor) {
  const app::Parent parent = pick_parent(*bytes_, actor.store_id);
  const MetafieldInput input = pick_input(*bytes_);
  const auto expected = create(actor.model, actor.app, now_, parent, input);
  const auto made = write(
      [&](store::Tx& tx) { return app::create_metafield(tx, actor.context, {parent, input}); });
  check_code(made, expected);
  if (made) check_field(*made, actor.model.fields.at(actor.model.last_field));
}

void World::update_field(const Actor& actor) {
  app::UpdateMetafield command{pick_address(*bytes_, actor.model, actor.store_id), {}, {}};
  const std::int64_t id = command.address.id.value;
  if (bytes_->below(8) == 7) command.body_id = {InputState::value, bytes_->byte()};
  command.input = pick_input(*bytes_);
  const bool other_id = command.body_id.present() && command.body_id.value != id;
  std::optional<Code> expected = Code::validation;
  if (is_fine(command.input, false) && !other_id) {
    expected = Code::not_found;
    if (sees_any(actor.model, actor.app, command.address.parent.type, id) &&
        on_resource(actor.model.fields.at(id), command.address.parent))
      expected = update(actor.model, actor.app, now_, id, command.input);
  }
  const auto changed =
      write([&](store::Tx& tx) { return app::update_metafield(tx, actor.context, command); });
  check_code(changed, expected);
  if (changed) check_field(*changed, actor.model.fields.at(id));
}

void World::delete_field(const Actor& actor) {
  const auto address = pick_address(*bytes_, actor.model, actor.store_id);
  std::optional<Code> expected = Code::not_found;
  if (sees_any(actor.model, actor.app, address.parent.type, address.id.value)) {
    const Metafield& field = actor.model.fields.at(address.id.value);
    if (on_resource(field, address.parent)) {
      expected = owns(actor.app, field) ? std::nullopt : std::optional(Code::not_owner);
    }
  }
  const auto deleted =
      write([&](store::Tx& tx) { return app::delete_metafield(tx, actor.context, address); });
  check_code(deleted, expected);
  if (!deleted) return;
  note_field(actor.model, "deleted", actor.model.fields.at(address.id.value));
  actor.model.fields.erase(address.id.value);
}

void World::get_field(const Actor& actor) {
  const auto address = pick_address(*bytes_, actor.model, actor.store_id);
  const auto found = actor.model.fields.find(address.id.value);
  const bool there = found != actor.model.fields.end() &&
                     on_resource(found->second, address.parent) && sees(actor.app, found->second);
  const auto got =
      read([&](store::Tx& tx) { return app::get_metafield(tx, actor.context, address); });
  check_code(got, there ? std::nullopt : std::optional(Code::not_found));
  if (got) check_field(*got, found->second);
}

void World::batch_create(const Actor& actor) {
  const app::Parent first = pick_parent(*bytes_, actor.store_id);
  app::BatchCreate command{first.type, {}};
  std::vector<std::optional<Code>> expected;
  for (unsigned left = bytes_->below(4); left > 0; --left) {
    app::Parent parent = pick_parent(*bytes_, actor.store_id);
    if (parent.type != first.type) parent = first;
    const MetafieldInput input = pick_input(*bytes_);
    command.items.push_back({{InputState::value, parent.resource_id}, input});
    expected.push_back(create(actor.model, actor.app, now_, parent, input));
  }
  const auto done =
      write([&](store::Tx& tx) { return app::create_metafields(tx, actor.context, command); });
  FS_CHECK(done);
  check_batch(*done, expected, false);
  for (const Metafield& field : done->done)
    check_field(field, actor.model.fields.at(field.id.value));
}

void World::batch_update(const Actor& actor) {
  const ResourceType type = pick_parent(*bytes_, actor.store_id).type;
  app::BatchUpdate command{type, {}};
  std::vector<std::optional<Code>> expected;
  for (unsigned left = bytes_->below(4); left > 0; --left) {
    const std::int64_t id = 1 + bytes_->byte() % (actor.model.last_field + 1);
    command.items.push_back({{InputState::value, id}, pick_input(*bytes_)});
    const MetafieldInput& input = command.items.back().input;
    if (!is_fine(input, false)) {
      expected.emplace_back(Code::validation);
    } else if (!sees_any(actor.model, actor.app, type, id)) {
      expected.emplace_back(Code::not_found);
    } else {
      expected.push_back(update(actor.model, actor.app, now_, id, input));
    }
  }
  const auto done =
      write([&](store::Tx& tx) { return app::update_metafields(tx, actor.context, command); });
  FS_CHECK(done);
  check_batch(*done, expected, false);
}

void World::batch_delete(const Actor& actor) {
  const ResourceType type = pick_parent(*bytes_, actor.store_id).type;
  app::BatchDelete command{type, {}};
  std::vector<std::optional<Code>> expected;
  for (unsigned left = bytes_->below(5); left > 0; --left) {
    const std::int64_t id = 1 + bytes_->byte() % (actor.model.last_field + 1);
    command.ids.push_back({InputState::value, id});
    if (!sees_any(actor.model, actor.app, type, id)) {
      expected.emplace_back(Code::not_found);
    } else if (!owns(actor.app, actor.model.fields.at(id))) {
      expected.emplace_back(Code::not_owner);
    } else {
      expected.emplace_back();
      note_field(actor.model, "deleted", actor.model.fields.at(id));
      actor.model.fields.erase(id);
    }
  }
  const auto done =
      write([&](store::Tx& tx) { return app::delete_metafields(tx, actor.context, command); });
  FS_CHECK(done);
  check_batch(*done, expected, true);
}

// So many fields that the limit of MF-44 comes into reach.
void World::fill_resource(const Actor& actor) {
  const app::Parent parent = pick_parent(*bytes_, actor.store_id);
  const unsigned count = std::min<unsigned>(bytes_->byte(), fill_left_);
  fill_left_ -= count;
  std::vector<std::string> keys;
  for (unsigned i = 0; i < count; ++i) keys.push_back("key " + std::to_string(i));
  app::BatchCreate command{parent.type, {}};
  std::vector<std::optional<Code>> expected;
  const auto text = [](std::string_view value) { return TextInput{InputState::value, value}; };
  for (const std::string& key : keys) {
    const MetafieldInput input{
        text(kPermissionSets[count % 5]), text("filled"), text(key), text("v"), {}};
    command.items.push_back({{InputState::value, parent.resource_id}, input});
    expected.push_back(create(actor.model, actor.app, now_, parent, input));
  }
  const auto done =
      write([&](store::Tx& tx) { return app::create_metafields(tx, actor.context, command); });
  FS_CHECK(done);
  check_batch(*done, expected, false);
}

void World::reassign(const Actor& actor) {
  app::Reassignment command{actor.store_id, {}, apps_[bytes_->below(kApps)].client_id};
  for (unsigned left = bytes_->below(4); left > 0; --left) {
    command.ids.push_back(MetafieldId{1 + bytes_->byte() % (actor.model.last_field + 1)});
  }
  auto ids = command.ids;
  std::sort(ids.begin(), ids.end());
  StoreModel moved = actor.model;
  bool possible = true;
  for (const MetafieldId id : ids) {
    const auto found = moved.fields.find(id.value);
    possible = possible && found != moved.fields.end();
    if (!possible) break;
    Metafield& field = found->second;
    if (field.owner_client_id == command.new_owner_client_id) continue;
    const app::Parent parent{field.resource_type, field.resource_id};
    Metafield wanted = field;
    wanted.owner_client_id = command.new_owner_client_id;
    possible = !taken(moved, wanted) &&
               owned_on(moved, parent, command.new_owner_client_id) < limit_of(field.resource_type);
    field = std::move(wanted);
  }
  const auto plan = write([&](store::Tx& tx) { return app::reassign(tx, command); });
  FS_CHECK(plan);
  if (plan->obstacles.empty() != possible)
    disagree("reassign", possible ? "yes" : "no", possible ? "no" : "yes");
  if (possible) actor.model = std::move(moved);
}

void World::list_fields(const Actor& actor) {
  app::ListMetafields command;
  const app::Parent parent = pick_parent(*bytes_, actor.store_id);
  command.type = parent.type;
  const unsigned options = bytes_->byte();
  if ((options & 1U) != 0) command.resource_id = parent.resource_id;
  if ((options & 2U) != 0) command.filter.direction = Direction::descending;
  if ((options & 4U) != 0) command.filter.ns = kNames[bytes_->below(4)];
  if ((options & 8U) != 0) command.filter.key_in = {{kNames[bytes_->below(4)], "key 1"}};
  if ((options & 16U) != 0) command.filter.id.at_least(bytes_->byte());
  command.page.limit = 1 + static_cast<int>(bytes_->below(5));
  command.page.mode = static_cast<PageMode>(bytes_->below(3));
  command.page.page = 1 + bytes_->below(4);
  command.page.cursor.id = bytes_->byte();

  std::vector<const Metafield*> all;  // in the list's order
  const auto& filter = command.filter;
  for (const auto& [id, field] : actor.model.fields) {
    if (field.resource_type != command.type || !sees(actor.app, field)) continue;
    if (command.resource_id && field.resource_id != *command.resource_id) continue;
    if (filter.ns && field.ns != *filter.ns) continue;
    if (filter.key_in && std::count(filter.key_in->begin(), filter.key_in->end(), field.key) == 0)
      continue;
    if (filter.id.min && id < *filter.id.min) continue;
    all.push_back(&field);
  }
  const bool down = filter.direction == Direction::descending;
  if (down) std::reverse(all.begin(), all.end());
  const auto limit = static_cast<std::size_t>(command.page.limit);
  const auto at = command.page.cursor.id;
  std::size_t from = std::min(static_cast<std::size_t>(offset_of(command.page)), all.size());
  std::size_t to = std::min(from + limit, all.size());
  if (command.page.mode != PageMode::offset) {
    const auto behind = [&](const Metafield* f) {
      return down ? f->id.value >= at : f->id.value <= at;
    };
    const auto before = [&](const Metafield* f) {
      return down ? f->id.value > at : f->id.value < at;
    };
    if (command.page.mode == PageMode::after) {
      from = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), behind));
      to = std::min(from + limit, all.size());
    } else {
      to = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), before));
      from = to > limit ? to - limit : 0;
    }
  }

  const auto listed =
      read([&](store::Tx& tx) { return app::list_metafields(tx, actor.context, command); });
  FS_CHECK(listed);
  const auto& page = listed->page;
  FS_CHECK(page.rows.size() == to - from);
  for (std::size_t i = from; i < to; ++i) check_field(to_metafield(page.rows[i - from]), *all[i]);
  if (command.page.mode == PageMode::offset)
    FS_CHECK(page.facts.total == static_cast<std::int64_t>(all.size()));
  if (from == to) return;
  FS_CHECK(page.facts.has_next == (to < all.size()));
  FS_CHECK(page.facts.has_previous == (from > 0));
}

void World::check_fields(StoreId store_id, const StoreModel& model) {
  std::size_t seen = 0;
  FS_CHECK(read([&](store::Tx& tx) -> Status {
    for (const ResourceTraits& resource : resource_types()) {
      FS_TRY_STATUS(tx.metafields().visit_all(
          store_id, resource.type, [&](const MetafieldView& field) -> Status {
            const auto expected = model.fields.find(field.id.value);
            if (expected == model.fields.end())
              disagree("metafield", "gone", std::to_string(field.id.value));
            check_field(to_metafield(field), expected->second);
            ++seen;
            return {};
          }));
    }
    return {};
  }));
  FS_CHECK(seen == model.fields.size());
}

}  // namespace fieldstone::fuzz
