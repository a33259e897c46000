#include "suite/run_record.hpp"

#include <fmt/format.h>

#include "engine/run.hpp"
#include "suite/plan.hpp"
#include "suite/shell_word.hpp"

namespace checkride::harness {

reports::ScenarioRecord record_without_run(const Job& job, reports::Verdict verdict, std::string reason) {
  reports::ScenarioRecord record = blank_record(*job.scenario, job.rig);
  record.verdict = verdict;
  record.reason = std::move(reason);
  name_run(job, record);
  return record;
}

void name_run(const Job& job, reports::ScenarioRecord& record) {
  const std::string& case_name = job.scenario->case_.name;
  std::string scenario = job.scenario->name;
  if (!case_name.empty() && scenario.ends_with("." + case_name))
    scenario.resize(scenario.size() - case_name.size() - 1);
  record.name = job.run;
  record.seed = job.seed;
  record.case_name = case_name;
  if (record.name != scenario) record.scenario = std::move(scenario);
}

std::vector<std::string> simulator_texts(const SuiteOptions& options) {
  std::vector<std::string> texts;
  for (const SimulatorAddress& one : options.simulators) {
    texts.push_back((one.name.empty() ? "" : one.name + "=") + one.address.text());
  }
  return texts;
}

std::string replay_command(const Job& job, const SuiteOptions& options) {
  const Scenario& scenario = *job.scenario;
  std::string command = "checkride run " + shell_quoted(scenario.file);
  if (!scenario.case_.name.empty()) command += " --name " + shell_quoted(scenario.name);
  for (const auto& [name, value] : options.params) command += " --param " + shell_quoted(name + "=" + value);
  command += fmt::format(" --rig {} --seed {}", to_string(job.rig), job.seed);
  if (job.rig == RigKind::live_rig) {
    for (const std::string& simulator : simulator_texts(options)) command += " --simulator " + shell_quoted(simulator);
  }
  if (options.shuffle) command += " --shuffle";
  if (options.capture) command += " --capture";
  if (options.null) command += fmt::format(" --null {}", to_string(*options.null));
  if (!options.mutant.empty()) command += " --mutant " + options.mutant;
  return command;
}

}  // namespace checkride::harness
