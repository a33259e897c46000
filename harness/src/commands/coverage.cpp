#include "commands/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "checkride/program/command_line.hpp"
#include "checkride/values/json.hpp"

namespace checkride::harness {

namespace {

namespace po = boost::program_options;
using reports::Verdict;

// Of one scenario on one rig: what its runs came to, by their names.
using Runs = std::map<std::string, Verdict>;
// By scenario and rig.
using Results = std::map<std::pair<std::string, std::string>, Runs>;

po::options_description description() {
  po::options_description result = program::described("Options of coverage");
  auto add = result.add_options();
  add("report", po::value<std::vector<std::string>>()->value_name("DIR"), "a report folder, for the last results");
  add("json", "print JSON");
  return result;
}

Results results_of(const std::vector<reports::Record>& records) {
  Results results;
  for (const reports::Record& record : records) {
    for (const reports::ScenarioRecord& run : record.scenarios) {
      const std::string& scenario = run.scenario.empty() ? run.name : run.scenario;
      results[{scenario, run.rig}][run.name] = run.verdict;
    }
  }
  return results;
}

// A case that was skipped says nothing while another says something.
int badness(Verdict verdict) {
  switch (verdict) {
    case Verdict::skipped:
      return 0;
    case Verdict::passed:
      return 1;
    case Verdict::expected_failure:
      return 2;
    case Verdict::failed:
      return 3;
    case Verdict::error:
      return 4;
  }
  return 0;
}

std::optional<Verdict> worst(const Results& results, const std::string& scenario, const std::string& rig) {
  const auto found = results.find({scenario, rig});
  if (found == results.end()) return std::nullopt;
  std::optional<Verdict> worst;
  for (const auto& [run, verdict] : found->second) {
    if (!worst || badness(verdict) > badness(*worst)) worst = verdict;
  }
  return worst;
}

// What the scenario is called in its file, whichever case of it this is.
std::string own_name(const Scenario& scenario) {
  const std::string ending = "." + scenario.case_.name;
  const bool is_case = !scenario.case_.name.empty() && scenario.name.ends_with(ending);
  return is_case ? scenario.name.substr(0, scenario.name.size() - ending.size()) : scenario.name;
}

CoveringScenario covering(const Scenario& scenario, const Results& results) {
  CoveringScenario covering{own_name(scenario), scenario.file, {}};
  for (const std::string& rig : scenario.rigs) covering.rigs.push_back({rig, worst(results, covering.name, rig)});
  return covering;
}

Standing standing_of(const Promise& promise, bool has_scenarios) {
  if (has_scenarios) return Standing::scenarios;
  if (promise.kept_by == KeptBy::artefact) return Standing::artefact;
  if (promise.kept_by == KeptBy::document) return Standing::document;
  return promise.open.empty() ? Standing::nothing : Standing::open;
}

bool names(const Scenario& scenario, const std::string& id) {
  return std::find(scenario.promises.begin(), scenario.promises.end(), id) != scenario.promises.end();
}

// "low-altitude (virtual passed, process -)".
std::string scenario_text(const CoveringScenario& scenario) {
  std::string rigs;
  for (const auto& [rig, last] : scenario.rigs) {
    rigs += fmt::format("{}{} {}", rigs.empty() ? "" : ", ", rig, last ? reports::to_string(*last) : "-");
  }
  return fmt::format("{} ({})", scenario.name, rigs);
}

std::string standing_text(const PromiseCoverage& one) {
  if (one.standing == Standing::open) return "open: " + one.promise.open;
  return std::string(to_string(one.standing));
}

void write_promise(values::json::Writer& json, const PromiseCoverage& one) {
  json.begin_object().member("id", one.promise.id).member("how", to_string(one.promise.kept_by));
  json.member("standing", to_string(one.standing));
  if (!one.promise.open.empty()) json.member("open", one.promise.open);
  json.key("scenarios").begin_array();
  for (const CoveringScenario& scenario : one.scenarios) {
    json.begin_object().member("name", scenario.name).member("file", scenario.file).key("rigs").begin_object();
    for (const auto& [rig, last] : scenario.rigs) {
      json.key(rig);
      if (last) {
        json.value(reports::to_string(*last));
      } else {
        json.null();
      }
    }
    json.end_object().end_object();
  }
  json.end_array().end_object();
}

constexpr Standing kStandings[] = {Standing::scenarios, Standing::open, Standing::artefact, Standing::document,
                                   Standing::nothing};

}  // namespace

Result<CoverageOptions> parse_coverage(const std::vector<std::string>& arguments) {
  TRY(const program::CommandLine line, program::parse_command_line(arguments, description()));
  CoverageOptions options;
  if (!line.words.empty()) options.paths = line.words;
  options.reports = line.texts("report");
  for (const std::string& folder : options.reports) {
    if (folder.empty()) return program::unexpected_value("report", "", "the name of a folder");
  }
  options.json = line.has("json");
  return options;
}

std::string_view to_string(Standing standing) {
  switch (standing) {
    case Standing::scenarios:
      return "scenarios";
    case Standing::open:
      return "open";
    case Standing::artefact:
      return "artefact";
    case Standing::document:
      return "document";
    case Standing::nothing:
      return "nothing";
  }
  return "";
}

std::size_t Coverage::count(Standing standing) const {
  return static_cast<std::size_t>(std::count_if(
      promises.begin(), promises.end(), [standing](const PromiseCoverage& one) { return one.standing == standing; }));
}

Coverage cover(const PromiseBook& book, const std::vector<Scenario>& scenarios,
               const std::vector<reports::Record>& records) {
  const Results results = results_of(records);
  Coverage coverage{book.file(), {}};
  for (const Promise& promise : book.promises()) {
    PromiseCoverage one{promise, Standing::nothing, {}};
    for (const Scenario& scenario : scenarios) {
      const bool is_case = !one.scenarios.empty() && one.scenarios.back().name == own_name(scenario);
      if (!is_case && names(scenario, promise.id)) one.scenarios.push_back(covering(scenario, results));
    }
    one.standing = standing_of(promise, !one.scenarios.empty());
    coverage.promises.push_back(std::move(one));
  }
  return coverage;
}

std::string to_text(const Coverage& coverage) {
  std::size_t width = 0;
  for (const PromiseCoverage& one : coverage.promises) width = std::max(width, one.promise.id.size());
  std::string text;
  for (const PromiseCoverage& one : coverage.promises) {
    std::string_view id = one.promise.id;
    if (one.scenarios.empty()) text += fmt::format("{:<{}}  {}\n", id, width, standing_text(one));
    for (const CoveringScenario& scenario : one.scenarios) {
      text += fmt::format("{:<{}}  {}\n", id, width, scenario_text(scenario));
      id = "";
    }
  }
  text += fmt::format("{} promises of {}: {} in scenarios, {} open, {} artefacts, {} documents, {} with nothing",
                      coverage.promises.size(), coverage.book, coverage.count(Standing::scenarios),
                      coverage.count(Standing::open), coverage.count(Standing::artefact),
                      coverage.count(Standing::document), coverage.count(Standing::nothing));
  if (coverage.count(Standing::nothing) != 0) {
    text += "\nA promise with nothing needs a scenario that names it, or `open` with the reason in the book.";
  }
  return text;
}

std::string to_json(const Coverage& coverage) {
  std::string text;
  values::json::Writer json(text);
  json.begin_object().member("format", "checkride.coverage").member("version", 1).member("book", coverage.book);
  json.key("counts").begin_object();
  for (const Standing standing : kStandings) json.member(to_string(standing), coverage.count(standing));
  json.end_object().key("promises").begin_array();
  for (const PromiseCoverage& one : coverage.promises) write_promise(json, one);
  json.end_array().end_object();
  return text;
}

}  // namespace checkride::harness
