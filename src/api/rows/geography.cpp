// Countries and their states (docs/contract/geography.md): the same for each store, so nothing here
// asks the database.
#include <algorithm>

#include "api/endpoints.hpp"
#include "api/wire/json_write.hpp"
#include "api/wire/list_answer.hpp"
#include "api/wire/path_ids.hpp"
#include "api/wire/query_params.hpp"
#include "base/utf8.hpp"
#include "core/country.hpp"
#include "types/link.hpp"

namespace fieldstone::api {
namespace {

void write_row(JsonWriter& out, const Country& country, const app::Context& context) {
  out.begin_object().key("id").integer(country.id).key("country").string(country.name);
  out.key("country_iso2").string(country.iso2).key("country_iso3").string(country.iso3);
  const std::string resource = "/countries/" + std::to_string(country.id) + "/states";
  out.key("states").raw(types::link_text(context, resource)).end_object();
}

void write_row(JsonWriter& out, const State& state, const app::Context&) {
  out.begin_object().key("id").integer(state.id).key("state").string(state.name);
  out.key("state_abbreviation").string(state.abbreviation);
  out.key("country_id").integer(state.country_id).end_object();
}

// GEO-4: a list is narrowed by each of these.
template <class Row>
struct Filter {
  std::string_view parameter;
  std::string_view Row::* member;
};
constexpr Filter<Country> kCountryFilters[] = {{"country", &Country::name},
                                               {"country_iso2", &Country::iso2},
                                               {"country_iso3", &Country::iso3}};
constexpr Filter<State> kStateFilters[] = {{"state", &State::name},
                                           {"state_abbreviation", &State::abbreviation}};

template <class Row>
Result<std::vector<Row>> matching(const Call& call, std::span<const Row> rows,
                                  std::span<const Filter<Row>> filters) {
  std::vector<std::string_view> known = {"page", "limit"};
  for (const Filter<Row>& filter : filters) known.push_back(filter.parameter);
  constexpr std::string_view kMembers[] = {"id", "states", "country_id"};
  FS_TRY_STATUS(check_filters(call.query, known, kMembers));
  std::vector<Row> found(rows.begin(), rows.end());
  for (const Filter<Row>& filter : filters) {
    const auto wanted = folded_param(call.query, filter.parameter);
    if (!wanted) continue;
    std::erase_if(found, [&](const Row& row) { return fold_case(row.*filter.member) != *wanted; });
  }
  return found;
}

template <class Row>
Result<http::Response> page_of(const Call& call, const std::vector<Row>& found) {
  FS_TRY(const PageRequest page, page_params(call.query, {}));
  const auto size = static_cast<std::int64_t>(found.size());
  const auto first = std::min(size, offset_of(page));
  const auto last = std::min(size, first + page.limit);
  const std::vector<Row> rows(found.begin() + first, found.begin() + last);
  return v2_list_answer(
      call, rows, [&call](JsonWriter& out, const Row& row) { write_row(out, row, call.context); });
}

template <class Row>
Result<http::Response> count_of(const std::vector<Row>& found) {
  JsonWriter out;
  out.begin_object().key("count").integer(static_cast<std::int64_t>(found.size())).end_object();
  return http::Response{.body = out.take(), .headers = {}};
}

template <class Row>
Result<http::Response> one_of(const Call& call, std::span<const Row> rows) {
  FS_TRY(const auto id, path_entity(call.path_parameters.back()));
  const auto found =
      std::find_if(rows.begin(), rows.end(), [id](const Row& row) { return row.id == id; });
  if (found == rows.end()) return fail(Code::not_found, "GEO-3");
  JsonWriter out;
  write_row(out, *found, call.context);
  return http::Response{.body = out.take(), .headers = {}};
}

Result<http::Response> list_countries(const Call& call) {
  FS_TRY(const auto found, matching<Country>(call, countries(), kCountryFilters));
  return page_of(call, found);
}
Result<http::Response> count_countries(const Call& call) {
  FS_TRY(const auto found, matching<Country>(call, countries(), kCountryFilters));
  return count_of(found);
}
Result<http::Response> get_country(const Call& call) { return one_of(call, countries()); }

// Those of the country in the path, or all.
Result<std::span<const State>> states_in(const Call& call) {
  if (call.path_parameters.empty()) return states();
  FS_TRY(const auto id, path_entity(call.path_parameters.front()));
  const auto all = countries();
  const bool known = std::any_of(all.begin(), all.end(),
                                 [id](const Country& country) { return country.id == id; });
  if (!known) return fail(Code::not_found, "GEO-3");
  return states_of(id);
}
Result<std::vector<State>> matching_states(const Call& call) {
  FS_TRY(const auto states, states_in(call));
  return matching<State>(call, states, kStateFilters);
}
Result<http::Response> list_states(const Call& call) {
  FS_TRY(const auto found, matching_states(call));
  return page_of(call, found);
}
Result<http::Response> count_states(const Call& call) {
  FS_TRY(const auto found, matching_states(call));
  return count_of(found);
}
Result<http::Response> get_state(const Call& call) {
  FS_TRY(const auto states, states_in(call));
  return one_of(call, states);
}

template <auto Answer>
asio::awaitable<Result<http::Response>> run(const Services*, const Call* call) {
  co_return Answer(*call);
}
template <auto Answer>
constexpr Endpoint row(std::string_view path) {
  return {http::Verb::get,   path,    Scope::information, Access::read_only, ErrorFamily::v2,
          BodyRule::ignored, nullptr, &run<Answer>};
}

constexpr Endpoint kRows[] = {
    row<&list_countries>("/v2/countries"),
    row<&count_countries>("/v2/countries/count"),
    row<&get_country>("/v2/countries/{id}"),
    row<&list_states>("/v2/countries/states"),
    row<&count_states>("/v2/countries/states/count"),
    row<&list_states>("/v2/countries/{country_id}/states"),
    row<&count_states>("/v2/countries/{country_id}/states/count"),
    row<&get_state>("/v2/countries/{country_id}/states/{id}"),
};

}  // namespace

std::span<const Endpoint> geography_endpoints() { return kRows; }

}  // namespace fieldstone::api
