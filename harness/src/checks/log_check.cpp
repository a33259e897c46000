#include "checks/log_check.hpp"

#include <fmt/format.h>

#include "checks/answers.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

class LogKind final : public CheckKind {
 public:
  explicit LogKind(LogCheck check) : check_(std::move(check)) {}

  std::string text() const override {
    return fmt::format("{} of {}{}{}{}", how_many(check_.count, "log line"), check_.of,
                       check_.level.empty() ? "" : " of level " + check_.level + " or graver",
                       check_.event.empty() ? "" : " of event " + check_.event, containing("line", check_.contains));
  }
  std::vector<std::string> members() const override { return {check_.of}; }
  Traits traits() const override {
    Traits traits;
    traits.sustained = check_.count.sustained();
    traits.exact = check_.count.exact();
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override { co_return check_log(check_, sight.log(check_.of)); }

 private:
  LogCheck check_;
};

}  // namespace

Seen check_log(const LogCheck& check, const std::vector<LogLine>& lines) {
  Seen seen;
  std::uint64_t number = 0;
  std::string last;
  for (const LogLine& line : lines) {
    const bool matches = (check.level.empty() || as_grave(line.level, check.level)) &&
                         (check.event.empty() || line.event == check.event) &&
                         line.text.find(check.contains) != std::string::npos;
    if (!matches) continue;
    ++number;
    last = line.text;
  }
  seen.holds = check.count.holds(number);
  seen.hopeless = check.count.hopeless(number);
  seen.text = counted(number, "line") + (number == 0 ? "" : ": " + brief(last));
  return seen;
}

Check make_check(LogCheck check) {
  return std::make_shared<LogKind>(std::move(check));
}

Check read_log_check(values::MapReader& map, Reader& reader) {
  LogCheck check;
  check.of = reader.member(map, "of", {MemberKind::monitor, MemberKind::simulator});
  map.choice<std::string>(
      "level", &check.level,
      {{"debug", "debug"}, {"info", "info"}, {"warn", "warn"}, {"error", "error"}, {"fatal", "fatal"}});
  check.event = reader.optional_text(map, "event");
  check.contains = reader.optional_text(map, "contains");
  check.count = read_count(map, reader.errors);
  return make_check(std::move(check));
}

}  // namespace checkride::harness
