// What the database should hold, as plain maps, beside the database itself. Every operation is done
// to both, and both must agree: on the answer at once, on everything at the end.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/context.hpp"
#include "core/address.hpp"
#include "core/customer.hpp"
#include "core/hook.hpp"
#include "core/metafield.hpp"
#include "support/bytes.hpp"
#include "support/memory_store.hpp"

namespace fieldstone::fuzz {

struct App {
  std::string client_id;
  bool full_access = false;
};

// One event under one name, as the outbox has it.
struct Told {
  std::string scope;
  std::string resource;
  std::string data;
  std::string only;  // an app_only field's owner, who hears of it beside those with full access
};

struct Listener {
  Hook hook;
  std::vector<std::pair<std::int64_t, Told>> pending;  // with the event's number
};

struct StoreModel {
  std::map<std::int64_t, Metafield> fields;
  std::map<std::int64_t, Customer> customers;  // their counts are right, too
  std::map<std::int64_t, Address> addresses;
  std::map<std::int64_t, std::string> attributes;  // names, folded
  // By customer and attribute.
  std::map<std::pair<std::int64_t, std::int64_t>, std::string> attribute_values;
  std::int64_t last_field = 0;
  std::int64_t last_customer = 0;
  std::int64_t last_address = 0;
  std::int64_t last_attribute = 0;
  std::map<std::int64_t, Listener> hooks;
  std::int64_t last_hook = 0;
  std::int64_t last_event = 0;
  std::vector<Told> told;  // by the operation under way
};

constexpr std::size_t kStores = 2;
constexpr std::size_t kApps = 3;  // the last one has full access

class World {
 public:
  World();

  // Begins an input: an empty database and an empty model.
  void begin(Bytes& bytes);
  // One operation that the input chooses.
  void step();
  // Compares everything there is, and the database's own invariants.
  void check();

 private:
  // Who does the next operation, and where.
  struct Actor {
    StoreId store_id;
    const App& app;
    StoreModel& model;
    const app::Context& context;
  };

  template <class F>
  auto write(F use_case) {
    return store_.write_blocking(std::move(use_case));
  }
  template <class F>
  auto read(F use_case) {
    return store_.read_blocking(std::move(use_case));
  }

  // Metafields: model/metafields.cpp.
  void create_field(const Actor& actor);
  void update_field(const Actor& actor);
  void delete_field(const Actor& actor);
  void get_field(const Actor& actor);
  void list_fields(const Actor& actor);
  void batch_create(const Actor& actor);
  void batch_update(const Actor& actor);
  void batch_delete(const Actor& actor);
  void fill_resource(const Actor& actor);
  void reassign(const Actor& actor);
  // Customers: model/customers.cpp.
  void create_customers(const Actor& actor);
  void update_customers(const Actor& actor);
  void delete_customers(const Actor& actor);
  void list_customers(const Actor& actor);
  void create_addresses(const Actor& actor);
  void delete_addresses(const Actor& actor);
  void create_attribute(const Actor& actor);
  void delete_attributes(const Actor& actor);
  void set_attribute_value(const Actor& actor);

  // Hooks and their events: model/hooks.cpp.
  void create_hook(const Actor& actor);
  void update_hook(const Actor& actor);
  void delete_hook(const Actor& actor);
  void list_hooks(const Actor& actor);
  // Hands what the last operation did to the hooks that hear of it.
  void tell(StoreModel& model);

  void check_fields(StoreId store_id, const StoreModel& model);
  void check_customers(StoreId store_id, const StoreModel& model);
  void check_hooks(StoreId store_id, const StoreModel& model);

  MemoryStore store_;
  Bytes* bytes_ = nullptr;
  TimeS now_;
  unsigned fill_left_ = 0;  // how many fields an input may still make at once
  std::array<App, kApps> apps_{{{"app-a", false}, {"app-b", false}, {"app-full", true}}};
  std::array<StoreId, kStores> store_ids_;
  std::array<StoreModel, kStores> models_;
};

// What hooks are to hear of; `change` is "created", "updated" or "deleted".
void note_field(StoreModel& model, const std::string& change, const Metafield& field);
void note_customer(StoreModel& model, const std::string& change, const Customer& customer);
void note_address(StoreModel& model, const std::string& change, const Address& address);
void note_channels(StoreModel& model, const Customer& customer);

// A member of a request that the input chooses: fitting, too long, of a wrong type, absent …
TextInput pick_text(Bytes& bytes, std::span<const std::string> texts);
// Whether it is a text of so many code points without NUL.
bool is_text(const TextInput& input, std::size_t min, std::size_t max);

// The outcome that the model expects and the one that came.
template <class T>
void check_code(const Result<T>& result, std::optional<Code> expected);

[[noreturn]] void disagree(const char* what, std::string_view expected, std::string_view got);

template <class T>
void check_code(const Result<T>& result, std::optional<Code> expected) {
  const std::string_view wanted = expected ? code_name(*expected) : "success";
  const std::string_view got = result ? "success" : code_name(result.error().code);
  if (wanted != got) disagree("outcome", wanted, got);
}

}  // namespace fieldstone::fuzz
