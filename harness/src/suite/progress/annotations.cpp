#include "suite/progress/annotations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "suite/plan.hpp"

namespace checkride::harness {

namespace {

// A message above 64 KiB is not shown at all; nobody reads as much as this.
constexpr std::size_t kTextBytesMax = 4000;

std::string text_of(const reports::ScenarioRecord& record, const reports::Expectation* failed) {
  std::string text;
  if (failed == nullptr) {
    text = record.reason.empty() ? std::string(reports::to_string(record.verdict)) : record.reason;
  } else {
    text = fmt::format("{}\nexpected: {}\nseen: {}", failed->text, failed->expected, failed->seen);
  }
  if (!record.replay.empty()) text += "\nagain: " + record.replay;
  return text;
}

Annotation annotation_of(const reports::ScenarioRecord& record, const std::optional<Previous>& before) {
  const reports::Expectation* failed = first_failed(record);
  Annotation one;
  one.failure = record.verdict != reports::Verdict::passed;
  one.fingerprint = fingerprint(record);
  one.is_new = before.has_value() && !before->places.contains(one.fingerprint);
  one.file = failed != nullptr && !failed->file.empty() ? failed->file : record.file;
  one.line = failed == nullptr ? 1 : std::max(failed->line, 1);
  one.column = failed == nullptr ? 0 : failed->column;
  one.title = std::string(case_of(record.name));
  if (failed != nullptr) one.title += ": " + failed->name;
  if (!one.failure) one.title += " is flaky";
  one.text = one.failure ? text_of(record, failed)
                         : fmt::format("passed at attempt {} of {}", record.attempt, record.attempts);
  return one;
}

// What never held in any run.
Annotation annotation_of(const reports::Sometimes& sometimes, const std::optional<Previous>& before) {
  Annotation one;
  one.fingerprint = fingerprint(sometimes);
  one.is_new = before.has_value() && !before->places.contains(one.fingerprint);
  one.file = sometimes.file;
  one.line = std::max(sometimes.line, 1);
  one.title = sometimes.scenario + ": " + sometimes.name;
  one.text = fmt::format("{}\n{}", sometimes.text, sometimes.reason);
  return one;
}

// Cuts at the beginning of a character.
std::string shortened(std::string text) {
  if (text.size() <= kTextBytesMax) return text;
  std::size_t end = kTextBytesMax;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

// What a workflow command may not hold as it is; a property also ends at ':' and ','.
std::string escaped(const std::string& text, bool property) {
  std::string escaped;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    escaped += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return escaped;
}

std::string command(std::string_view kind, const Annotation& one) {
  std::string line = fmt::format("::{} file={},line={}", kind, escaped(one.file, true), one.line);
  if (one.column > 0) line += fmt::format(",col={}", one.column);
  return line + fmt::format(",title={}::{}", escaped((one.is_new ? "new: " : "") + one.title, true),
                            escaped(shortened(one.text), false));
}

// Of one kind; where not all fit the last one says so.
void add_commands(std::string_view kind, const std::vector<const Annotation*>& all, std::vector<std::string>& lines) {
  const std::size_t room = all.size() > kGitHubAnnotationsMax ? kGitHubAnnotationsMax - 1 : all.size();
  for (std::size_t i = 0; i < room; ++i) lines.push_back(command(kind, *all[i]));
  if (room == all.size()) return;
  lines.push_back(fmt::format("::{} title=and {} more::The summary of this job and the report have all of them.", kind,
                              all.size() - room));
}

}  // namespace

std::vector<Annotation> annotations_of(const reports::Record& record, const std::optional<Previous>& before) {
  std::vector<Annotation> annotations;
  std::map<std::pair<std::string, bool>, std::pair<std::size_t, std::size_t>> places;  // its index, and further runs
  for (const auto& run : record.scenarios) {
    const bool flaky = run.flaky && run.verdict == reports::Verdict::passed;
    if (!flaky && !counts_as_failure(run)) continue;
    Annotation one = annotation_of(run, before);
    const auto [place, first] =
        places.try_emplace(std::pair(one.fingerprint, one.failure), std::pair(annotations.size(), std::size_t{0}));
    if (first) {
      annotations.push_back(std::move(one));
    } else {
      ++place->second.second;
    }
  }
  for (const auto& [key, place] : places) {
    const auto& [index, further] = place;
    if (further > 0) {
      annotations[index].text += fmt::format("\nand so in {} more run{}", further, further == 1 ? "" : "s");
    }
  }
  for (const auto& sometimes : record.sometimes) {
    if (sometimes.verdict == reports::Verdict::failed) annotations.push_back(annotation_of(sometimes, before));
  }
  std::stable_sort(annotations.begin(), annotations.end(), [](const Annotation& a, const Annotation& b) {
    return std::pair(!a.failure, !a.is_new) < std::pair(!b.failure, !b.is_new);
  });
  return annotations;
}

std::vector<std::string> github_commands(const std::vector<Annotation>& annotations) {
  std::vector<const Annotation*> failures;
  std::vector<const Annotation*> flaky;
  for (const Annotation& one : annotations) (one.failure ? failures : flaky).push_back(&one);
  std::vector<std::string> lines;
  add_commands("error", failures, lines);
  add_commands("warning", flaky, lines);
  return lines;
}

std::string gitlab_code_quality(const std::vector<Annotation>& annotations) {
  boost::json::array issues;
  for (const Annotation& one : annotations) {
    if (issues.size() == kGitLabAnnotationsMax) break;
    issues.push_back(boost::json::object{
        {"description", (one.is_new ? "new: " : "") + one.title + ": " + shortened(one.text)},
        {"check_name", "checkride"},
        {"fingerprint", one.fingerprint},
        {"severity", one.failure ? "major" : "minor"},
        {"location", boost::json::object{{"path", one.file}, {"lines", boost::json::object{{"begin", one.line}}}}}});
  }
  return boost::json::serialize(issues) + "\n";
}

}  // namespace checkride::harness
