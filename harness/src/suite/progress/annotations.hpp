// Failures at their places, as GitHub and GitLab show them beside the lines of a change.
//
// Both show few: GitHub ten of a kind for a step. So each place stands once, however many runs failed there, new
// failures come first, what is flaky takes no place of a failure, and the last one says how many were left out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "suite/previous.hpp"

namespace checkride::harness {

// One place of a scenario file.
struct Annotation {
  bool failure = true;  // or what passed only at a further attempt
  bool is_new = false;  // not in the record before this one
  std::string file;
  int line = 1;
  int column = 0;  // 0: unknown
  std::string title;
  std::string text;         // several lines
  std::string fingerprint;  // the same from run to run
};

// In the order of their worth: new failures, known ones, flaky ones; each in the order of the record. `before`: none
// where there is no record of an earlier run, and then nothing is new.
std::vector<Annotation> annotations_of(const reports::Record& record, const std::optional<Previous>& before);

// Workflow commands, one a line, within GitHub's limits.
inline constexpr std::size_t kGitHubAnnotationsMax = 10;  // of a kind
std::vector<std::string> github_commands(const std::vector<Annotation>& annotations);

// A report of code quality, which GitLab shows in merge requests: JSON, at most kGitLabAnnotationsMax.
inline constexpr std::size_t kGitLabAnnotationsMax = 1000;
std::string gitlab_code_quality(const std::vector<Annotation>& annotations);

}  // namespace checkride::harness
