#include "checks/telemetry_check.hpp"

#include <fmt/format.h>

#include "checkride/values/duration.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

Traits final_traits() {
  Traits traits;
  traits.is_final = true;
  return traits;
}

class NoSampleLostKind final : public CheckKind {
 public:
  explicit NoSampleLostKind(NoSampleLostCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("telemetry of {} has no gap and no double in its sequence numbers", check_.of);
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override { return final_traits(); }
  world::Task<Seen> see(Sight& sight) const override {
    const auto samples = read_telemetry(sight.files(check_.of), sight.telemetry_folder(check_.of));
    co_return check_no_sample_lost(samples, session_ends(sight.log(check_.of)));
  }

 private:
  NoSampleLostCheck check_;
};

class GapKind final : public CheckKind {
 public:
  explicit GapKind(GapCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("telemetry of {} has no more than {} between two samples of {}{}", check_.of,
                       values::format_duration(check_.at_most), check_.simulator,
                       check_.sessions ? ", in " + counted(*check_.sessions, "session") : "");
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override { return final_traits(); }
  world::Task<Seen> see(Sight& sight) const override {
    const auto samples = read_telemetry(sight.files(check_.of), sight.telemetry_folder(check_.of));
    co_return check_gap(check_, samples);
  }
  // The longest gap, in seconds.
  bool is_quantity() const override { return true; }
  bool is_time() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    const auto samples = read_telemetry(sight.files(check_.of), sight.telemetry_folder(check_.of));
    if (!samples) co_return samples.error();
    const LongestGap gap = longest_gap(*samples, check_.simulator);
    if (gap.samples < 2) co_return Error::invalid("there are no two samples of " + check_.simulator);
    co_return world::to_seconds(gap.length);
  }

 private:
  GapCheck check_;
};

}  // namespace

Seen check_no_sample_lost(const Result<std::vector<Sample>>& samples, const std::vector<SessionEnd>& ends) {
  Seen seen;
  if (!samples) {
    seen.text = samples.error().message();
  } else if (samples->empty()) {
    seen.text = "no telemetry at all";
  } else if (const auto fault = sequence_fault(*samples, ends)) {
    seen.text = *fault;
  } else {
    seen.holds = true;
    seen.text = counted(samples->size(), "sample");
  }
  return seen;
}

Seen check_gap(const GapCheck& check, const Result<std::vector<Sample>>& samples) {
  Seen seen;
  if (!samples) {
    seen.text = samples.error().message();
    return seen;
  }
  const LongestGap gap = longest_gap(*samples, check.simulator);
  seen.holds = gap.samples >= 2 && gap.length <= check.at_most && (!check.sessions || gap.sessions == *check.sessions);
  seen.text = counted(gap.samples, "sample") + " in " + counted(gap.sessions, "session");
  if (gap.samples >= 2) {
    seen.text += fmt::format(", longest gap {} from {}", seconds_text(gap.length), world::format_rfc3339(gap.from));
    seen.values.push_back({"longest gap", values::format_duration(gap.length),
                           "at most " + values::format_duration(check.at_most), "s",
                           world::to_seconds(check.at_most - gap.length)});
  }
  return seen;
}

Check make_check(NoSampleLostCheck check) {
  return std::make_shared<NoSampleLostKind>(std::move(check));
}
Check make_check(GapCheck check) {
  return std::make_shared<GapKind>(std::move(check));
}

Check read_no_sample_lost_check(values::MapReader& map, Reader& reader) {
  return make_check(NoSampleLostCheck{reader.member(map, "of", {MemberKind::monitor})});
}

Check read_gap_check(values::MapReader& map, Reader& reader) {
  GapCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor});
  check.simulator = reader.member(map, "simulator", {MemberKind::simulator});
  map.required("at_most", &check.at_most);
  map.optional("sessions", &check.sessions);
  return make_check(std::move(check));
}

}  // namespace checkride::harness
