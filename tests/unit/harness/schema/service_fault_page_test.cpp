// Goal: docs/service-faults.md is what the table of faults says, and every example in it can be written. Method: the
// page made anew, and its examples read by the loader.
#include "schema/service_fault_page.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "checkride/harness/loader.hpp"
#include "checkride/test/result_matchers.hpp"
#include "services/service_faults.hpp"

namespace checkride::harness {
namespace {

// A stale page leaves the fresh one beside the programs.
TEST(ServiceFaultPage, IsUpToDate) {
  std::ifstream in(CHECKRIDE_SOURCE_DIR "/docs/service-faults.md");
  std::ostringstream text;
  text << in.rdbuf();
  if (text.str() == service_fault_page()) return;
  const std::string path = CHECKRIDE_BINARY_DIR "/service-faults.md";
  std::ofstream(path) << service_fault_page();
  ADD_FAILURE() << "docs/service-faults.md is stale: cp " << path << " docs/, and read what changed";
}

TEST(ServiceFaultPage, EveryExampleCanBeWritten) {
  const std::string page = service_fault_page();
  std::size_t examples = 0;
  constexpr std::string_view kBegin = "```yaml\n";
  for (auto begin = page.find(kBegin); begin != std::string::npos; begin = page.find(kBegin, begin + 1)) {
    const auto first = begin + kBegin.size();
    const std::string step = page.substr(first, page.find("```", first) - first);
    const auto scenario = load_scenario(
        "scenario: s\nsimulators: {sim: {}}\n"
        "services: {smtp: {kind: smtp, tls: starttls}, webhook: {kind: webhook}, chat: {kind: webhook}, database: "
        "{kind: database}, "
        "keyvalue: {kind: keyvalue}, upstream: {kind: upstream}}\n"
        "monitors: {monitor: {config: [c.yaml], simulators: [sim]}}\n"
        "never: [{log: {of: monitor, level: error}}]\ntimeline:\n"
        "- start: [smtp, webhook, chat, database, keyvalue, upstream, sim, monitor]\n" +
            step,
        "s.yaml");
    EXPECT_THAT(scenario, test::IsOk()) << step;
    ++examples;
  }
  EXPECT_EQ(examples, service_fault_rows().size() + 1);
}

}  // namespace
}  // namespace checkride::harness
