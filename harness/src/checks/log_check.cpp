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

bool fits(const LinePattern& pattern, const LogLine& line) {
  return (pattern.level.empty() || as_grave(line.level, pattern.level)) &&
         (pattern.event.empty() || line.event == pattern.event) &&
         std::all_of(pattern.line.begin(), pattern.line.end(),
                     [&](const Compared& one) { return one.matcher.try_on(line.text).holds; }) &&
         all_hold(pattern.fields, line.text);
}

std::string text_of(const LinePattern& pattern) {
  return fmt::format("{}{}{}{}", pattern.level.empty() ? "" : " of level " + pattern.level + " or graver",
                     pattern.event.empty() ? "" : " of event " + pattern.event, harness::text_of(pattern.line),
                     harness::text_of(pattern.fields));
}

// `contains` and `matches` stand beside the other keys, each as if it were the word of a matcher of the line.
void read_line(values::MapReader& map, std::string_view word, ComparedList& into) {
  const auto node = map.node(word);
  if (!node) return;
  const auto pattern = values::Node::map(node->position(), {{std::string(word), node->position(), *node}});
  auto matcher = Matcher::read(pattern, map.errors(), Domain::text);
  if (matcher) into.push_back({"line", std::move(*matcher)});
}

// The names of fields are names still, as people read them.
LinePattern read_pattern(values::MapReader& map, Reader& reader) {
  LinePattern pattern;
  map.choice<std::string>(
      "level", &pattern.level,
      {{"debug", "debug"}, {"info", "info"}, {"warn", "warn"}, {"error", "error"}, {"fatal", "fatal"}});
  pattern.event = reader.optional_text(map, "event");
  read_line(map, "contains", pattern.line);
  read_line(map, "matches", pattern.line);
  read_each_compared(map, "fields", Domain::any, pattern.fields);
  return pattern;
}

void to_pointers(LinePattern& pattern) {
  for (Compared& one : pattern.fields) one.name = "/" + in_pointer(one.name);
}

void read_order(values::MapReader& map, LogCheck& check, Reader& reader) {
  map.list("in_order", [&](const values::Node& node) {
    (void)values::read_map(node, map.errors(),
                           [&](values::MapReader& one) { check.in_order.push_back(read_pattern(one, reader)); });
  });
  if (map.described() || !map.has("in_order")) return;
  if (check.in_order.size() < 2) map.error("in_order", "an order is one of at least two lines");
  for (const char* key : {"level", "event", "contains", "matches", "fields"}) {
    if (map.has(key)) map.error(key, "with in_order each line there says what it is like");
  }
}

std::string text_of(const LogCheck& check) {
  if (check.in_order.empty()) {
    return fmt::format("{} of {}{}", check.count.text("log line"), check.of, text_of(check.pattern));
  }
  std::string text;
  for (const LinePattern& one : check.in_order) text += (text.empty() ? "" : ", then") + text_of(one);
  return fmt::format("{} of log lines of {}:{}", check.count.text("sequence"), check.of, text);
}

}  // namespace

void count_lines(const LogCheck& check, const std::vector<LogLine>& lines, LogCount& count) {
  for (; count.looked_at < lines.size(); ++count.looked_at) {
    const LogLine& line = lines[count.looked_at];
    if (!fits(check.in_order.empty() ? check.pattern : check.in_order[count.in_order], line)) continue;
    count.last = line.text;
    if (++count.in_order < check.in_order.size()) continue;
    count.in_order = 0;
    ++count.matching;
  }
}

Seen check_log(const LogCheck& check, const LogCount& count) {
  Seen seen;
  check.count.judge(seen, count.matching, check.in_order.empty() ? "line" : "sequence");
  if (count.in_order > 0) {
    seen.text += fmt::format(", then {} of {} lines", count.in_order, check.in_order.size());
  }
  if (!count.last.empty()) seen.text += ": " + brief(count.last);
  return seen;
}

Check read_log_check(values::MapReader& map, Reader& reader) {
  LogCheck check;
  check.of = reader.member(
      map, "of",
      {MemberKind::monitor, MemberKind::simulator, MemberKind::subject, MemberKind::upstream, MemberKind::metar});
  check.of_simulator = reader.scenario.kind_of(check.of) == MemberKind::simulator;
  check.pattern = read_pattern(map, reader);
  read_order(map, check, reader);
  check.count = Tally::read(map);
  std::string text = text_of(check);
  to_pointers(check.pattern);
  for (LinePattern& one : check.in_order) to_pointers(one);
  return std::make_shared<LogKind>(std::move(check), std::move(text), key_of("log", map));
}

}  // namespace checkride::harness
