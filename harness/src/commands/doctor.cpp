#include "commands/doctor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "checkride/values/suggest.hpp"
#include "rigs/process_rig.hpp"
#include "rigs/program_table.hpp"

namespace checkride::harness {

namespace {

Finding examine_virtual() {
  return {"virtual rig", "nothing, and on every rig so does a service that has no line here", {}, {}};
}

Finding examine_real(world::World& world, const std::string& program_folder, RigKind rig) {
  const std::string programs =
      rig == RigKind::live_rig ? "checkride-monitor in " : "checkride-emulator and checkride-monitor in ";
  Finding finding{std::string(to_string(rig)) + " rig", programs + program_folder, {}, {}};
  for (const std::string& path : missing_programs(world.files(), program_folder, rig)) {
    finding.missing.push_back(path + " is not there");
  }
  if (finding.missing.empty()) return finding;
  finding.remedy = {"the programs are built together and stand in one folder: build them, or install all three",
                    "cmake --workflow --preset release"};
  return finding;
}

Finding examine_live(world::World& world, const std::string& program_folder) {
  Finding finding = examine_real(world, program_folder, RigKind::live_rig);
  finding.needs +=
      ", and a simulator at --simulator HOST:PORT (its SimConnect.xml opens the port; checkride "
      "simconnect-cfg has the other end)";
  return finding;
}

Finding examine_row(world::World& world, const ProgramRow& row) {
  Finding finding{std::string(row.part), fmt::format("{}, which {}", row.program, row.use), {}, {}};
  if (const auto path = find_program(world, row.program)) {
    finding.needs += fmt::format(": {}", *path);
  } else {
    finding.missing.push_back(fmt::format("{} is not in PATH", row.program));
    finding.remedy.push_back(fmt::format("apt-get install --no-install-recommends {}", row.package));
  }
  return finding;
}

Finding examine_part(world::World& world, const std::string& program_folder, std::string_view word) {
  if (word == "virtual") return examine_virtual();
  if (word == "process") return examine_real(world, program_folder, RigKind::process_rig);
  if (word == "live") return examine_live(world, program_folder);
  const auto rows = program_rows();
  return examine_row(world,
                     *std::find_if(rows.begin(), rows.end(), [&](const ProgramRow& row) { return row.part == word; }));
}

std::string to_text(const Finding& finding) {
  if (finding.ready()) {
    return fmt::format("{:<13} ready; needs {}", finding.part, finding.needs);
  }
  std::string text = fmt::format("{:<13} not ready: {}", finding.part, fmt::join(finding.missing, "; "));
  text += fmt::format("\n{:<13}   needs {}", "", finding.needs);
  for (const std::string& line : finding.remedy) text += fmt::format("\n{:<13}   {}", "", line);
  return text;
}

}  // namespace

std::vector<std::string> doctor_words() {
  std::vector<std::string> words{"virtual", "process", "live"};
  for (const ProgramRow& row : program_rows()) words.emplace_back(row.part);
  return words;
}

Result<std::vector<Finding>> examine(world::World& world, const std::string& program_folder,
                                     const std::vector<std::string>& parts) {
  const std::vector<std::string> known = doctor_words();
  std::vector<Finding> findings;
  for (const std::string& word : parts.empty() ? known : parts) {
    if (std::find(known.begin(), known.end(), word) == known.end()) {
      return Error::invalid(fmt::format("doctor knows no \"{}\": expected {}{}", word, fmt::join(known, ", "),
                                        values::suggestion(word, known)));
    }
    findings.push_back(examine_part(world, program_folder, word));
  }
  return findings;
}

std::string to_text(const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings) lines.push_back(to_text(finding));
  return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace checkride::harness
