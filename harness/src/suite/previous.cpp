#include "suite/previous.hpp"

#include <algorithm>

#include "suite/plan.hpp"

namespace checkride::harness {

std::string fingerprint(const reports::ScenarioRecord& record) {
  const reports::Expectation* failed = first_failed(record);
  return record.file + ":" + std::string(case_of(record.name)) + ":" + (failed == nullptr ? "" : failed->name);
}

std::string fingerprint(const reports::Sometimes& never_seen) {
  return never_seen.file + ":" + never_seen.scenario + ":" + never_seen.name;
}

const reports::Expectation* first_failed(const reports::ScenarioRecord& record) {
  const auto found = std::find_if(record.expectations.begin(), record.expectations.end(), [](const auto& expectation) {
    return expectation.verdict == reports::Verdict::failed;
  });
  return found == record.expectations.end() ? nullptr : &*found;
}

bool counts_as_failure(const reports::ScenarioRecord& record) {
  if (record.attempt < record.attempts) return false;
  return record.verdict == reports::Verdict::failed || record.verdict == reports::Verdict::error;
}

Previous failures_of(const reports::Record& record) {
  Previous previous;
  for (const auto& run : record.scenarios) {
    if (!counts_as_failure(run)) continue;
    previous.cases.emplace(case_of(run.name));
    previous.places.insert(fingerprint(run));
  }
  for (const auto& sometimes : record.sometimes) {
    if (sometimes.verdict != reports::Verdict::failed) continue;
    previous.cases.insert(sometimes.scenario);
    previous.places.insert(fingerprint(sometimes));
  }
  return previous;
}

Result<std::optional<Previous>> read_previous(world::Files& files, const std::string& report_folder) {
  const std::string path = report_folder + "/record.json";
  if (!files.exists(path)) return std::optional<Previous>();
  TRY(const std::string text, files.read(path));
  const auto record = reports::record_from_json(text);
  if (!record) return Error(record.error()).with(path);
  return std::optional<Previous>(failures_of(*record));
}

}  // namespace checkride::harness
