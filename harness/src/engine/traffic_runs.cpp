#include "engine/traffic_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/run.hpp"

namespace checkride::harness {

namespace {

constexpr double kMilliseconds = 1000;

void note_second(Run& run, const std::string& id, const TrafficSecond& second) {
  const auto number = [](std::uint64_t count) { return static_cast<double>(count); };
  std::vector<std::pair<std::string, double>> numbers{{"sent", number(second.sent)},
                                                      {"answered", number(second.answered)},
                                                      {"dropped", number(second.dropped)},
                                                      {"received", number(second.received)},
                                                      {"in_flight", number(second.in_flight)}};
  if (second.latency.count() > 0) {
    numbers.emplace_back("p50_ms", world::to_seconds(second.latency.quantile(0.5)) * kMilliseconds);
    numbers.emplace_back("p99_ms", world::to_seconds(second.latency.quantile(0.99)) * kMilliseconds);
  }
  run.event(run.now(), "harness", "traffic", fmt::format("{}: {}", id, describe(second)), {{"traffic", id}},
            std::move(numbers));
}

std::optional<double> seconds_at(const Histogram& histogram, double q) {
  if (histogram.count() == 0) return std::nullopt;
  return world::to_seconds(histogram.quantile(q));
}

reports::Traffic row_of(const TrafficRun& run) {
  const TrafficFigures figures = run.figures();
  reports::Traffic row;
  row.id = run.traffic().id;
  row.text = describe(run.traffic());
  row.sent = figures.sent;
  row.answered = figures.answered;
  row.dropped = figures.dropped;
  row.by_status.assign(figures.by_status.begin(), figures.by_status.end());
  row.p50_seconds = seconds_at(figures.latency, 0.5);
  row.p95_seconds = seconds_at(figures.latency, 0.95);
  row.p99_seconds = seconds_at(figures.latency, 0.99);
  row.p999_seconds = seconds_at(figures.latency, 0.999);
  row.max_seconds = seconds_at(figures.latency, 1);
  row.generator_p99_seconds = seconds_at(figures.generator, 0.99);
  if (figures.has_samples) {
    row.samples =
        reports::TrafficSamples{figures.due, figures.received, figures.lost, seconds_at(figures.lateness, 0.99)};
  }
  row.unfinished = !figures.over;
  return row;
}

}  // namespace

Result<TrafficRun*> TrafficRuns::begin(const Traffic& traffic, world::TaskGroup& tasks) {
  if (find(traffic.id) != nullptr) return Error::invalid(fmt::format("traffic {} ran already", traffic.id));
  const auto& slos = run_.scenario().slos;
  TrafficPlace place{run_.rig().world(), tasks, {}, {}, {}, false};
  place.find = [this](const std::string& member, Port port) -> Result<world::Endpoint> {
    if (run_.member(member).state == MemberState::down) return Error::invalid(member + " does not run");
    return run_.rig().endpoint(member, port);
  };
  const bool alone =
      !std::holds_alternative<HttpTraffic>(traffic.what) || std::get<HttpTraffic>(traffic.what).clients == 1;
  place.client = [this, alone](std::size_t client) -> world::World& {
    return alone ? run_.rig().world() : run_.rig().client(client);
  };
  place.on_second = [this, id = traffic.id](const TrafficSecond& second) {
    note_second(run_, id, second);
    run_.notify();
  };
  if (const auto* http = std::get_if<HttpTraffic>(&traffic.what)) {
    for (const TrafficRequest& request : http->mix) {
      TRY(auto trust, run_.visits().trust_for(request));
      place.trust.push_back(std::move(trust));
    }
  }
  place.keep_looks = std::any_of(slos.begin(), slos.end(), [&](const Slo& slo) { return slo.traffic == traffic.id; });
  runs_.push_back(make_traffic_run(std::move(place), traffic));
  TrafficRun* const begun = runs_.back().get();
  tasks.spawn("traffic " + traffic.id, begun->play());
  return begun;
}

world::Task<> TrafficRuns::await_all() {
  for (std::size_t i = 0; i < runs_.size(); ++i) co_await runs_[i]->await_over();
}

const TrafficRun* TrafficRuns::find(const std::string& id) const {
  const auto found = std::find_if(runs_.begin(), runs_.end(), [&](const auto& run) { return run->traffic().id == id; });
  return found == runs_.end() ? nullptr : found->get();
}

std::vector<reports::Traffic> TrafficRuns::rows() const {
  std::vector<reports::Traffic> rows;
  for (const auto& run : runs_) rows.push_back(row_of(*run));
  return rows;
}

}  // namespace checkride::harness
