#include "checks/traffic_check.hpp"

#include <fmt/format.h>

#include <utility>

#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

constexpr std::string_view kNumbers[] = {"sent", "answered", "dropped", "due", "received", "lost"};

std::uint64_t number_in(const TrafficFigures& figures, std::string_view word) {
  if (word == "sent") return figures.sent;
  if (word == "answered") return figures.answered;
  if (word == "dropped") return figures.dropped;
  if (word == "due") return figures.due;
  return word == "received" ? figures.received : figures.lost;
}

// As `shown`, "latency p99"; of nothing there is no quantile.
void compare_quantiles(Seen& seen, const ComparedList& list, const Histogram& histogram, std::string_view shown) {
  for (const Compared& one : list) {
    const Compared named{fmt::format("{} {}", shown, one.name), one.matcher};
    const double q = quantile_of(one.name).value_or(1);
    compare(seen, named, histogram.count() == 0 ? Value() : Value(world::to_seconds(histogram.quantile(q))));
  }
}

std::string text_behind(std::string_view shown, const ComparedList& list) {
  std::string text;
  for (const Compared& one : list) text += one.matcher.phrase(fmt::format("{} {}", shown, one.name));
  return text;
}

class TrafficKind final : public CheckKind {
 public:
  explicit TrafficKind(TrafficCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    const std::string what = text_of(check_.numbers) + text_behind("status", check_.status) +
                             text_behind("latency", check_.latency) + text_behind("lateness", check_.lateness);
    return fmt::format("traffic {}{}{}", check_.of, check_.so_far ? " so far" : what.empty() ? " is over" : "", what);
  }
  std::vector<std::string> members() const override { return check_.targets; }
  world::Task<Seen> see(Sight& sight) const override {
    const auto figures = sight.traffic(check_.of);
    if (figures) co_return check_traffic(check_, *figures);
    Seen seen;
    seen.known = false;
    seen.text = "it has not begun";
    co_return seen;
  }
  bool is_quantity() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    const auto figures = sight.traffic(check_.of);
    if (!figures) co_return Error::invalid(fmt::format("traffic {} has not begun", check_.of));
    co_return static_cast<double>(number_in(*figures, check_.take));
  }

 private:
  TrafficCheck check_;
};

void read_quantiles(values::MapReader& map, std::string_view key, ComparedList& into) {
  read_each_compared(map, key, Domain::duration, into);
  if (map.described()) return;
  for (const Compared& one : into) {
    if (!quantile_of(one.name)) map.error(key, fmt::format("{} is no quantile: p50, p99.9 and max are", one.name));
  }
}

void read_status(values::MapReader& map, ComparedList& into) {
  read_each_compared(map, "status", Domain::count, into);
  if (map.described()) return;
  for (const Compared& one : into) {
    if (!is_outcome(one.name)) {
      map.error("status",
                fmt::format("{} is no status: 200, 5xx, timeout and failed are, and of SimConnect open, lost, "
                            "failed and exception",
                            values::quote(one.name)));
    }
  }
}

// Samples are SimConnect's, and a request that is due and not sent is HTTP's.
void check_kind(values::MapReader& map, const TrafficCheck& check, bool is_http, Reader& reader) {
  const auto refuse = [&](std::string_view word) {
    map.error(word, fmt::format("{} is not known of {} traffic", word, is_http ? "HTTP" : "SimConnect"));
  };
  const auto fits = [&](std::string_view word) {
    const bool of_samples = word == "due" || word == "received" || word == "lost";
    return word == "dropped" ? is_http : !of_samples || !is_http;
  };
  const std::size_t mistakes = reader.errors.size();
  for (const std::string_view word : kNumbers) {
    if (map.has(word) && !fits(word)) refuse(word);
  }
  if (reader.errors.size() == mistakes && !fits(check.take)) {
    map.error("take", fmt::format("{} is not known of {} traffic", check.take, is_http ? "HTTP" : "SimConnect"));
  }
}

}  // namespace

Seen check_traffic(const TrafficCheck& check, const TrafficFigures& figures) {
  Seen seen = begin_comparing();
  if (!check.so_far && !figures.over) {
    seen.holds = false;
    seen.text = fmt::format("not over: {} sent, {} in flight", figures.sent, figures.in_flight);
    return seen;
  }
  for (const Compared& one : check.numbers) compare(seen, one, static_cast<double>(number_in(figures, one.name)));
  for (const Compared& one : check.status) {
    const Compared named{"status " + one.name, one.matcher};
    compare(seen, named, static_cast<double>(figures.count(one.name)));
  }
  compare_quantiles(seen, check.latency, figures.latency, "latency");
  compare_quantiles(seen, check.lateness, figures.has_samples ? figures.lateness : figures.generator, "lateness");
  if (seen.text.empty()) seen.text = fmt::format("{} sent, {} answered", figures.sent, figures.answered);
  seen.hopeless = figures.over && !seen.holds;
  return seen;
}

Check make_check(TrafficCheck check) {
  return std::make_shared<TrafficKind>(std::move(check));
}

const Reader::TrafficNamed* find_traffic(const std::string& id, const values::Position& where, Reader& reader) {
  const auto found = reader.traffic.find(id);
  if (found != reader.traffic.end()) return &found->second;
  std::vector<std::string> ids;
  for (const auto& [known, named] : reader.traffic) ids.push_back(known);
  reader.errors.add(
      where, fmt::format("no step before has traffic of the id {}{}", values::quote(id), values::suggestion(id, ids)));
  return nullptr;
}

Check read_traffic_check(values::MapReader& map, Reader& reader) {
  TrafficCheck check;
  const bool named = map.required("of", &check.of);
  map.optional("so_far", &check.so_far);
  for (const std::string_view word : kNumbers) read_compared(map, word, Domain::count, check.numbers);
  read_status(map, check.status);
  read_quantiles(map, "latency", check.latency);
  read_quantiles(map, "lateness", check.lateness);
  map.choice<std::string>("take", &check.take,
                          {{"sent", "sent"},
                           {"answered", "answered"},
                           {"dropped", "dropped"},
                           {"due", "due"},
                           {"received", "received"},
                           {"lost", "lost"}});
  if (map.described() || !named) return make_check(std::move(check));
  if (const auto* traffic = find_traffic(check.of, map.position_of("of"), reader)) {
    check.targets = traffic->targets;
    check_kind(map, check, traffic->is_http, reader);
  }
  return make_check(std::move(check));
}

Check read_traffic_word(const values::Node& node, Reader& reader) {
  TrafficCheck check;
  check.of = values::read_text(node, reader.errors).value_or("");
  if (node.probed() == nullptr && !check.of.empty()) {
    if (const auto* traffic = find_traffic(check.of, node.position(), reader)) check.targets = traffic->targets;
  }
  return make_check(std::move(check));
}

}  // namespace checkride::harness
