#include "checks/objective.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "checkride/values/duration.hpp"
#include "checkride/values/json.hpp"

namespace checkride::harness {

namespace {

// Shares are ratios of whole numbers: what rounding makes of them is far below one look.
constexpr double kRounding = 1e-9;

struct Window {
  std::size_t total = 0;
  std::size_t bad = 0;
  double bad_share() const { return static_cast<double>(bad) / static_cast<double>(total); }
};

// The window with the largest share of bad looks. Requires looks.
Window worst_window(const Slo& slo, std::span<const ObjectiveLook> looks) {
  const Duration run = looks.back().at - looks.front().at;
  const Duration length = slo.window && *slo.window < run ? *slo.window : run;
  Window worst;
  Window now;
  std::size_t first = 0;
  for (const ObjectiveLook& look : looks) {
    ++now.total;
    if (!look.good) ++now.bad;
    for (; look.at - looks[first].at > length; ++first) {
      --now.total;
      if (!looks[first].good) --now.bad;
    }
    const bool whole = look.at - looks.front().at >= length;
    if (whole && (worst.total == 0 || now.bad_share() > worst.bad_share())) worst = now;
  }
  return worst;
}

std::string percent(double share) {
  // Half a millionth of a percent is no difference to a person.
  return values::format_number(std::round(share * 1e8) / 1e6) + " %";
}

void judge_availability(Seen& seen, double objective, const Window& worst) {
  const double allowed = (1 - objective) * static_cast<double>(worst.total);
  const double bad = static_cast<double>(worst.bad);
  const double share = 1 - worst.bad_share();
  const bool holds = bad <= allowed + kRounding * static_cast<double>(worst.total);
  double left = allowed > 0 ? (allowed - bad) / allowed * 100 : bad > 0 ? -100 : 100;
  if (holds) left = std::max(left, 0.0);
  seen.holds &= holds;
  seen.text += fmt::format(", available {} ({} of {})", percent(share), worst.total - worst.bad, worst.total);
  seen.values.push_back({"availability", percent(share), "at least " + percent(objective), "%",
                         holds ? std::max(share - objective, 0.0) * 100 : (share - objective) * 100});
  seen.values.push_back({"error budget left", percent(left / 100), "at least 0 %", "%", left});
}

void judge_burn_rate(Seen& seen, double objective, double at_most, const Window& worst) {
  const double rate = worst.bad == 0 ? 0 : worst.bad_share() / std::max(1 - objective, kRounding);
  const double margin = std::abs(at_most - rate) <= kRounding ? 0 : at_most - rate;
  seen.holds &= margin >= 0;
  seen.text += fmt::format(", burn rate {:.3g}", rate);
  seen.values.push_back(
      {"burn rate", fmt::format("{:.6g}", rate), "at most " + values::format_number(at_most), "", margin});
}

void judge_latency(Seen& seen, const LatencyBound& bound, const std::vector<Duration>& sorted) {
  const std::string name =
      bound.quantile >= 1 ? "latency max" : fmt::format("latency p{}", values::format_number(bound.quantile * 100));
  const std::string expected = "at most " + values::format_duration(bound.at_most);
  if (sorted.empty()) {
    seen.holds = false;
    seen.text += fmt::format(", {}: no look has a latency", name);
    seen.values.push_back({name, "nothing", expected, "s", std::nullopt});
    return;
  }
  const auto count = static_cast<double>(sorted.size());
  const auto rank = static_cast<std::size_t>(std::ceil(bound.quantile * count - kRounding * count));
  const Duration value = sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
  seen.holds &= value <= bound.at_most;
  seen.text += fmt::format(", {} {}", name, values::format_duration(value));
  seen.values.push_back(
      {name, values::format_duration(value), expected, "s", world::to_seconds(bound.at_most - value)});
}

world::Task<Result<double>> sum_of(const std::vector<Check>& checks, Sight& sight) {
  double sum = 0;
  for (const Check& check : checks) {
    CO_TRY(const double quantity, co_await check->quantity(sight));
    sum += quantity;
  }
  co_return sum;
}

}  // namespace

Seen judge_slo(const Slo& slo, std::span<const ObjectiveLook> looks) {
  Seen seen;
  if (looks.empty()) {
    seen.known = false;
    seen.text = "nothing was looked at";
    return seen;
  }
  seen.holds = true;
  seen.text = counted(looks.size(), "look");
  const Window worst = worst_window(slo, looks);
  if (slo.availability) judge_availability(seen, *slo.availability, worst);
  if (slo.burn_rate_at_most) judge_burn_rate(seen, slo.availability.value_or(1), *slo.burn_rate_at_most, worst);
  std::vector<Duration> latencies;
  for (const ObjectiveLook& look : looks) {
    if (look.took) latencies.push_back(*look.took);
  }
  std::sort(latencies.begin(), latencies.end());
  for (const LatencyBound& bound : slo.latency) judge_latency(seen, bound, latencies);
  return seen;
}

world::Task<Result<ConservationSums>> sums_of(const Conservation& law, Sight& sight) {
  ConservationSums sums;
  CO_TRY(sums.in, co_await sum_of(law.in, sight));
  CO_TRY(sums.out, co_await sum_of(law.out, sight));
  CO_TRY(sums.dropped, co_await sum_of(law.dropped, sight));
  co_return sums;
}

Seen judge_conservation(const Conservation& law, const ConservationSums& sums) {
  Seen seen;
  const double missing = sums.in - (sums.out + sums.dropped);
  const double margin = static_cast<double>(law.tolerance) - std::abs(missing);
  seen.holds = margin >= 0;
  seen.text = fmt::format("{} in, {} out, {} dropped", values::format_number(sums.in), values::format_number(sums.out),
                          values::format_number(sums.dropped));
  if (missing != 0) {
    seen.text += fmt::format(": {} {}", values::format_number(std::abs(missing)), missing > 0 ? "lost" : "too many");
  }
  seen.values.push_back({"in - out - dropped", values::format_number(missing),
                         law.tolerance == 0 ? "0" : fmt::format("0 within {}", law.tolerance), "",
                         law.tolerance > 0 && std::isfinite(margin) ? std::optional<double>(margin) : std::nullopt});
  return seen;
}

}  // namespace checkride::harness
