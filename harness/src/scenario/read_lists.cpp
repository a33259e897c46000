#include "scenario/read_lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "checkride/catalog/unit.hpp"
#include "checks/check_table.hpp"
#include "scenario/read_steps.hpp"
#include "scenario/readers.hpp"
#include "traffic/histogram.hpp"

namespace checkride::harness {

namespace {

using values::Kind;
using values::MapReader;
using values::Node;

constexpr values::Range<Duration> kPeriods{std::chrono::milliseconds(1), std::chrono::hours(24 * 365)};

// `name` of something in a list; reports call it so, and two of one name could not be told apart.
std::string read_name(MapReader& map, std::set<std::string>& taken) {
  std::string name;
  if (!map.optional("name", &name)) return name;
  if (!good_name(name)) {
    map.error("name", "a name is made of small letters, digits, - and _ (at most 63)");
  } else if (!taken.insert(name).second) {
    map.error("name", fmt::format("the name \"{}\" is taken already", name));
  }
  return name;
}

void mention_step(MapReader& map, std::string_view key, std::string* step, Reader& reader) {
  if (map.optional(key, step)) reader.steps_named.push_back({*step, map.position_of(key)});
}

// The checks in a list, or one alone.
std::vector<Check> read_checks(const Node& node, Reader& reader) {
  std::vector<Check> checks;
  const auto one = [&](const Node& item) {
    if (Check check = read_check(item, reader)) checks.push_back(std::move(check));
  };
  const auto list = [&](const Node& items) { values::read_items(items, reader.errors, one); };
  values::read_forms(node, Kind::list, list, one);
  return checks;
}

// ---- always, never, eventually, sometimes

void read_when_looked_at(MapReader& map, Invariant& invariant, Reader& reader) {
  switch (invariant.kind) {
    case Invariant::Kind::always:
    case Invariant::Kind::never:
      map.optional("every", &invariant.every, kPeriods);
      map.optional("grace", &invariant.grace);
      mention_step(map, "from", &invariant.from, reader);
      mention_step(map, "until", &invariant.until, reader);
      return;
    case Invariant::Kind::eventually:
      map.optional("within", &invariant.within);
      return;
    case Invariant::Kind::sometimes:
      map.optional("of_seeds", &invariant.of_seeds, values::Range<std::uint64_t>{1, 1'000'000});
      return;
  }
}

void read_invariant(const Node& node, Invariant::Kind kind, std::set<std::string>& taken, Reader& reader) {
  MapReader map(node, reader.errors);
  const std::size_t mistakes = reader.errors.size();
  Invariant invariant;
  invariant.kind = kind;
  invariant.place = place_of(node.position());
  invariant.name = read_name(map, taken);
  read_when_looked_at(map, invariant, reader);
  bool here = true;
  if (const auto rigs = map.node("rigs")) {
    const auto words = read_rig_words(*rigs, reader.errors);
    here = std::find(words.begin(), words.end(), to_string(reader.rig)) != words.end();
  }
  invariant.check = read_check(map, reader);
  map.finish();
  if (!invariant.check && node.is_map() && reader.errors.size() == mistakes) {
    tell_missing_check(node.position(), reader);
  }
  if (invariant.check && here) reader.scenario.invariants.push_back(std::move(invariant));
}

// ---- slo

void read_latency(MapReader& map, Slo& slo, Reader& reader) {
  map.entries("latency", [&](const values::Entry& entry) {
    const auto quantile = quantile_of(entry.key);
    const auto at_most = values::read_duration(entry.value, reader.errors);
    if (!quantile && !map.described()) {
      reader.errors.add(entry.key_position,
                        fmt::format("{} is no quantile: p50, p99.9 and max are", values::quote(entry.key)));
    } else if (quantile && at_most) {
      slo.latency.push_back({*quantile, *at_most});
    }
  });
}

// A check; of `{traffic: id}` not the check is looked at, but each of its requests.
void read_slo_subject(const Node& node, Slo& slo, Reader& reader) {
  MapReader map(node, reader.errors);
  const std::size_t mistakes = reader.errors.size();
  slo.of = read_check_if_any(map, reader);
  map.finish();
  if (reader.errors.size() != mistakes || !node.is_map()) return;
  if (!slo.of) return tell_missing_check(node.position(), reader);
  const auto traffic = node.find("traffic");
  if (!traffic || !traffic->is_scalar()) return;
  slo.traffic = traffic->text();
  slo.of = nullptr;
  if (!reader.traffic.at(slo.traffic).is_http) {
    reader.errors.add(traffic->position(),
                      "objectives are of HTTP traffic: of SimConnect traffic expect lateness and lost");
  }
}

void check_objective(MapReader& map, const Slo& slo, Reader& reader) {
  if (!slo.availability && slo.latency.empty() && !slo.burn_rate_at_most) {
    reader.errors.add(map.position(), "there is no objective: give availability, latency or burn_rate_at_most");
  }
  if (slo.burn_rate_at_most && !slo.availability) {
    map.error("burn_rate_at_most", "a budget burns against an availability: give that too");
  }
  if (!slo.latency.empty() && slo.of && !slo.of->is_time()) {
    map.error("latency", fmt::format("this is no time that could be measured: {} (an http check, a metric in _seconds "
                                     "or a traffic step is)",
                                     slo.of->text()));
  }
  if (!slo.traffic.empty() && map.has("every")) {
    map.error("every", "each request of the traffic counts: take every out");
  }
}

void read_slo(const Node& node, std::set<std::string>& taken, Reader& reader) {
  MapReader map(node, reader.errors);
  const std::size_t mistakes = reader.errors.size();
  Slo slo;
  slo.place = place_of(node.position());
  slo.name = read_name(map, taken);
  if (const auto of = map.required_node("of")) read_slo_subject(*of, slo, reader);
  map.optional("every", &slo.every, kPeriods);
  if (const auto availability = map.node("availability")) {
    slo.availability = read_percent(*availability, reader.errors);
  }
  read_latency(map, slo, reader);
  map.optional("window", &slo.window, kPeriods);
  map.optional("burn_rate_at_most", &slo.burn_rate_at_most, values::Range<double>{0, 1e6});
  map.finish();
  if (reader.errors.size() == mistakes) check_objective(map, slo, reader);
  reader.scenario.slos.push_back(std::move(slo));
}

// ---- conservation

std::vector<Check> read_quantities(MapReader& map, std::string_view key, Reader& reader) {
  const auto node = map.node(key);
  if (!node) return {};
  std::vector<Check> checks = read_checks(*node, reader);
  for (const Check& check : checks) {
    if (check->is_quantity() && !check->is_time()) continue;
    map.error(key, fmt::format("this counts nothing: {} (mails, webhooks, served, calls, log, metrics, alerts, traffic "
                               "and telemetry do)",
                               check->text()));
  }
  return checks;
}

void read_sum(const Node& node, std::set<std::string>& taken, Reader& reader) {
  MapReader map(node, reader.errors);
  const std::size_t mistakes = reader.errors.size();
  Conservation sum;
  sum.place = place_of(node.position());
  sum.name = read_name(map, taken);
  sum.in = read_quantities(map, "in", reader);
  sum.out = read_quantities(map, "out", reader);
  sum.dropped = read_quantities(map, "dropped", reader);
  map.optional("tolerance", &sum.tolerance);
  map.finish();
  if (reader.errors.size() == mistakes && node.is_map() && (sum.in.empty() || sum.out.empty())) {
    reader.errors.add(node.position(), "what goes in and what comes out are needed: in and out");
  }
  reader.scenario.conservation.push_back(std::move(sum));
}

// ---- compare

// "2 feet", "1 %", "3".
void check_tolerance(const Node& node, const std::string& text, values::Diagnostics& errors) {
  if (text.ends_with('%')) {
    (void)read_percent(node, errors);
  } else if (const auto quantity = catalog::parse_quantified(text); !quantity) {
    errors.add(node.position(), quantity.error().detail() + "; expected is a number with its unit, or a percentage");
  }
}

void read_tolerance(MapReader& map, CompareRules& rules, Reader& reader) {
  map.map("tolerance", [&](MapReader& tolerance) {
    tolerance.optional("time", &rules.time);
    tolerance.entries("values", [&](const values::Entry& entry) {
      const auto text = values::read_text(entry.value, reader.errors);
      if (!text) return;
      check_tolerance(entry.value, *text, reader.errors);
      rules.values.emplace_back(entry.key, *text);
    });
  });
}

void read_allowed(MapReader& map, CompareRules& rules) {
  map.map("allow", [&](MapReader& allow) {
    for (const std::string_view word : {"order", "timing", "value", "missing", "extra"}) {
      std::uint64_t count = 0;
      if (allow.optional(word, &count)) rules.allow.emplace(word, count);
    }
  });
}

// ---- skip, expect_failure

void read_rigs_of(MapReader& map, std::vector<std::string>* rigs, Reader& reader) {
  if (const auto node = map.node("rigs")) *rigs = read_rig_words(*node, reader.errors);
}

// A text, or a map with the text under `reason`.
void read_reason(const Node& node, std::string* reason, Reader& reader,
                 const std::function<void(MapReader&)>& read_others) {
  const auto map_form = [&](const Node& map_node) {
    MapReader map(map_node, reader.errors);
    map.required("reason", reason);
    read_others(map);
    map.finish();
  };
  const auto text_form = [&](const Node& scalar) { *reason = values::read_text(scalar, reader.errors).value_or("x"); };
  const std::size_t mistakes = reader.errors.size();
  values::read_forms(node, Kind::map, map_form, text_form);
  if (reason->empty() && reader.errors.size() == mistakes) {
    reader.errors.add(node.position(), "a reason is needed: whoever reads the report asks why");
  }
}

}  // namespace

std::optional<double> read_percent(const Node& node, values::Diagnostics& errors) {
  const auto text = values::read_text(node, errors);
  if (!text) return std::nullopt;
  std::string_view number = *text;
  const bool percent = number.ends_with('%');
  if (percent) number.remove_suffix(1);
  while (number.ends_with(' ')) number.remove_suffix(1);
  double value = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), value);
  const bool whole = read.ec == std::errc() && read.ptr == number.data() + number.size();
  if (percent && whole && value >= 0 && value <= 100) return value / 100;
  errors.add(node.position(), fmt::format("expected a percentage like \"99.9 %\", not {}", node.describe()));
  return std::nullopt;
}

void read_invariants(MapReader& map, Reader& reader) {
  std::set<std::string> taken;
  for (const auto kind :
       {Invariant::Kind::always, Invariant::Kind::never, Invariant::Kind::eventually, Invariant::Kind::sometimes}) {
    map.list(to_string(kind), [&](const Node& node) { read_invariant(node, kind, taken, reader); });
  }
}

void read_slos(MapReader& map, Reader& reader) {
  std::set<std::string> taken;
  map.list("slo", [&](const Node& node) { read_slo(node, taken, reader); });
}

void read_conservation(MapReader& map, Reader& reader) {
  std::set<std::string> taken;
  map.list("conservation", [&](const Node& node) { read_sum(node, taken, reader); });
}

void read_compare(MapReader& map, Reader& reader) {
  CompareRules& rules = reader.scenario.compare;
  map.map("compare", [&](MapReader& compare) {
    read_tolerance(compare, rules, reader);
    static const std::vector<std::string_view> kKinds{"action", "process", "fault",      "alert",
                                                      "mail",   "webhook", "expectation"};
    compare.list("ignore", [&](const Node& item) {
      if (const auto kind = values::read_word(item, reader.errors, kKinds)) rules.ignore.emplace_back(kKinds[*kind]);
    });
    read_allowed(compare, rules);
  });
}

void read_outcome(MapReader& map, Reader& reader) {
  Scenario& scenario = reader.scenario;
  if (const auto node = map.node("skip")) {
    Skip skip;
    skip.place = place_of(node->position());
    read_reason(*node, &skip.reason, reader, [&](MapReader& inner) { read_rigs_of(inner, &skip.rigs, reader); });
    scenario.skip = std::move(skip);
  }
  if (const auto node = map.node("expect_failure")) {
    ExpectFailure wanted;
    wanted.place = place_of(node->position());
    read_reason(*node, &wanted.reason, reader, [&](MapReader& inner) {
      mention_step(inner, "step", &wanted.step, reader);
      wanted.contains = reader.optional_text(inner, "contains");
      read_rigs_of(inner, &wanted.rigs, reader);
    });
    scenario.expect_failure = std::move(wanted);
  }
}

}  // namespace checkride::harness
