#include <map>

#include "app/records/writes.hpp"
#include "types/inventory/inventory.hpp"
#include "types/inventory/location.hpp"
#include "types/inventory/location_rules.hpp"
#include "types/members.hpp"

namespace fieldstone::types {
namespace {

using app::Context;
using app::records::Record;

class Adjuster {
 public:
  Adjuster(store::Tx& tx, const Context& context, Adjusts how)
      : tx_(tx), context_(context), book_(tx, context), how_(how) {}

  Status open() {
    FS_TRY(const auto locations, all_locations(tx_, context_));
    for (const Record& location : locations)
      enabled_[location.id] = flag_in(location.members, "enabled");
    return {};
  }

  Status apply(const StockAdjustment& adjustment, ItemErrors& errors) {
    const auto location = enabled_.find(adjustment.location_id);
    if (location == enabled_.end()) {
      errors.add("location_id", "location_id does not exist");
    } else if (!location->second) {
      errors.add("location_id", "location_id is a location that is not enabled");
    }
    FS_TRY(StockEntry * entry, book_.find(adjustment.item, errors));
    if (entry == nullptr || location == enabled_.end() || !location->second) return {};
    how_ == Adjusts::absolutely ? set(adjustment, *entry) : move(adjustment, *entry, errors);
    touched_.insert({{entry->product.id, adjustment.location_id}, errors.prefix()});
    return {};
  }

  // INV-6. A variant's stock is a part of its product's.
  Status check_totals(std::vector<FieldError>& broken) {
    for (const auto& [place, prefix] : touched_) {
      FS_TRY(const auto total, book_.total_at(place.first, place.second));
      if (total <= record::kInt32) continue;
      broken.push_back(
          {prefix + "quantity",
           "a product has at most " + std::to_string(record::kInt32) + " at one location"});
    }
    return {};
  }

  Status close() { return book_.close(); }

 private:
  static void set(const StockAdjustment& adjustment, StockEntry& entry) {
    stock_at(entry.stock, adjustment.location_id).onhand = adjustment.quantity;
  }

  static void move(const StockAdjustment& adjustment, StockEntry& entry, ItemErrors& errors) {
    StockAt* at = find_stock(entry.stock, adjustment.location_id);
    if (at == nullptr) {
      errors.add("quantity", "this item needs an absolute adjustment at the location first");
      return;
    }
    const std::int64_t onhand = at->onhand + adjustment.quantity;
    if (adjustment.quantity < 0 && onhand < at->safety_stock) {
      errors.add("quantity", "there is not enough of this item at the location");
      return;
    }
    at->onhand = onhand;
  }

  store::Tx& tx_;
  const Context& context_;
  StockBook book_;
  Adjusts how_;
  std::map<std::int64_t, bool> enabled_;
  // Products at locations, and the item of the request that changed them first.
  std::map<std::pair<std::int64_t, std::int64_t>, std::string> touched_;
};

// One item's settings at one location.
class Setter {
 public:
  Setter(store::Tx& tx, const Context& context, std::int64_t location_id)
      : tx_(tx), context_(context), book_(tx, context), location_id_(location_id) {}

  Status apply(const StockSettings& settings, ItemErrors& errors) {
    ItemErrors named(errors.prefix() + "identity.", errors.all());
    FS_TRY(StockEntry * entry, book_.find(settings.item, named));
    if (entry == nullptr) return {};
    StockAt& at = stock_at(entry->stock, location_id_);
    bool changed = false;
    const auto set = [&](auto& member, const auto& value) {
      if (!value || member == *value) return;
      member = *value;
      changed = true;
    };
    set(at.safety_stock, settings.safety_stock);
    set(at.is_in_stock, settings.is_in_stock);
    if (location_id_ == kDefaultLocation) {
      set_in_catalog(*entry, settings, changed);
    } else {
      set(at.warning_level, settings.warning_level);
      if (settings.bin_picking_number) at.bin_picking_number = *settings.bin_picking_number;
    }
    if (!changed) return {};
    return tell_stock(tx_, context_, "settings_changed",
                      {entry->product.id, integer_in(entry->item.members, "variant_id")},
                      location_id_);
  }

  Status close() { return book_.close(); }

 private:
  // INV-4.
  static void set_in_catalog(StockEntry& entry, const StockSettings& settings, bool& changed) {
    app::records::Object& members = entry.holder().members;
    if (const auto& level = settings.warning_level;
        level && *level != integer_in(members, "inventory_warning_level")) {
      members["inventory_warning_level"] = *level;
      changed = true;
      entry.catalog_changed = true;
    }
    if (const auto& bin = settings.bin_picking_number;
        bin && *bin != view_in(members, "bin_picking_number")) {
      members["bin_picking_number"] = *bin;
      entry.catalog_changed = true;
    }
  }

  store::Tx& tx_;
  const Context& context_;
  StockBook book_;
  std::int64_t location_id_;
};

}  // namespace

Result<std::string> adjust_stock(store::Tx& tx, const Context& context, const Adjust& command) {
  Adjuster adjuster(tx, context, command.how);
  FS_TRY_STATUS(adjuster.open());
  std::vector<FieldError> broken;
  for (std::size_t i = 0; i < command.items.size(); ++i) {
    ItemErrors errors("items." + std::to_string(i) + ".", broken);
    FS_TRY_STATUS(adjuster.apply(command.items[i], errors));
  }
  if (broken.empty()) FS_TRY_STATUS(adjuster.check_totals(broken));
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  FS_TRY_STATUS(adjuster.close());
  return next_transaction(tx, context);
}

Result<std::string> set_stock(store::Tx& tx, const Context& context, const SetStock& command) {
  FS_TRY(const auto location,
         app::records::row_in_path(tx, context.caller.store_id, {kLocation, {}, command.location}));
  Setter setter(tx, context, location.id);
  std::vector<FieldError> broken;
  for (std::size_t i = 0; i < command.settings.size(); ++i) {
    ItemErrors errors("settings." + std::to_string(i) + ".", broken);
    FS_TRY_STATUS(setter.apply(command.settings[i], errors));
  }
  FS_TRY_STATUS(app::records::report(std::move(broken)));
  FS_TRY_STATUS(setter.close());
  return next_transaction(tx, context);
}

}  // namespace fieldstone::types
