// Goal: no text crashes what reads rules, policies, silences, tests of rules and the saved state of alerts; whatever is
// read judges any values without a broken promise. The first byte says which kind of text the rest is.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "alerts/checksum.hpp"
#include "alerts/rehearsal.hpp"
#include "alerts/rule_tests.hpp"
#include "alerts/state_file.hpp"
#include "checkride/result/assert.hpp"
#include "config/load.hpp"

namespace {

using namespace checkride;
using namespace checkride::runtime;

constexpr std::size_t kMaxBytes = 16 * 1024;

constexpr std::string_view kAround =
    "app: {name: a}\n"
    "flight_monitor: {variables: [{name: PLANE ALTITUDE, units: feet}, {name: SIMULATION TIME, units: seconds}]}\n";

constexpr std::string_view kRules =
    "alert_manager:\n"
    "  slack: {webhook_url: 'http://127.0.0.1/x'}\n"
    "  rules:\n"
    "    - {name: Low, metric: altitude, condition: less_than, threshold: 100, duration: 3s, actions: [slack]}\n";

Config read(const std::string& text, values::Diagnostics& errors) {
  const auto document = values::load(text, "fuzz.yaml", errors);
  return document ? read_config(*document, errors) : Config();
}

// The bytes as values, one a second and simulator.
void judge(const Config& config, std::string_view bytes) {
  const world::UtcTime start{std::chrono::hours(500'000)};
  alerts::Rehearsal rehearsal(config, {"a", "b"}, start, [](const alerts::StateChange& change, world::UtcTime) {
    CHECKRIDE_ASSERT(change.alert->condition.state != change.from);
  });
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    Sample sample;
    sample.simulator = bytes[i] & 1 ? "a" : "b";
    sample.values = {static_cast<double>(bytes[i]), static_cast<double>(i)};
    if (bytes[i] % 7 == 0) sample.values[0] = std::nan("");
    rehearsal.sample(sample, start + std::chrono::milliseconds(i * 700));
  }
}

void fuzz_config(const std::string& text) {
  values::Diagnostics errors;
  const Config config = read(std::string(kAround) + text, errors);
  if (errors.empty()) judge(config, text);
}

void fuzz_tests(const std::string& text) {
  values::Diagnostics errors;
  const Config config = read(std::string(kAround) + std::string(kRules), errors);
  CHECKRIDE_ASSERT(errors.empty());
  const auto document = values::load(text, "fuzz.yaml", errors);
  if (!document) return;
  const auto tests = alerts::read_rule_tests(*document, config, errors);
  std::size_t values = 0;
  for (const auto& test : tests) {
    for (const auto& series : test.series) values += series.values.size();
  }
  if (!errors.empty() || values > 2000) return;
  for (const auto& test : tests) (void)run_rule_test(test, config);
}

// As a whole file, and as the body of one with the right checksum, which no fuzzer would guess.
void fuzz_state(const std::string& text) {
  (void)alerts::decode_state(text);
  char sum[17];
  std::snprintf(sum, sizeof sum, "%016llx", static_cast<unsigned long long>(alerts::checksum(text)));
  const auto state = alerts::decode_state(std::string("checkride-alerts 1 ") + sum + "\n" + text);
  if (!state) return;
  const auto again = alerts::decode_state(alerts::encode_state(*state));
  CHECKRIDE_ASSERT(again.has_value());
}

void fuzz_small(const std::string& text) {
  values::Diagnostics errors;
  const auto document = values::load(text, "fuzz.yaml", errors);
  if (document) (void)alerts::read_silence(document->root(), world::UtcTime(std::chrono::hours(1)), errors);
  const auto zone = TimeZone::parse(text);
  if (zone) {
    const auto offset = zone->offset_at(world::UtcTime(std::chrono::hours(500'000)));
    CHECKRIDE_ASSERT(offset <= std::chrono::hours(25) && offset >= -std::chrono::hours(25));
  }
  (void)parse_metric_selector(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > kMaxBytes) return 0;
  const std::string text(data + 1, data + size);
  if (data[0] % 4 == 0) fuzz_config(text);
  if (data[0] % 4 == 1) fuzz_tests(text);
  if (data[0] % 4 == 2) fuzz_state(text);
  if (data[0] % 4 == 3) fuzz_small(text);
  return 0;
}
