#include "api/records/filters.hpp"

#include <algorithm>
#include <charconv>

#include "api/wire/cursor_text.hpp"
#include "api/wire/query_params.hpp"
#include "app/records/values.hpp"
#include "base/timestamp.hpp"
#include "base/utf8.hpp"
#include "store/records/columns.hpp"

namespace fieldstone::api {
namespace {

using record::Ask;
using record::Column;
using record::Face;
using record::Field;
using record::Kind;
using record::RecordType;
using store::Condition;

struct Suffix {
  Ask ask;
  std::string_view text;
};
constexpr Suffix kSuffixes[] = {
    {record::kEqual, ""},     {record::kIn, ":in"},     {record::kNotIn, ":not_in"},
    {record::kMin, ":min"},   {record::kMax, ":max"},   {record::kGreater, ":greater"},
    {record::kLess, ":less"}, {record::kLike, ":like"}, {record::kNot, ":not"},
};

std::string parameter_of(const RecordType& type, const Field& field, const Suffix& suffix) {
  const std::string name(field.parameter());
  if (type.face == Face::v2 && suffix.ask == record::kMin) return "min_" + name;
  if (type.face == Face::v2 && suffix.ask == record::kMax) return "max_" + name;
  return name + std::string(suffix.text);
}

bool is_moment(const Field& field) {
  return field.kind == Kind::date || field.kind == Kind::created || field.kind == Kind::modified;
}

// Calls visit(field) for each field that can be asked for, members of objects included.
template <class Visit>
Status each_asked(std::span<const Field> fields, const Visit& visit) {
  for (const Field& field : fields) {
    if (field.asks != 0) FS_TRY_STATUS(visit(field));
    if (field.kind == Kind::object) FS_TRY_STATUS(each_asked(field.members, visit));
  }
  return {};
}

class FilterReader {
 public:
  FilterReader(const Call& call, const RecordType& type, store::RecordQuery& query)
      : call_(call), type_(type), query_(query) {}

  Status read(const Field& field) {
    for (const Suffix& suffix : kSuffixes) {
      if ((field.asks & suffix.ask) == 0) continue;
      const std::string name = parameter_of(type_, field, suffix);
      if (!call_.query.find(name)) continue;
      FS_TRY_STATUS(is_moment(field) ? moment(field, suffix.ask, name)
                                     : condition(field, suffix.ask, name));
    }
    return {};
  }

 private:
  Status condition(const Field& field, Ask ask, const std::string& name) {
    Condition condition{&field, ask, {}, {}};
    const bool many = ask == record::kIn || ask == record::kNotIn;
    FS_TRY_STATUS(store::compares_text(type_, field) ? texts(field, many, name, condition)
                                                     : integers(field, many, name, condition));
    query_.require(std::move(condition));
    return {};
  }

  Status texts(const Field& field, bool many, const std::string& name, Condition& condition) {
    if (many) {
      condition.texts = *texts_param(call_.query, name);
      FS_TRY_STATUS(check_length(name, condition.texts.size(), kMaxIdsPerFilter));
    } else {
      condition.texts.push_back(*text_param(call_.query, name));
    }
    if (field.column == Column::folded) {
      for (std::string& text : condition.texts) text = fold_case(text);
    }
    return {};
  }

  Status integers(const Field& field, bool many, const std::string& name, Condition& condition) {
    if (field.kind == Kind::flag) {
      FS_TRY(const auto flag, flag_param(call_.query, name));
      condition.integers.push_back(*flag ? 1 : 0);
      return {};
    }
    if (field.kind == Kind::money || field.kind == Kind::number) {
      const auto text = *call_.query.find(name);
      // Braces would make an array of the two.
      const boost::json::value sent(boost::json::string_view(text.data(), text.size()));
      const auto amount = app::records::amount_of(sent);
      if (!amount) return invalid_parameter(name, "must be a number");
      condition.integers.push_back(*amount);
      return {};
    }
    if (many) {
      FS_TRY(auto ids, ids_param(call_.query, name));
      condition.integers = *std::move(ids);
      return {};
    }
    FS_TRY(const auto integer, integer_param(call_.query, name));
    condition.integers.push_back(*integer);
    return {};
  }

  // A day without a time means all of it (HTTP-108).
  Status moment(const Field& field, Ask ask, const std::string& name) {
    const auto text = *call_.query.find(name);
    FS_TRY(const RangeFilter range, moment_param(name, text));
    const auto add = [&](Ask how, std::int64_t bound) {
      query_.require({&field, how, {bound}, {}});
    };
    if (ask == record::kEqual || ask == record::kMin) add(record::kMin, *range.min);
    if (ask == record::kEqual) add(record::kMax, *range.max);
    if (ask == record::kMax) add(record::kMax, *range.min);
    if (ask == record::kGreater || ask == record::kLess) add(ask, *range.min);
    if (ask == record::kNot) {
      query_.conditions.push_back({{&field, record::kLess, {*range.min}, {}},
                                   {&field, record::kGreater, {*range.max}, {}}});
    }
    return {};
  }

  const Call& call_;
  const RecordType& type_;
  store::RecordQuery& query_;
};

Status read_order(const http::QueryString& query, const RecordType& type,
                  store::RecordQuery& into) {
  if (const auto direction = query.find("direction")) {
    if (*direction != "asc" && *direction != "desc")
      return invalid_parameter("direction", "must be asc or desc");
    if (*direction == "desc") into.direction = Direction::descending;
  }
  const auto sort = query.find("sort");
  if (!sort) return {};
  // V2 writes the direction behind the name.
  std::string_view name = *sort;
  if (const auto colon = name.find(':'); colon != std::string_view::npos) {
    if (name.substr(colon) == ":desc") into.direction = Direction::descending;
    name = name.substr(0, colon);
  }
  bool sortable = false;
  FS_TRY_STATUS(each_asked(type.fields, [&](const Field& field) -> Status {
    if ((field.asks & record::kSort) == 0 || field.name != name) return {};
    into.sort = &field;
    sortable = true;
    return {};
  }));
  if (!sortable)
    return invalid_parameter("sort", "names no member that this list can be sorted by");
  return {};
}

// Names that every list knows.
constexpr std::string_view kCommon[] = {"page",    "limit",          "sort",          "direction",
                                        "include", "include_fields", "exclude_fields"};

// What a parameter must be called to be a filter, known or not: a list or a DELETE that took no
// notice of it would be everybody's rows (MF-91).
std::vector<std::string> member_names(const RecordType& type) {
  std::vector<std::string> names;
  for (const Field& field : type.fields) {
    const std::string name(field.parameter());
    names.push_back(name);
    if (type.face != Face::v2) continue;
    names.push_back("min_" + name);
    names.push_back("max_" + name);
  }
  return names;
}

// Of a removal nothing is passed over: more would go than was meant.
Status check_known(const http::QueryString& query, const RecordType& type, bool removes) {
  const std::vector<std::string> names = filter_names(type);
  std::vector<std::string_view> known(names.begin(), names.end());
  known.insert(known.end(), std::begin(kCommon), std::end(kCommon));
  if (type.paging == record::Paging::with_cursor) known.insert(known.end(), {"before", "after"});
  if (type.strict_filters || removes) return check_parameters(query, known);
  const std::vector<std::string> members = member_names(type);
  const std::vector<std::string_view> views(members.begin(), members.end());
  return check_filters(query, known, views);
}

// A cursor, or the bare id that some lists publish.
std::optional<CursorPosition> decode_record_cursor(std::string_view text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size())
    return decode_metafield_cursor(text);
  CursorPosition position;
  position.id = id;
  return position;
}

Status read_page(const http::QueryString& query, const RecordType& type, store::RecordQuery& into) {
  CursorDecoder decoder;
  if (type.paging == record::Paging::with_cursor) decoder = decode_record_cursor;
  FS_TRY(into.page, page_params(query, decoder));
  if (type.paging == record::Paging::none) {
    into.page = {};
    constexpr int kEverything = 100'000;  // more than any limit lets there be
    into.page.limit = kEverything;
    return {};
  }
  if (!query.find("limit")) into.page.limit = type.limits.page;
  return {};
}

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::vector<std::string> names_param(const http::QueryString& query, std::string_view name) {
  auto names = texts_param(query, name);
  return names ? *std::move(names) : std::vector<std::string>();
}

}  // namespace

Result<RangeFilter> moment_param(std::string_view name, std::string_view text) {
  if (const auto moment = app::records::date_of(text)) {
    const auto parsed = parse_time(text);
    const bool day = parsed && parsed->date_only;
    constexpr std::int64_t kRestOfDay = 86'399;
    return RangeFilter{moment->value, moment->value + (day ? kRestOfDay : 0)};
  }
  return invalid_parameter(name, "must be a date such as 2024-05-14T09:34:00 or 2024-05-14");
}

Result<store::RecordQuery> record_query(const Call& call, const RecordType& type) {
  const bool removes = call.endpoint.verb == http::Verb::delete_;
  FS_TRY_STATUS(check_known(call.query, type, removes));
  store::RecordQuery query;
  FilterReader reader(call, type, query);
  FS_TRY_STATUS(each_asked(type.fields, [&](const Field& field) { return reader.read(field); }));
  if (type.rules != nullptr) {
    for (const std::string_view name : type.rules->asks) {
      if (const auto value = call.query.find(name))
        FS_TRY_STATUS(type.rules->ask(name, *value, query));
    }
  }
  if (type.rules != nullptr && type.rules->narrow != nullptr) type.rules->narrow(query);
  FS_TRY_STATUS(read_order(call.query, type, query));
  FS_TRY_STATUS(read_page(call.query, type, query));
  return query;
}

std::vector<std::string> filter_names(const RecordType& type) {
  std::vector<std::string> names;
  const Status status = each_asked(type.fields, [&](const Field& field) -> Status {
    for (const Suffix& suffix : kSuffixes) {
      if ((field.asks & suffix.ask) != 0) names.push_back(parameter_of(type, field, suffix));
    }
    return {};
  });
  static_cast<void>(status);
  if (type.rules != nullptr)
    names.insert(names.end(), type.rules->asks.begin(), type.rules->asks.end());
  return names;
}

Result<Selection> record_selection(const http::QueryString& query, const RecordType& type) {
  Selection selection;
  for (const record::Child& child : type.children) {
    if (child.always) selection.included.push_back(&child);
  }
  for (const std::string& name : names_param(query, "include")) {
    if (type.rules != nullptr && contains(type.rules->includes, name)) {
      selection.made.push_back(name);
      continue;
    }
    const auto child = std::find_if(type.children.begin(), type.children.end(),
                                    [&](const record::Child& c) { return c.member == name; });
    if (child == type.children.end())
      return invalid_parameter("include", "names " + name + ", which does not exist here");
    if (!child->always) selection.included.push_back(&*child);
  }
  if (!type.selects_fields) return selection;
  selection.only = names_param(query, "include_fields");
  selection.without = names_param(query, "exclude_fields");
  return selection;
}

}  // namespace fieldstone::api
