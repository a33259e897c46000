#include "scenario/read_steps.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "checks/check_table.hpp"
#include "reading/one_of.hpp"
#include "scenario/readers.hpp"

namespace checkride::harness {

namespace {

using values::Kind;
using values::MapReader;
using values::Node;

constexpr std::uint64_t kTimesMax = 1'000'000;
constexpr std::size_t kBranchesMax = 100;
constexpr values::Range<Duration> kPeriods{std::chrono::milliseconds(1), std::chrono::hours(24 * 365)};
constexpr std::string_view kTriggers[] = {"at", "after", "when"};
constexpr std::string_view kWindow[] = {"within", "not_before", "tolerance"};

// What a step does; its content is read from the step's own keys too.
using What = decltype(Step::what);

// ---- when it begins, and how often

Anchor read_anchor(const Node& node, Reader& reader) {
  Anchor anchor;
  const auto delay = [&](const Node& scalar) {
    anchor.delay = values::read_duration(scalar, reader.errors).value_or(Duration{});
  };
  const auto step = [&](const Node& map_node) {
    MapReader map(map_node, reader.errors);
    map.required("step", &anchor.step);
    map.choice("of", &anchor.end, {{"start", false}, {"end", true}});
    map.optional("delay", &anchor.delay);
    map.finish();
  };
  values::read_forms(node, Kind::map, step, delay);
  return anchor;
}

void read_trigger(MapReader& map, Trigger& trigger, Reader& reader) {
  (void)read_at_most_one_of(map, kTriggers, "the trigger of a step", [&](std::size_t word) {
    const auto node = map.node(kTriggers[word]);
    if (!node) return;
    if (word == 0) trigger.at = values::read_duration(*node, reader.errors);
    if (word == 1) trigger.after = read_anchor(*node, reader);
    if (word == 2) trigger.when = read_check(*node, reader);
  });
}

std::optional<Cadence> read_cadence(MapReader& map) {
  std::optional<Cadence> cadence;
  map.only_with("every", "", map.has("every"), [&] {
    cadence.emplace();
    map.optional("every", &cadence->every, kPeriods);
    map.optional("times", &cadence->times, values::Range<std::uint64_t>{1, kTimesMax});
    if (!cadence->times) map.optional("for", &cadence->duration, kPeriods);
    if (!cadence->times && !cadence->duration && !map.has("times") && !map.has("for")) {
      map.error("every", "how often is not said: give times or for beside every");
    }
  });
  map.ignore("every");
  return cadence;
}

// ---- what it is

What read_expect(const Node& node, bool for_is_taken, MapReader& step, Reader& reader) {
  Expect expect;
  expect.check = read_check(node, reader);
  step.optional("within", &expect.within);
  step.optional("not_before", &expect.not_before);
  step.optional("tolerance", &expect.tolerance);
  if (!for_is_taken) step.optional("for", &expect.hold, kPeriods);
  if (expect.not_before > expect.within) {
    step.error(step.has("not_before") ? "not_before" : "within",
               "not_before is later than within: nothing can satisfy it");
  }
  return expect;
}

What read_repeat(const Node& node, const std::string& path, Reader& reader) {
  static constexpr std::string_view kEnds[] = {"times", "until"};
  Block block;
  block.kind = Block::Kind::repeat;
  MapReader map(node, reader.errors);
  const std::size_t mistakes = reader.errors.size();
  const auto which = read_one_of(map, kEnds, "the end of a repetition", [&](std::size_t word) {
    if (word == 0) map.optional("times", &block.times, values::Range<std::uint64_t>{1, kTimesMax});
    if (word != 1) return;
    block.times = std::numeric_limits<std::uint64_t>::max();
    if (const auto until = map.node("until")) block.until = read_check(*until, reader);
    map.optional("at_most", &block.times, values::Range<std::uint64_t>{1, kTimesMax});
  });
  if (!which && node.is_map() && reader.errors.size() == mistakes) {
    reader.errors.add(node.position(), "a repetition needs times or until, or it would never end");
  }
  if (const auto steps = map.required_node("steps")) {
    block.branches.push_back(read_steps(*steps, path, "nothing is repeated", reader));
  }
  map.finish();
  return block;
}

What read_parallel(const Node& node, const std::string& path, Reader& reader) {
  Block block;
  block.kind = Block::Kind::parallel;
  const auto add = [&](const std::string& name, const Node& steps) {
    block.branches.push_back(read_steps(steps, path + "." + name, "nothing happens in this branch", reader));
  };
  const auto named = [&](const Node& map) {
    values::read_entries(map, reader.errors, [&](const values::Entry& entry) {
      if (!good_name(entry.key) && !map.probed()) {
        reader.errors.add(entry.key_position, "the name of a branch is made of small letters, digits, - and _");
      }
      block.names.push_back(entry.key);
      add(entry.key, entry.value);
    });
  };
  const auto listed = [&](const Node& list) {
    values::read_items(list, reader.errors,
                       [&](const Node& steps) { add(std::to_string(block.branches.size() + 1), steps); });
  };
  values::read_forms(node, Kind::map, named, listed);
  if (block.branches.size() > kBranchesMax) {
    reader.errors.add(node.position(), fmt::format("at most {} branches run in parallel", kBranchesMax));
  }
  const bool empty = (node.is_map() || node.is_list()) && block.branches.empty();
  if (empty) reader.errors.add(node.position(), "nothing runs in parallel: a branch is needed, [[step], [step]]");
  return block;
}

// After the expansion the steps of the procedure stand here; as somebody writes it, its name.
What read_do(const Node& node, const std::string& path, Reader& reader) {
  Block block;
  if (node.probed() == nullptr) {
    block.branches.push_back(read_steps(node, path, "the procedure does nothing", reader));
    return block;
  }
  const auto name = [&](const Node& text) { (void)values::read_text(text, reader.errors); };
  const auto call = [&](const Node& map_node) {
    MapReader map(map_node, reader.errors);
    std::string procedure;
    map.required("procedure", &procedure);
    map.entries("with", [](const values::Entry&) {});
  };
  values::read_forms(node, Kind::map, call, name);
  return block;
}

std::vector<std::string_view> step_words() {
  std::vector<std::string_view> words;
  for (const ActionRow& row : action_rows()) words.push_back(row.word);
  words.insert(words.end(), {"expect", "repeat", "parallel", "do"});
  return words;
}

// `map` is the step's, whose content stands under `word`.
What read_what(std::string_view word, MapReader& map, const Step& step, Reader& reader) {
  const auto node = map.node(word);
  if (!node) return Action(Wait{});  // an empty value, told already
  for (const ActionRow& row : action_rows()) {
    if (row.word == word) return row.read(*node, reader);
  }
  if (word == "repeat") return read_repeat(*node, step.path, reader);
  if (word == "parallel") return read_parallel(*node, step.path, reader);
  if (word == "do") return read_do(*node, step.path, reader);
  // Whoever asks what there is is told of both meanings.
  const bool for_is_taken = !map.described() && step.cadence && !step.cadence->times;
  return read_expect(*node, for_is_taken, map, reader);
}

// Keys that only some steps have say so elsewhere, in better words than "unknown key".
void refuse_misplaced(MapReader& map, const Step& step) {
  if (map.described()) return;
  const bool expects = map.has("expect");
  for (const std::string_view key : kWindow) {
    if (map.has(key) && !expects) {
      map.error(key, fmt::format("{} belongs to expect: nothing else waits for something to hold", key));
    }
    map.ignore(key);
  }
  if (map.has("for") && !expects && !step.cadence) {
    map.error("for", "for belongs to expect (it must hold so long) and to every (again and again, so long)");
  }
  if (map.has("times") && !step.cadence) map.error("times", "times belongs to every: {every: 10s, times: 6}");
  if (step.cadence && map.has("repeat")) map.error("every", "repeat says how often already: take every out");
  if (step.cadence && step.cadence->times && map.has("for") && !expects) {
    map.error("for", "times says how often already: take for out");
  }
  map.ignore("for");
  map.ignore("times");
}

void read_own_keys(MapReader& map, Step& step, Reader& reader) {
  map.optional("name", &step.name);
  if (!step.name.empty() && !good_name(step.name)) {
    map.error("name", "a name is made of small letters, digits, - and _ (at most 63)");
  }
  map.optional("time_limit", &step.time_limit, kPeriods);
  map.optional("may_skip", &step.may_skip);
  map.ignore("on_rig");  // laid over the step by the expansion
  const auto rigs = map.node("rigs");
  if (!rigs) return;
  const auto words = read_rig_words(*rigs, reader.errors);
  const auto& here = reader.scenario.rigs;
  const auto runs = [&](const std::string& rig) { return std::find(here.begin(), here.end(), rig) != here.end(); };
  if (!words.empty() && std::none_of(words.begin(), words.end(), runs)) {
    reader.errors.add(rigs->position(),
                      fmt::format("this step never runs: the scenario's rigs are {}", fmt::join(here, " and ")));
  }
  if (std::find(words.begin(), words.end(), to_string(reader.rig)) == words.end()) {
    step.skipped = fmt::format("for the {} rig only", fmt::join(words, " and "));
  }
}

std::optional<Step> read_one(const Node& node, std::string path, Reader& reader) {
  MapReader map(node, reader.errors);
  const std::size_t mistakes = reader.errors.size();
  Step step;
  step.path = std::move(path);
  step.place = place_of(node.position());
  read_own_keys(map, step, reader);
  read_trigger(map, step.trigger, reader);
  step.cadence = read_cadence(map);
  std::optional<What> what;
  const auto words = step_words();
  const auto which =
      read_one_of(map, words, "a step", [&](std::size_t word) { what = read_what(words[word], map, step, reader); });
  refuse_misplaced(map, step);
  map.finish();
  if (!which && node.is_map() && reader.errors.size() == mistakes) {
    reader.errors.add(node.position(), fmt::format("a step needs an action: {}", fmt::join(words, ", ")));
  }
  if (!what || reader.errors.size() != mistakes) return std::nullopt;
  step.what = std::move(*what);
  return step;
}

}  // namespace

std::vector<Step> read_steps(const Node& list, const std::string& prefix, std::string_view what, Reader& reader) {
  std::vector<Step> steps;
  std::size_t number = 0;
  const bool is_list = values::read_items(list, reader.errors, [&](const Node& item) {
    const std::string path = fmt::format("{}{}{}", prefix, prefix.empty() ? "" : ".", ++number);
    values::read_shape(item, "step", [&](const Node& node) {
      if (auto step = read_one(node, path, reader)) steps.push_back(std::move(*step));
    });
  });
  if (is_list && number == 0) reader.errors.add(list.position(), fmt::format("{}: a step is needed", what));
  return steps;
}

std::vector<std::string> read_rig_words(const Node& list, values::Diagnostics& errors) {
  static const std::vector<std::string_view> kRigs{"virtual", "process", "live"};
  std::vector<std::string> words;
  const bool is_list = values::read_items(list, errors, [&](const Node& item) {
    if (const auto rig = values::read_word(item, errors, kRigs)) words.emplace_back(kRigs[*rig]);
  });
  if (is_list && list.items().empty()) errors.add(list.position(), "expected a list of virtual, process and live");
  return words;
}

}  // namespace checkride::harness
