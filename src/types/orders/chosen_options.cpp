#include "types/orders/chosen_options.hpp"

#include <algorithm>
#include <charconv>

#include "types/catalog/modifier.hpp"
#include "types/catalog/option.hpp"
#include "types/catalog/variant.hpp"
#include "types/catalog/variant_values.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::records::Object;
using app::records::Record;

// How the catalog calls a kind of option, and how orders do.
struct Kind {
  std::string_view catalog;
  std::string_view type;
  std::string_view style;
};
constexpr Kind kKinds[] = {
    {"checkbox", "Checkbox", ""},
    {"date", "Date field", ""},
    {"file", "File Upload", ""},
    {"multi_line_text", "Multi-line text field", ""},
    {"text", "Text field", ""},
    {"numbers_only_text", "Text field", ""},
    {"radio_buttons", "Multiple choice", "Radio Buttons"},
    {"rectangles", "Multiple choice", "Rectangle"},
    {"dropdown", "Multiple choice", "Drop-down"},
    {"product_list", "Product Pick List", ""},
    {"product_list_with_images", "Product Pick List", ""},
    {"swatch", "Swatch", ""},
};

const Kind& kind_of(std::string_view catalog) {
  const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const Kind& kind) { return kind.catalog == catalog; });
  return found == std::end(kKinds) ? kKinds[4] : *found;
}

const Record* find(const std::vector<Record>& records, std::int64_t id) {
  const auto found = std::find_if(records.begin(), records.end(),
                                  [id](const Record& record) { return record.id == id; });
  return found == records.end() ? nullptr : &*found;
}

// The value that an item names by its id; 0 where it is other text.
std::int64_t value_id(const Object& item) {
  const std::string text = text_in(item, "value");
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc() && end == text.data() + text.size() ? id : 0;
}

const Object* item_of(const SentOptions& sent, std::int64_t option_id) {
  if (sent.items == nullptr) return nullptr;
  for (const auto& item : *sent.items) {
    if (integer_in(item.as_object(), "id") == option_id) return &item.as_object();
  }
  return nullptr;
}

// A member and its two names for the two who read it. What the request brings stands over the
// catalog's.
void set_names(Object& option, const std::string& name, const std::string& catalog,
               const Object* sent) {
  std::string customer = catalog;
  std::string merchant = catalog;
  if (sent != nullptr) {
    const std::string own = text_in(*sent, name + "_customer");
    const std::string alias = text_in(*sent, name);
    if (!alias.empty()) customer = alias;
    if (!own.empty()) customer = own;
    const std::string other = text_in(*sent, name + "_merchant");
    if (!other.empty()) merchant = other;
  }
  option[name] = customer;
  option[name + "_customer"] = customer;
  option[name + "_merchant"] = merchant;
}

// `option`: an option or a modifier of the product.
Object line_option(const Record& option, const std::string& value, const std::string& label,
                   const Object* sent) {
  const Kind& kind = kind_of(text_in(option.members, "type"));
  Object line;
  line["option_id"] = option.id;
  line["product_option_id"] = option.id;
  line["value"] = value;
  line["type"] = kind.type;
  line["display_style"] = kind.style;
  line["name"] = text_in(option.members, "name");
  set_names(line, "display_name", text_in(option.members, "display_name"), sent);
  set_names(line, "display_value", label, sent);
  return line;
}

void add_adjustment(const Object& adjusters, std::string_view of, std::vector<Adjustment>& all) {
  const auto* member = adjusters.if_contains(of);
  if (member == nullptr || !member->is_object()) return;
  const Object& adjuster = member->get_object();
  if (is_null_in(adjuster, "adjuster")) return;
  all.push_back(
      {text_in(adjuster, "adjuster") == "percentage", amount_in(adjuster, "adjuster_value")});
}

class Chooser {
 public:
  Chooser(store::Tx& tx, const app::Context& context, const SentOptions& sent, ItemErrors& errors)
      : tx_(tx), store_id_(context.caller.store_id), sent_(sent), errors_(errors) {}

  // Those that make the variant what it is.
  Status take_variant(const Record& variant) {
    FS_TRY(const auto options,
           app::records::records_of(tx_, store_id_, kOption, variant.parent_id));
    for (const auto& value : variant.members.at("option_values").as_array()) {
      const Object& named = value.as_object();
      const Record* option = find(options, integer_in(named, "option_id"));
      if (option == nullptr) continue;
      const std::string id = std::to_string(integer_in(named, "id"));
      add(line_option(*option, id, text_in(named, "label"), item_of(sent_, option->id)));
    }
    for (const Record& option : options) known_.push_back(option.id);
    return {};
  }

  Status take_modifiers(std::int64_t product_id) {
    FS_TRY(const auto modifiers, app::records::records_of(tx_, store_id_, kModifier, product_id));
    for (const Record& modifier : modifiers) {
      known_.push_back(modifier.id);
      FS_TRY_STATUS(take_modifier(modifier));
    }
    return {};
  }

  // ORD-35: what is sent with an id is of the product; what has none is the order's own.
  void take_others() {
    if (sent_.items == nullptr) return;
    for (std::size_t i = 0; i < sent_.items->size(); ++i) {
      const Object& item = (*sent_.items)[i].as_object();
      const std::int64_t id = integer_in(item, "id");
      const std::string name = sent_.name + ".product_options." + std::to_string(i);
      if (id != 0) {
        if (std::find(known_.begin(), known_.end(), id) == known_.end())
          errors_.add(name + ".id", name + ".id is no option of the product");
        continue;
      }
      Object own;
      own["value"] = text_in(item, "value");
      set_names(own, "display_name", "", &item);
      set_names(own, "display_value", text_in(item, "value"), &item);
      own["name"] = text_in(own, "display_name");
      add(std::move(own));
    }
  }

  ChosenOptions take() { return std::move(chosen_); }

 private:
  void add(Object option) {
    option["id"] = static_cast<std::int64_t>(chosen_.options.size() + 1);
    chosen_.options.emplace_back(std::move(option));
  }

  Status take_modifier(const Record& modifier) {
    const std::string display_name = text_in(modifier.members, "display_name");
    const Object* item = item_of(sent_, modifier.id);
    const std::string text = item == nullptr ? std::string() : text_in(*item, "value");
    if (text.empty()) {
      if (flag_in(modifier.members, "required")) {
        errors_.add(sent_.name + ".product_options",
                    sent_.name + ".product_options needs the required modifier " + display_name);
      }
      return {};
    }
    FS_TRY(const auto values,
           app::records::records_of(tx_, store_id_, kModifierValue, modifier.id));
    if (values.empty()) {
      add(line_option(modifier, text, text, item));
      return {};
    }
    const Record* value = find(values, value_id(*item));
    if (value == nullptr) {
      errors_.add(sent_.name + ".product_options",
                  sent_.name + ".product_options has no value of the modifier " + display_name);
      return {};
    }
    add(line_option(modifier, text, text_in(value->members, "label"), item));
    const Object& adjusters = value->members.at("adjusters").as_object();
    add_adjustment(adjusters, "price", chosen_.prices);
    add_adjustment(adjusters, "weight", chosen_.weights);
    return {};
  }

  store::Tx& tx_;
  StoreId store_id_;
  const SentOptions& sent_;
  ItemErrors& errors_;
  std::vector<std::int64_t> known_;  // ids that the request may name
  ChosenOptions chosen_;
};

}  // namespace

Result<std::optional<Record>> chosen_variant(store::Tx& tx, const app::Context& context,
                                             std::int64_t product_id, const SentOptions& sent) {
  const StoreId store_id = context.caller.store_id;
  FS_TRY(const auto options, app::records::records_of(tx, store_id, kOption, product_id));
  boost::json::array values;
  for (const Record& option : options) {
    const Object* item = item_of(sent, option.id);
    if (item == nullptr) return std::optional<Record>();
    Object value;
    value["option_id"] = option.id;
    value["id"] = value_id(*item);
    values.emplace_back(std::move(value));
  }
  Object named;
  named["option_values"] = std::move(values);
  store::RecordQuery query;
  query.parent_id = product_id;
  query.require({kVariant.find("combination"),
                 record::kEqual,
                 {},
                 {text_in(combination_of(named), "combination")}});
  FS_TRY(const auto rows, store::RecordRepo(tx, store_id, kVariant).all(query, 1));
  if (rows.empty()) return std::optional<Record>();
  return std::optional(app::records::parsed(rows.front()));
}

Result<ChosenOptions> chosen_options(store::Tx& tx, const app::Context& context,
                                     const Record& variant, const SentOptions& sent,
                                     ItemErrors& errors) {
  Chooser chooser(tx, context, sent, errors);
  FS_TRY_STATUS(chooser.take_variant(variant));
  FS_TRY_STATUS(chooser.take_modifiers(variant.parent_id));
  chooser.take_others();
  return chooser.take();
}

std::int64_t adjusted(std::int64_t amount, const std::vector<Adjustment>& adjustments) {
  constexpr std::int64_t kHundredPercent = 1'000'000;
  std::int64_t sum = amount;
  for (const Adjustment& adjustment : adjustments) {
    const auto share = static_cast<double>(amount) * static_cast<double>(adjustment.value) /
                       static_cast<double>(kHundredPercent);
    sum += adjustment.percentage ? static_cast<std::int64_t>(share) : adjustment.value;
  }
  return std::max<std::int64_t>(0, sum);
}

}  // namespace fieldstone::types
