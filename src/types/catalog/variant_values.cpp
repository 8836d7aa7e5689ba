#include "types/catalog/variant_values.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <set>

#include "app/records/writes.hpp"
#include "base/utf8.hpp"
#include "types/catalog/option.hpp"
#include "types/catalog/variant.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::records::Object;
using app::records::Record;

using Found = std::optional<Record>;

class Namer {
 public:
  Namer(store::Tx& tx, const app::Context& context, const Record& product, ItemErrors& errors)
      : tx_(tx),
        context_(context),
        store_id_(context.caller.store_id),
        product_(product),
        errors_(errors) {}

  // Whether the product is only now being made: its base variant is not there yet.
  Status begin() {
    const std::int64_t base_id = integer_in(product_.members, "base_variant_id");
    if (base_id != 0) {
      FS_TRY(const bool there, app::records::record_exists(tx_, store_id_, kVariant, base_id));
      makes_ = !there;
    }
    return reload();
  }

  // Takes one item of option_values and returns it whole.
  Result<Object> name(const Object& item, const std::string& path) {
    FS_TRY(Found option, option_of(item));
    if (!option && makes_) {
      FS_TRY(option, make(kOption, product_.id, "display_name",
                          text_in(item, "option_display_name"), path));
    }
    if (!option) {
      errors_.add(path, path + " names no option of the product");
      return Object();
    }
    FS_TRY(Found value, value_of(item, option->id));
    if (!value && makes_) {
      FS_TRY(value, make(kOptionValue, option->id, "label", text_in(item, "label"), path));
    }
    if (!value) {
      errors_.add(path, path + " names no value of its option");
      return Object();
    }
    named_.insert(option->id);
    Object whole;
    whole["id"] = value->id;
    whole["label"] = value->members.at("label");
    whole["option_id"] = option->id;
    whole["option_display_name"] = option->members.at("display_name");
    return whole;
  }

  // Whether each option has been named, given how many items there were.
  bool complete(std::size_t items) const {
    return named_.size() == options_.size() && items == options_.size();
  }

 private:
  Status reload() {
    FS_TRY(options_, app::records::records_of(tx_, store_id_, kOption, product_.id));
    return {};
  }

  // By its id, its name, or the id of one of its values.
  Result<Found> option_of(const Object& item) {
    std::int64_t id = integer_in(item, "option_id");
    const std::string name = fold_case(text_in(item, "option_display_name"));
    if (id == 0 && name.empty() && integer_in(item, "id") != 0) {
      FS_TRY(const auto value,
             app::records::find_record(tx_, store_id_, kOptionValue, integer_in(item, "id")));
      if (value) id = value->parent_id;
    }
    for (const Record& option : options_) {
      const bool same_name = fold_case(text_in(option.members, "display_name")) == name;
      if (id != 0 ? option.id == id : !name.empty() && same_name) return Found(option);
    }
    return Found();
  }

  Result<Found> value_of(const Object& item, std::int64_t option_id) {
    const std::int64_t id = integer_in(item, "id");
    const std::string label = fold_case(text_in(item, "label"));
    FS_TRY(const auto values, app::records::records_of(tx_, store_id_, kOptionValue, option_id));
    for (const Record& value : values) {
      const bool same_label = fold_case(text_in(value.members, "label")) == label;
      if (id != 0 ? value.id == id : same_label) return Found(value);
    }
    return Found();
  }

  Result<Found> make(const record::RecordType& type, std::int64_t parent_id,
                     std::string_view member, const std::string& name, const std::string& path) {
    if (name.empty()) return Found();
    app::records::Draft draft;
    draft.sent[member] = name;
    if (&type == &kOption) draft.sent["type"] = "radio_buttons";
    ItemErrors own(errors_.prefix() + path + ".", errors_.all());
    FS_TRY(auto made, app::records::create_record(tx_, context_, {type, parent_id}, draft, own));
    FS_TRY_STATUS(reload());
    return made;
  }

  store::Tx& tx_;
  const app::Context& context_;
  StoreId store_id_;
  const Record& product_;
  ItemErrors& errors_;
  bool makes_ = false;
  std::vector<Record> options_;
  std::set<std::int64_t> named_;
};

}  // namespace

Status name_values(store::Tx& tx, const app::Context& context, const Record& product,
                   app::records::Change& change, ItemErrors& errors) {
  Namer namer(tx, context, product, errors);
  FS_TRY_STATUS(namer.begin());
  const std::size_t known = errors.all().size();
  boost::json::array& items = change.after.at("option_values").as_array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    FS_TRY(items[i], namer.name(items[i].as_object(), "option_values." + std::to_string(i)));
  }
  if (errors.all().size() == known && !namer.complete(items.size()))
    errors.add("option_values", "option_values must name one value of each option");
  return {};
}

app::records::Object combination_of(const Object& members) {
  std::vector<std::string> values;
  for (const auto& item : members.at("option_values").as_array()) {
    const Object& named = item.as_object();
    values.push_back(std::to_string(integer_in(named, "option_id")) + "-" +
                     std::to_string(integer_in(named, "id")));
  }
  std::sort(values.begin(), values.end());
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ",") + value;
  Object shadow;
  shadow["combination"] = text;
  return shadow;
}

}  // namespace fieldstone::types
