#include "checks/log_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "checks/answers.hpp"
#include "checks/of_emulator.hpp"
#include "checks/sight.hpp"

namespace checkride::harness {

namespace {

class LogKind final : public CheckKind {
 public:
  // `key`: under which it remembers what it has counted; other checks have others.
  LogKind(LogCheck check, std::string text, std::string key)
      : check_(std::move(check)), text_(std::move(text)), key_(std::move(key)) {}

  std::string text() const override { return text_; }
  std::vector<std::string> members() const override { return {check_.of}; }
  std::optional<std::string> impossible(RigKind rig) const override {
    return only_of_an_emulator(rig, check_.of_simulator, check_.of, "output");
  }
  Traits traits() const override {
    Traits traits;
    check_.count.mark(traits);
    return traits;
  }
  world::Task<Seen> see(Sight& sight) const override { co_return check_log(check_, counted_lines(sight)); }
  bool is_quantity() const override { return true; }
  world::Task<Result<double>> quantity(Sight& sight) const override {
    co_return static_cast<double>(counted_lines(sight).matching);
  }

 private:
  const LogCount& counted_lines(Sight& sight) const {
    auto& count = remembered<LogCount>(sight, key_);
    count_lines(check_, sight.log(check_.of), count);
    return count;
  }

  LogCheck check_;
  std::string text_;
  std::string key_;
};

bool fits(const LogCheck& check, const LogLine& line) {
  return (check.level.empty() || as_grave(line.level, check.level)) &&
         (check.event.empty() || line.event == check.event) &&
         std::all_of(check.line.begin(), check.line.end(),
                     [&](const Compared& one) { return one.matcher.try_on(line.text).holds; }) &&
         all_hold(check.fields, line.text);
}

// `contains` and `matches` stand beside the other keys, each as if it were the word of a matcher of the line.
void read_line(values::MapReader& map, std::string_view word, ComparedList& into) {
  const auto node = map.node(word);
  if (!node) return;
  const auto pattern = values::Node::map(node->position(), {{std::string(word), node->position(), *node}});
  auto matcher = Matcher::read(pattern, map.errors(), Domain::text);
  if (matcher) into.push_back({"line", std::move(*matcher)});
}

}  // namespace

void count_lines(const LogCheck& check, const std::vector<LogLine>& lines, LogCount& count) {
  for (; count.looked_at < lines.size(); ++count.looked_at) {
    const LogLine& line = lines[count.looked_at];
    if (!fits(check, line)) continue;
    ++count.matching;
    count.last = line.text;
  }
}

Seen check_log(const LogCheck& check, const LogCount& count) {
  Seen seen;
  check.count.judge(seen, count.matching, "line");
  if (count.matching > 0) seen.text += ": " + brief(count.last);
  return seen;
}

Check read_log_check(values::MapReader& map, Reader& reader) {
  LogCheck check;
  check.of = reader.member(
      map, "of",
      {MemberKind::monitor, MemberKind::simulator, MemberKind::subject, MemberKind::upstream, MemberKind::metar});
  check.of_simulator = reader.scenario.kind_of(check.of) == MemberKind::simulator;
  map.choice<std::string>(
      "level", &check.level,
      {{"debug", "debug"}, {"info", "info"}, {"warn", "warn"}, {"error", "error"}, {"fatal", "fatal"}});
  check.event = reader.optional_text(map, "event");
  read_line(map, "contains", check.line);
  read_line(map, "matches", check.line);
  read_each_compared(map, "fields", Domain::any, check.fields);
  check.count = Tally::read(map);
  std::string text =
      fmt::format("{} of {}{}{}{}{}", check.count.text("log line"), check.of,
                  check.level.empty() ? "" : " of level " + check.level + " or graver",
                  check.event.empty() ? "" : " of event " + check.event, text_of(check.line), text_of(check.fields));
  for (Compared& one : check.fields) one.name = "/" + in_pointer(one.name);
  return std::make_shared<LogKind>(std::move(check), std::move(text), key_of("log", map));
}

}  // namespace checkride::harness
