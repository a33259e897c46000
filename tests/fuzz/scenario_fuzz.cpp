// Goal: no text crashes the reader of scenarios or makes it slow; every mistake has a place; what loads says of itself
// what it does. The input is the file /s/a.yaml; behind a line "%%" follow further parts, one each: '/' NAME, a line
// end and the content of the file /s/NAME, '=' NAME=VALUE a parameter as the command line gives it, '@' p or l the
// process or the live rig. Flights and configurations are there, whatever they are called.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "checkride/harness/harness.hpp"
#include "checkride/result/assert.hpp"
#include "memory_files.hpp"

namespace {

using namespace checkride;
using namespace checkride::harness;

class Disk final : public MemoryFiles {
 public:
  bool exists(const std::string& path) override { return !path.ends_with("promises.yaml") || files.contains(path); }
};

struct Input {
  Disk disk;
  LoadRequest request;
};

// Names are of one line: nobody gives another on a command line or to a file that a scenario is in.
bool is_plain(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

void add_part(Input& input, std::string_view part) {
  const auto equals = part.find('=', 1);
  const auto line_end = part.find('\n');
  if (part.starts_with('/') && line_end != std::string_view::npos && is_plain(part.substr(0, line_end))) {
    input.disk.files["/s" + std::string(part.substr(0, line_end))] = part.substr(line_end + 1);
  } else if (part.starts_with('=') && equals != std::string_view::npos && is_plain(part.substr(1, equals - 1))) {
    input.request.params.emplace_back(part.substr(1, equals - 1), part.substr(equals + 1));
  } else if (part.starts_with("@p")) {
    input.request.rig = RigKind::process_rig;
  } else if (part.starts_with("@l")) {
    input.request.rig = RigKind::live_rig;
  }
}

Input split(std::string_view text) {
  constexpr std::string_view kParting = "\n%%\n";
  Input input;
  auto end = std::min(text.find(kParting), text.size());
  input.disk.files["/s/a.yaml"] = text.substr(0, end);
  while (end < text.size()) {
    text.remove_prefix(end + kParting.size());
    end = std::min(text.find(kParting), text.size());
    add_part(input, text.substr(0, end));
  }
  return input;
}

void check_mistakes(std::string_view text) {
  CHECKRIDE_ASSERT(!text.empty());
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    CHECKRIDE_ASSERT(line.starts_with("/s/") || line.starts_with("--param "));
    CHECKRIDE_ASSERT(line.find(": ") != std::string_view::npos);
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
}

void check_scenario(const Scenario& scenario) {
  CHECKRIDE_ASSERT(!scenario.name.empty());
  CHECKRIDE_ASSERT(!scenario.sources.empty());
  for (const auto* steps : {&scenario.setup, &scenario.timeline, &scenario.teardown}) {
    for_each_step(*steps, [](const Step& step) {
      CHECKRIDE_ASSERT(!step.path.empty());
      CHECKRIDE_ASSERT(step.place.line > 0 || step.place.file.starts_with("--param "));
      CHECKRIDE_ASSERT(!describe(step).empty());
    });
  }
  for (const Invariant& invariant : scenario.invariants) CHECKRIDE_ASSERT(!invariant.check->text().empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kBytesMax = 8 * 1024;
  // A thousand cases of a long file are slow by their number, and show no more than those of a short one.
  constexpr std::size_t kMatrixBytesMax = 1024;
  const std::string text(data, data + size);
  if (size > kBytesMax || (size > kMatrixBytesMax && text.find("matrix") != std::string::npos)) return 0;
  Input input = split(text);
  const auto cases = load_cases(input.disk, "/s/a.yaml", input.request);
  if (!cases) {
    check_mistakes(cases.error().detail());
    return 0;
  }
  CHECKRIDE_ASSERT(!cases->empty());
  for (const Scenario& scenario : *cases) check_scenario(scenario);
  return 0;
}
