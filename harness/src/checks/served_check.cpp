#include "checks/served_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "checks/arrivals.hpp"
#include "checks/sight.hpp"
#include "services/inboxes.hpp"
#include "services/service.hpp"

namespace checkride::harness {

namespace {

bool all_fit(const ComparedList& list, const Value& value) {
  return std::all_of(list.begin(), list.end(), [&](const Compared& one) { return one.matcher.try_on(value).holds; });
}

Value scheme_of(const Served& served) {
  return std::string(served.secure ? "https" : "http");
}

bool fits(const ServedCheck& check, const Served& served) {
  const auto header_fits = [&](const Compared& one) {
    const auto value = served.headers.find(one.name);
    return one.matcher.try_on(value ? Value(std::string(*value)) : Value()).holds;
  };
  // Where there was no answer there is no status.
  const Value status = served.status == 0 ? Value() : Value(static_cast<double>(served.status));
  return all_fit(check.method, served.method) &&
         all_fit(check.path, served.target.substr(0, served.target.find('?'))) && all_fit(check.status, status) &&
         all_fit(check.complete, served.complete) && all_fit(check.scheme, scheme_of(served)) &&
         std::all_of(check.headers.begin(), check.headers.end(), header_fits);
}

// All gaps have to fit; the one that fits least decides.
class Gaps {
 public:
  explicit Gaps(const ComparedList& wanted) : wanted_(wanted) {}

  void add(const ServedInbox::Arrival& next) {
    if (!wanted_.empty() && began_) look_at(world::to_seconds(begin_of(next) - last_));
    last_ = next.at;
    began_ = true;
  }
  bool broken() const { return broken_; }
  bool hold() const { return wanted_.empty() || (known_ && !broken_); }
  void judge(Seen& seen) const {
    if (wanted_.empty()) return;
    const Value gap = known_ ? Value(least_) : Value();
    seen.values.push_back(wanted_.front().matcher.decide("gap", gap));
    seen.text += known_ ? fmt::format(", {:.3f} s apart", least_) : ", no gap yet";
  }

 private:
  void look_at(double seconds) {
    const Match match = wanted_.front().matcher.try_on(seconds);
    const double margin = match.margin.value_or(std::numeric_limits<double>::infinity());
    if (!known_ || margin < margin_) {
      known_ = true;
      least_ = seconds;
      margin_ = margin;
    }
    broken_ = broken_ || !match.holds;
  }

  const ComparedList& wanted_;
  bool began_ = false;  // plain values: g++ 12 takes optionals here for uninitialized
  world::Instant last_{};
  bool known_ = false;
  double least_ = 0;
  double margin_ = 0;
  bool broken_ = false;
};

class ServedKind final : public CheckKind {
 public:
  explicit ServedKind(ServedCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("{} with {}{}{}{}{}{}{}{}", check_.count.text("exchange"), check_.of, text_of(check_.method),
                       text_of(check_.path), text_of(check_.scheme), text_of(check_.status), text_of(check_.complete),
                       text_of(check_.headers), text_of(check_.gap));
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    check_.count.mark(traits);
    traits.pushed = check_.told;
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override {
    co_return check_served(check_, sight.served(check_.of), sight.start());
  }
  bool is_quantity() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    co_return number_of(sight.served(check_.of), [this](const Served& served) { return fits(check_, served); });
  }

 private:
  ServedCheck check_;
};

}  // namespace

Seen check_served(const ServedCheck& check, const ServedInbox& inbox, const ScenarioStart& start) {
  Seen seen;
  Gaps gaps(check.gap);
  std::uint64_t number = 0;
  bool held = check.count.holds(0) && gaps.hold();
  for (const auto& arrival : inbox.arrivals()) {
    if (!fits(check, arrival.item)) continue;
    gaps.add(arrival);
    const bool holds = check.count.holds(++number) && gaps.hold();
    if (holds && !held) seen.since = start.at(arrival.at);
    held = holds;
  }
  check.count.judge(seen, number, "exchange");
  if (inbox.arrivals().size() != number) seen.text += fmt::format(" of {}", inbox.arrivals().size());
  gaps.judge(seen);
  seen.holds = held;
  seen.hopeless = seen.hopeless || gaps.broken();
  return seen;
}

Check make_check(ServedCheck check) {
  return std::make_shared<ServedKind>(std::move(check));
}

Check read_served_check(values::MapReader& map, Reader& reader) {
  ServedCheck check;
  check.of = reader.member(map, "of", {});
  const Service* const service = reader.scenario.service(check.of);
  const bool clear = service != nullptr && !reader.unclear.contains(check.of);
  if (!map.described() && clear && !tells_what_it_served(service->spec)) {
    map.error("of", fmt::format("a {} does not tell what it was asked", to_string(service->kind())));
  } else if (!map.described() && service == nullptr && reader.scenario.kind_of(check.of)) {
    map.error("of", fmt::format("\"{}\" is no service", check.of));
  }
  check.told = service != nullptr && tells_at_once(service->kind());
  read_compared(map, "method", Domain::text, check.method);
  const bool is_mail = clear && service->kind() == MemberKind::smtp;
  map.only_with("of", "", !is_mail, [&] { read_compared(map, "path", Domain::text, check.path); });
  map.only_with("of", "", !is_mail, [&] { read_compared(map, "scheme", Domain::text, check.scheme); });
  map.only_with("of", "", is_mail, [&] { read_compared(map, "address", Domain::text, check.path); });
  read_compared(map, "status", Domain::number, check.status);
  read_compared(map, "complete", Domain::any, check.complete);
  read_each_compared(map, "headers", Domain::text, check.headers);
  read_compared(map, "gap", Domain::duration, check.gap);
  check.count = Tally::read(map);
  return make_check(std::move(check));
}

}  // namespace checkride::harness
