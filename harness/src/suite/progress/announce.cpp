#include "suite/progress/announce.hpp"

#include "suite/progress/annotations.hpp"
#include "suite/progress/summary.hpp"

namespace checkride::harness {

namespace {

Annotations where(world::World& world, const SuiteOptions& options) {
  if (options.annotations) return *options.annotations;
  if (world.environment("GITHUB_ACTIONS") == "true") return Annotations::github;
  if (world.environment("GITLAB_CI") == "true") return Annotations::gitlab;
  return Annotations::none;
}

Result<> append(world::Files& files, const std::string& path, const std::string& text) {
  TRY(const std::unique_ptr<world::File> file, files.append_to(path));
  return file->append(text);
}

void tell_unwritten(world::World& world, const char* what, const Result<>& written) {
  if (!written) world.print_error_line(std::string("checkride: ") + what + ": " + written.error().message());
}

}  // namespace

void announce(world::World& world, const SuiteOptions& options, const SuiteOutcome& outcome,
              const std::optional<Previous>& before) {
  const Annotations place = where(world, options);
  if (place == Annotations::none) return;
  const auto annotations = annotations_of(outcome.record, before);
  if (place == Annotations::gitlab) {
    const std::string path = options.report_folder + "/gl-code-quality-report.json";
    tell_unwritten(world, "the report of code quality", world.files().write(path, gitlab_code_quality(annotations)));
    return;
  }
  for (const std::string& line : github_commands(annotations)) world.print_line(line);
  if (const auto path = world.environment("GITHUB_STEP_SUMMARY"); path && !path->empty()) {
    tell_unwritten(world, "the summary of the job", append(world.files(), *path, markdown_summary(outcome)));
  }
}

}  // namespace checkride::harness
