#include "app/customers.hpp"

#include <algorithm>
#include <set>

#include "app/addresses.hpp"
#include "app/attributes.hpp"
#include "base/check.hpp"
#include "model/world.hpp"

namespace fieldstone::fuzz {
namespace {

struct Email {
  std::string text;
  std::string fold;
  bool fine;
};
const std::vector<Email> kEmails = {{"a@x.example", "a@x.example", true},
                                    {"A@X.example", "a@x.example", true},
                                    {"b@x.example", "b@x.example", true},
                                    {"\xC3\x89@x.example", "\xC3\xA9@x.example", true},
                                    {"\xC3\xA9@x.example", "\xC3\xA9@x.example", true},
                                    {"c@x.example", "c@x.example", true},
                                    {"no address", "", false},
                                    {std::string("d\0@x.example", 12), "", false}};
const std::vector<std::string> kNames = {
    "Ada", "Bob", "\xC3\x89va", std::string(100, 'n'), std::string(101, 'n'), ""};
const std::vector<std::string> kAttributes = {"Size", "size", "Colour", "\xC3\x96l", "\xC3\xB6l"};
const std::vector<std::string> kAttributeFolds = {"size", "size", "colour", "\xC3\xB6l",
                                                  "\xC3\xB6l"};
const std::vector<std::string> kCities = {"Kiel", "Ulm", "kiel"};

TextInput given(std::string_view text) { return {InputState::value, text}; }

AddressInput address_of(std::string_view city) {
  AddressInput input;
  input.first_name = given("a");
  input.last_name = given("b");
  input.address1 = given("street");
  input.city = given(city);
  input.state_or_province = given("");
  input.postal_code = given("");
  input.country_code = given("DE");
  return input;
}

// Emails are picked by their number in the table, so that the model knows what is right.
struct Item {
  CustomerInput input;
  const Email* email = nullptr;  // none: absent or no text
};

Item pick_customer(Bytes& bytes, bool create) {
  Item item;
  const unsigned choice = bytes.byte();
  if (choice == 0xFF) {
    item.input.email.state = InputState::wrong_type;
  } else if (create || choice < 0x80) {
    item.email = &kEmails[choice % kEmails.size()];
    item.input.email = given(item.email->text);
  }
  item.input.first_name = pick_text(bytes, kNames);
  if (create || bytes.flag()) item.input.last_name = given("Lovelace");
  constexpr std::int64_t kChannels[][2] = {{1, 1}, {2, 2}, {1, 2}, {2, 1}};
  const unsigned channels = bytes.below(8);
  if (channels < 4) {
    item.input.channel_ids = {InputState::value, {kChannels[channels][0], kChannels[channels][1]}};
  } else if (channels == 4) {
    item.input.channel_ids.state = InputState::null;
  } else if (channels == 5) {
    item.input.channel_ids.state = InputState::value;  // empty: CU-17
  }
  return item;
}

bool is_fine(const Item& item, bool create) {
  const CustomerInput& input = item.input;
  const bool email = input.email.present() ? item.email != nullptr && item.email->fine : !create;
  const bool name = input.first_name.present() ? is_text(input.first_name, 1, 100) : !create;
  const bool channels = !input.channel_ids.has_value() || !input.channel_ids.value.empty();
  return email && name && channels;
}

std::string fold_of(const std::string& email) {
  for (const Email& known : kEmails) {
    if (known.text == email) return known.fold;
  }
  return {};
}

bool meet(const Customer& a, const Customer& b) {
  if (!a.channel_ids || !b.channel_ids) return true;
  for (const std::int64_t id : *a.channel_ids) {
    if (std::count(b.channel_ids->begin(), b.channel_ids->end(), id) > 0) return true;
  }
  return false;
}

bool taken(const StoreModel& model, const Customer& wanted) {
  return std::any_of(model.customers.begin(), model.customers.end(), [&](const auto& entry) {
    return entry.second.id != wanted.id && fold_of(entry.second.email) == fold_of(wanted.email) &&
           meet(entry.second, wanted);
  });
}

void apply(const CustomerInput& input, Customer& customer) {
  if (input.email.present()) customer.email = input.email.value;
  if (input.first_name.present()) customer.first_name = input.first_name.value;
  if (input.last_name.present()) customer.last_name = input.last_name.value;
  if (input.channel_ids.state == InputState::null) customer.channel_ids.reset();
  if (!input.channel_ids.has_value()) return;
  const std::set<std::int64_t> ids(input.channel_ids.value.begin(), input.channel_ids.value.end());
  customer.channel_ids = std::vector<std::int64_t>(ids.begin(), ids.end());
}

// False: the customer has one of that city, which is all in which addresses differ here.
bool add_address(StoreModel& model, std::int64_t customer_id, std::string_view city) {
  for (const auto& [id, address] : model.addresses) {
    if (address.customer_id.value == customer_id && address.city == city) return false;
  }
  Address& added = model.addresses[++model.last_address];
  added.id = model.last_address;
  added.customer_id = CustomerId{customer_id};
  added.city = city;
  ++model.customers.at(customer_id).address_count;
  note_address(model, "created", added);
  return true;
}

void check_customer(const Customer& got, const Customer& expected) {
  if (got == expected) return;
  const auto show = [](const Customer& c) {
    return std::to_string(c.id.value) + " " + c.email + " " + c.first_name + " addresses " +
           std::to_string(c.address_count) + " attributes " + std::to_string(c.attribute_count) +
           " modified " + std::to_string(c.date_modified.value);
  };
  disagree("customer", show(expected), show(got));
}

app::WriteCustomers command_of(const std::vector<Item>& items) {
  app::WriteCustomers command;
  for (const Item& item : items) command.items.push_back(item.input);
  command.password_hashes.resize(items.size());
  return command;
}

}  // namespace

void World::create_customers(const Actor& actor) {
  std::vector<Item> items;
  StoreModel after = actor.model;
  bool fine = true;
  for (unsigned left = 1 + bytes_->below(3); left > 0; --left) {
    Item item = pick_customer(*bytes_, true);
    fine = fine && is_fine(item, true);
    const unsigned addresses = bytes_->below(3);
    if (addresses > 0) item.input.addresses.state = InputState::value;
    for (unsigned i = 0; i < addresses; ++i)
      item.input.addresses.value.push_back(address_of(kCities[bytes_->below(3)]));
    items.push_back(std::move(item));
  }
  for (std::size_t i = 0; fine && i < items.size(); ++i) {
    Customer customer;
    customer.id = CustomerId{++after.last_customer};
    customer.date_created = customer.date_modified = now_;
    apply(items[i].input, customer);
    fine = !taken(after, customer);
    after.customers[customer.id.value] = customer;
    note_customer(after, "created", customer);
    for (const AddressInput& address : items[i].input.addresses.value)
      add_address(after, customer.id.value, address.city.value);
  }
  const auto command = command_of(items);
  const auto made =
      write([&](store::Tx& tx) { return app::create_customers(tx, actor.context, command); });
  check_code(made, fine ? std::nullopt : std::optional(Code::validation));
  if (!made) return;
  actor.model = std::move(after);
  FS_CHECK(made->size() == items.size());
  for (const Customer& customer : *made)
    check_customer(customer, actor.model.customers.at(customer.id.value));
}

void World::update_customers(const Actor& actor) {
  std::vector<Item> items;
  StoreModel after = actor.model;
  bool fine = true;
  for (unsigned left = 1 + bytes_->below(2); left > 0; --left) {
    Item item = pick_customer(*bytes_, false);
    item.input.id = {InputState::value, 1 + bytes_->byte() % (after.last_customer + 1)};
    fine = fine && is_fine(item, false) && after.customers.contains(item.input.id.value);
    items.push_back(std::move(item));
  }
  for (std::size_t i = 0; fine && i < items.size(); ++i) {
    Customer& stored = after.customers.at(items[i].input.id.value);
    Customer changed = stored;
    apply(items[i].input, changed);
    if (changed != stored) {
      note_customer(after, "updated", changed);
      if (changed.channel_ids != stored.channel_ids) note_channels(after, changed);
      changed.date_modified = now_;
    }
    fine = !taken(after, changed);
    stored = std::move(changed);
  }
  const auto command = command_of(items);
  const auto changed =
      write([&](store::Tx& tx) { return app::update_customers(tx, actor.context, command); });
  check_code(changed, fine ? std::nullopt : std::optional(Code::validation));
  if (!changed) return;
  actor.model = std::move(after);
  check_customer(changed->back(), actor.model.customers.at(changed->back().id.value));
}

// MF-71, CU-44: what belongs to a customer goes with it.
void World::delete_customers(const Actor& actor) {
  app::DeleteCustomers command;
  for (unsigned left = bytes_->below(4); left > 0; --left) {
    const std::int64_t id = 1 + bytes_->byte() % (actor.model.last_customer + 1);
    command.ids.push_back(CustomerId{id});
    const auto found = actor.model.customers.find(id);
    if (found == actor.model.customers.end()) continue;
    note_customer(actor.model, "deleted", found->second);
    actor.model.customers.erase(found);
    const std::string resource_id = std::to_string(id);
    std::erase_if(actor.model.fields, [&](const auto& entry) {
      return entry.second.resource_type == ResourceType::customer &&
             entry.second.resource_id == resource_id;
    });
    std::erase_if(actor.model.addresses,
                  [&](const auto& entry) { return entry.second.customer_id.value == id; });
    std::erase_if(actor.model.attribute_values,
                  [&](const auto& entry) { return entry.first.first == id; });
  }
  FS_CHECK(write([&](store::Tx& tx) { return app::delete_customers(tx, actor.context, command); }));
}

void World::list_customers(const Actor& actor) {
  app::ListCustomers command;
  CustomerFilter& filter = command.filter;
  const unsigned options = bytes_->byte();
  if ((options & 1U) != 0) filter.email_fold_in = {{kEmails[bytes_->below(5)].fold, "nobody"}};
  if ((options & 2U) != 0) filter.id_in = {{1, bytes_->byte(), 3}};
  if ((options & 4U) != 0) filter.date_created.at_least(now_.value - bytes_->byte() * 3600);
  if ((options & 8U) != 0) filter.date_created.at_most(now_.value - bytes_->byte() * 3600);
  if ((options & 16U) != 0) filter.date_modified.at_least(now_.value - bytes_->byte() * 3600);
  if ((options & 32U) != 0) filter.direction = Direction::descending;
  if ((options & 64U) != 0) filter.sort = CustomerSort::date_created;
  if ((options & 128U) != 0) filter.name_fold_like = {"lovel"};
  command.page.limit = 1 + static_cast<int>(bytes_->below(4));
  command.page.page = 1 + bytes_->below(3);

  std::vector<const Customer*> all;
  for (const auto& [id, customer] : actor.model.customers) {
    const auto within = [](const RangeFilter& range, TimeS time) {
      return (!range.min || time.value >= *range.min) && (!range.max || time.value <= *range.max);
    };
    const std::string fold = fold_of(customer.email);
    if (filter.email_fold_in && fold != filter.email_fold_in->front()) continue;
    if (filter.id_in && std::count(filter.id_in->begin(), filter.id_in->end(), id) == 0) continue;
    if (!within(filter.date_created, customer.date_created)) continue;
    if (!within(filter.date_modified, customer.date_modified)) continue;
    if (!filter.name_fold_like.empty() && customer.last_name != "Lovelace") continue;
    all.push_back(&customer);
  }
  const bool down = filter.direction == Direction::descending;
  const bool by_date = filter.sort == CustomerSort::date_created;
  std::sort(all.begin(), all.end(), [&](const Customer* a, const Customer* b) {
    const auto key = [&](const Customer* c) {
      return by_date ? c->date_created.value : c->id.value;
    };
    if (key(a) == key(b)) return a->id < b->id;
    return down ? key(a) > key(b) : key(a) < key(b);
  });

  const auto listed =
      read([&](store::Tx& tx) { return app::list_customers(tx, actor.context, command); });
  FS_CHECK(listed);
  const auto from = std::min(static_cast<std::size_t>(offset_of(command.page)), all.size());
  const auto to = std::min(from + static_cast<std::size_t>(command.page.limit), all.size());
  FS_CHECK(listed->page.rows.size() == to - from);
  for (std::size_t i = from; i < to; ++i) check_customer(listed->page.rows[i - from], *all[i]);
  FS_CHECK(listed->page.facts.total == static_cast<std::int64_t>(all.size()));
  FS_CHECK(from == to || listed->page.facts.has_next == (to < all.size()));
}

void World::create_addresses(const Actor& actor) {
  app::WriteAddresses command;
  StoreModel after = actor.model;
  std::size_t added = 0;
  bool fine = true;
  for (unsigned left = 1 + bytes_->below(3); left > 0; --left) {
    const std::int64_t customer_id = 1 + bytes_->byte() % (after.last_customer + 1);
    command.items.push_back(address_of(kCities[bytes_->below(3)]));
    AddressInput& input = command.items.back();
    input.customer_id = {InputState::value, customer_id};
    fine = fine && after.customers.contains(customer_id);
    if (fine && add_address(after, customer_id, input.city.value)) ++added;
  }
  const auto made =
      write([&](store::Tx& tx) { return app::create_addresses(tx, actor.context, command); });
  check_code(made, fine ? std::nullopt : std::optional(Code::validation));
  if (!made) return;
  FS_CHECK(made->size() == added);
  actor.model = std::move(after);
}

void World::delete_addresses(const Actor& actor) {
  app::DeleteAddresses command;
  for (unsigned left = bytes_->below(4); left > 0; --left) {
    const std::int64_t id = 1 + bytes_->byte() % (actor.model.last_address + 1);
    command.ids.push_back(id);
    const auto found = actor.model.addresses.find(id);
    if (found == actor.model.addresses.end()) continue;
    --actor.model.customers.at(found->second.customer_id.value).address_count;
    note_address(actor.model, "deleted", found->second);
    actor.model.addresses.erase(found);
  }
  FS_CHECK(write([&](store::Tx& tx) { return app::delete_addresses(tx, actor.context, command); }));
}

void World::create_attribute(const Actor& actor) {
  const unsigned name = bytes_->below(static_cast<unsigned>(kAttributes.size()));
  const app::WriteAttributes command{{{{}, given(kAttributes[name]), given("string")}}};
  const bool free =
      std::none_of(actor.model.attributes.begin(), actor.model.attributes.end(),
                   [&](const auto& entry) { return entry.second == kAttributeFolds[name]; });
  const auto made =
      write([&](store::Tx& tx) { return app::create_attributes(tx, actor.context, command); });
  check_code(made, free ? std::nullopt : std::optional(Code::validation));
  if (!made) return;
  actor.model.attributes[++actor.model.last_attribute] = kAttributeFolds[name];
  FS_CHECK(made->front().id == actor.model.last_attribute);
}

void World::delete_attributes(const Actor& actor) {
  const std::int64_t id = 1 + bytes_->byte() % (actor.model.last_attribute + 1);
  const app::DeleteByIds command{{id, id}};
  FS_CHECK(
      write([&](store::Tx& tx) { return app::delete_attributes(tx, actor.context, command); }));
  actor.model.attributes.erase(id);
  std::erase_if(actor.model.attribute_values, [&](const auto& entry) {
    if (entry.first.second != id) return false;
    --actor.model.customers.at(entry.first.first).attribute_count;
    return true;
  });
}

void World::set_attribute_value(const Actor& actor) {
  const std::int64_t attribute = 1 + bytes_->byte() % (actor.model.last_attribute + 1);
  const std::int64_t customer = 1 + bytes_->byte() % (actor.model.last_customer + 1);
  const std::string& value = kNames[bytes_->below(static_cast<unsigned>(kNames.size()))];
  const app::WriteAttributeValues command{
      {{{InputState::value, attribute}, given(value), {InputState::value, customer}}}};
  const bool fine =
      actor.model.attributes.contains(attribute) && actor.model.customers.contains(customer);
  const auto set =
      write([&](store::Tx& tx) { return app::set_attribute_values(tx, actor.context, command); });
  check_code(set, fine ? std::nullopt : std::optional(Code::validation));
  if (!set) return;
  const auto [place, fresh] =
      actor.model.attribute_values.insert_or_assign({customer, attribute}, value);
  if (fresh) ++actor.model.customers.at(customer).attribute_count;
}

void World::check_customers(StoreId store_id, const StoreModel& model) {
  FS_CHECK(read([&](store::Tx& tx) -> Status {
    for (std::int64_t id = 1; id <= model.last_customer; ++id) {
      const auto expected = model.customers.find(id);
      FS_TRY(const auto stored, tx.customers().find(store_id, CustomerId{id}));
      FS_CHECK(stored.has_value() == (expected != model.customers.end()));
      if (stored) check_customer(*stored, expected->second);
    }
    for (std::int64_t id = 1; id <= model.last_address; ++id) {
      const auto expected = model.addresses.find(id);
      FS_TRY(const auto stored, tx.addresses().find(store_id, id));
      FS_CHECK(stored.has_value() == (expected != model.addresses.end()));
      if (stored) FS_CHECK(stored->city == expected->second.city);
    }
    PageRequest all;
    all.limit = kMaxPageLimit;
    FS_TRY(const auto values, tx.attribute_values().list(store_id, {}, all));
    FS_CHECK(values.rows.size() == model.attribute_values.size());
    for (const AttributeValue& value : values.rows) {
      FS_CHECK(model.attribute_values.at({value.customer_id.value, value.attribute_id}) ==
               value.value);
    }
    return {};
  }));
}

}  // namespace fieldstone::fuzz
