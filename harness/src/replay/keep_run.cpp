#include "replay/keep_run.hpp"

#include <fmt/format.h>

#include <set>
#include <variant>

#include "checkride/emulator/emulator.hpp"
#include "checkride/program/program.hpp"

namespace checkride::harness {

namespace {

// Keeps files of one scenario.
class Keeper {
 public:
  Keeper(world::Files& files, std::map<std::string, std::string>& kept) : files_(files), kept_(kept) {}

  // Null if it cannot be read.
  const std::string* keep(const std::string& path) {
    auto found = kept_.find(path);
    if (found == kept_.end()) {
      auto content = files_.read(path);
      if (!content) return nullptr;
      found = kept_.emplace(path, std::move(*content)).first;
    }
    paths_.insert(path);
    return &found->second;
  }

  void keep_flight(const std::string& path) {
    const std::string* flight = keep(path);
    if (flight == nullptr) return;
    const std::size_t slash = path.find_last_of('/');
    const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
    for (const std::string& name : emulator::files_of_flight(*flight)) keep(folder + name);
  }

  // Of a folder only that it is there: a name that ends with a slash.
  void keep_folder(const std::string& folder) {
    if (!files_.exists(folder)) return;
    const std::string path = folder.ends_with('/') ? folder : folder + "/";
    kept_.emplace(path, "");
    paths_.insert(path);
  }

  std::vector<std::string> paths() const { return {paths_.begin(), paths_.end()}; }

 private:
  world::Files& files_;
  std::map<std::string, std::string>& kept_;
  std::set<std::string> paths_;
};

}  // namespace

reports::Capsule empty_capsule() {
  reports::Capsule capsule;
  capsule.version = program::kBuildFacts.version;
  capsule.revision = program::kBuildFacts.revision;
  capsule.compiler = fmt::format("{} {}", program::kBuildFacts.compiler, program::kBuildFacts.build_type);
  return capsule;
}

std::vector<std::string> keep_files(world::Files& files, const Scenario& scenario,
                                    std::map<std::string, std::string>& kept) {
  Keeper keeper(files, kept);
  keeper.keep(scenario.file);
  for (const SourceFile& source : scenario.sources) keeper.keep(source.path);
  for (const Monitor& monitor : scenario.monitors) {
    for (const std::string& path : monitor.config) keeper.keep(path);
    if (monitor.subject && !monitor.subject->folder.empty()) keeper.keep_folder(monitor.subject->folder);
  }
  for (const Service& service : scenario.services) {
    const auto* prometheus = std::get_if<PrometheusSpec>(&service.spec);
    if (prometheus == nullptr) continue;
    for (const std::string& path : prometheus->rules) keeper.keep(path);
  }
  for (const Simulator& simulator : scenario.simulators) {
    if (!simulator.flight.empty()) keeper.keep_flight(simulator.flight);
  }
  const auto keep_loaded = [&keeper](const Step& step) {
    const auto* action = std::get_if<Action>(&step.what);
    const auto* load = action == nullptr ? nullptr : std::get_if<LoadFlight>(action);
    if (load != nullptr && !load->file.empty()) keeper.keep_flight(load->file);
  };
  for (const auto* steps : {&scenario.setup, &scenario.timeline, &scenario.teardown})
    for_each_step(*steps, keep_loaded);
  return keeper.paths();
}

std::vector<std::string> not_kept(const Scenario& scenario) {
  std::vector<std::string> lines;
  for (const Monitor& monitor : scenario.monitors) {
    if (!monitor.subject || monitor.subject->command.empty()) continue;
    const std::string& folder = monitor.subject->folder;
    lines.push_back(fmt::format(
        "{} is an application of this machine, which no capsule holds: {} is played as it is now{}", monitor.name,
        monitor.subject->command.front(), folder.empty() ? "" : ", with what lies in " + folder));
  }
  return lines;
}

std::string missing_folder(world::Files& files, const Scenario& scenario) {
  for (const Monitor& monitor : scenario.monitors) {
    const std::string folder = monitor.subject ? monitor.subject->folder : "";
    if (!folder.empty() && !files.exists(folder)) return folder;
  }
  return {};
}

reports::CapsuleRun capsule_run(const Scenario& scenario, const reports::ScenarioRecord& record,
                                const RunSettings& settings, std::vector<std::string> files) {
  reports::CapsuleRun run;
  run.name = record.name;
  run.file = scenario.file;
  run.case_name = scenario.case_.name;
  run.rig = record.rig;
  run.verdict = std::string(to_string(record.verdict));
  run.reason = record.reason;
  run.params = settings.params;
  run.seed = record.seed;
  run.shuffle = settings.shuffle;
  run.simulators = settings.simulators;
  run.files = std::move(files);
  run.trace_hash = record.trace_hash;
  return run;
}

}  // namespace checkride::harness
