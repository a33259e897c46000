#include "replay/replay_target.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "checkride/values/suggest.hpp"

namespace checkride::harness {

namespace {

constexpr std::size_t kNamesShown = 10;

std::string hash_text(const std::optional<std::uint64_t>& hash) {
  return hash ? fmt::format("{:016x}", *hash) : std::string("none");
}

std::string names_of(const std::vector<reports::CapsuleRun>& runs) {
  std::string names;
  for (std::size_t i = 0; i < std::min(runs.size(), kNamesShown); ++i) names += "\n  " + runs[i].name;
  if (runs.size() > kNamesShown) names += fmt::format("\n  and {} more", runs.size() - kNamesShown);
  return names;
}

Error unknown_run(const reports::Capsule& capsule, const std::string& run) {
  std::vector<std::string> names;
  for (const auto& known : capsule.runs) names.push_back(known.name);
  return Error::invalid(fmt::format("the report has no run \"{}\"{}", run, values::suggestion(run, names)));
}

}  // namespace

ReplayTarget replay_target(std::string_view argument) {
  ReplayTarget target;
  const std::size_t hash = argument.find('#');
  target.page = std::string(argument.substr(0, hash));
  if (hash != std::string_view::npos) target.run = std::string(argument.substr(hash + 1));
  if (!target.page.ends_with(".html")) target.page += target.page.ends_with('/') ? "index.html" : "/index.html";
  return target;
}

Result<std::vector<reports::CapsuleRun>> runs_of(const reports::Capsule& capsule, const std::string& run,
                                                 bool all_failed) {
  std::vector<reports::CapsuleRun> chosen;
  if (all_failed) {
    std::copy_if(capsule.runs.begin(), capsule.runs.end(), std::back_inserter(chosen),
                 [](const auto& known) { return known.verdict == "failed" || known.verdict == "error"; });
    if (chosen.empty()) return Error::invalid("no run of the report failed");
    return chosen;
  }
  if (run.empty()) {
    if (capsule.runs.size() == 1) return capsule.runs;
    return Error::invalid(fmt::format("the report has {} runs: name one behind a #, or take --all-failed{}",
                                      capsule.runs.size(), names_of(capsule.runs)));
  }
  const auto found =
      std::find_if(capsule.runs.begin(), capsule.runs.end(), [&](const auto& known) { return known.name == run; });
  if (found == capsule.runs.end()) return unknown_run(capsule, run);
  if (found->verdict == "skipped") {
    return Error::invalid(fmt::format("{} was skipped, so there is nothing to play again: {}", run, found->reason));
  }
  chosen.push_back(*found);
  return chosen;
}

ReplayOutcome replay_outcome(const reports::CapsuleRun& then, const reports::ScenarioRecord& now) {
  ReplayOutcome outcome;
  const std::string verdict(to_string(now.verdict));
  const bool same_words = verdict == then.verdict && now.reason == then.reason;
  const bool hashed = then.trace_hash && now.trace_hash;
  const bool same_hash = !hashed || then.trace_hash == now.trace_hash;
  outcome.same = same_words && same_hash;
  outcome.lines.push_back(fmt::format("{}: {}{}", then.name, verdict, outcome.same ? ", as then" : ""));
  if (!same_words) {
    outcome.lines.push_back(fmt::format("  then {}{}{}", then.verdict, then.reason.empty() ? "" : ": ", then.reason));
    outcome.lines.push_back(fmt::format("  now  {}{}{}", verdict, now.reason.empty() ? "" : ": ", now.reason));
  } else if (!now.reason.empty()) {
    outcome.lines.push_back("  " + now.reason);
  }
  if (then.trace_hash || now.trace_hash) {
    outcome.lines.push_back(fmt::format("  trace hash {}{}", hash_text(now.trace_hash),
                                        same_hash && hashed ? ", as then" : ", then " + hash_text(then.trace_hash)));
  }
  return outcome;
}

std::vector<std::string> differences_of_program(const reports::Capsule& capsule, const reports::Capsule& here) {
  std::vector<std::string> lines;
  const auto compare = [&](std::string_view what, const std::string& then, const std::string& now) {
    if (then != now) lines.push_back(fmt::format("note: played by {} {}, replayed by {}", what, then, now));
  };
  compare("version", capsule.version, here.version);
  compare("revision", capsule.revision, here.revision);
  compare("compiler", capsule.compiler, here.compiler);
  return lines;
}

}  // namespace checkride::harness
