#include "suite/filters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

namespace checkride::harness {

namespace {

bool has_one_of(const Scenario& scenario, const std::vector<std::string>& tags) {
  return std::find_first_of(scenario.tags.begin(), scenario.tags.end(), tags.begin(), tags.end()) !=
         scenario.tags.end();
}

bool fits_one_of(const Scenario& scenario, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const auto& pattern) { return fits(pattern, scenario.name); });
}

// Keeps those that are wanted; `nobody` ends "no scenario under these paths ...".
Result<> keep(const std::function<bool(const Scenario&)>& wanted, std::string_view option, const std::string& nobody,
              std::vector<Scenario>* scenarios) {
  std::erase_if(*scenarios, [&](const Scenario& scenario) { return !wanted(scenario); });
  if (!scenarios->empty()) return {};
  return Error::invalid(fmt::format("--{}: no scenario under these paths {}", option, nobody));
}

}  // namespace

// The last star is the only one that may have to take more: what stands before it fits already.
bool fits(std::string_view pattern, std::string_view name) {
  std::size_t at = 0;
  std::size_t star = std::string_view::npos;
  std::size_t taken_to = 0;
  for (std::size_t i = 0; i < name.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken_to = i;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == name[i])) {
      ++at;
      ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++taken_to;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

Result<> choose(const SuiteOptions& options, const std::set<std::string, std::less<>>& failed_before,
                std::vector<Scenario>* scenarios) {
  const auto joined = [](const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " or ")); };
  if (!options.tags.empty()) {
    TRY_VOID(keep([&](const Scenario& scenario) { return has_one_of(scenario, options.tags); }, "tag",
                  "is tagged " + joined(options.tags), scenarios));
  }
  if (!options.not_tags.empty()) {
    TRY_VOID(keep([&](const Scenario& scenario) { return !has_one_of(scenario, options.not_tags); }, "not-tag",
                  "that was asked for is left without the tag " + joined(options.not_tags), scenarios));
  }
  if (!options.names.empty()) {
    TRY_VOID(keep([&](const Scenario& scenario) { return fits_one_of(scenario, options.names); }, "name",
                  "that was asked for is called " + joined(options.names), scenarios));
  }
  if (options.only_failed) {
    TRY_VOID(keep([&](const Scenario& scenario) { return failed_before.contains(scenario.name); }, "failed",
                  "that was asked for is among those that failed in " + options.report_folder, scenarios));
  }
  return {};
}

}  // namespace checkride::harness
