// Goal: health, files, variables and exit codes of members. Method: documents as the monitor serves them, files on a
// virtual disk.
#include <gmock/gmock.h>

#include "checkride/compress/gzip.hpp"
#include "checkride/test/world_test.hpp"
#include "checks/fake_sight.hpp"
#include "checks/file_check.hpp"

namespace checkride::harness {
namespace {

using namespace std::chrono_literals;
using test::IsOkWith;
using testing::ElementsAre;
using testing::HasSubstr;

world::Task<Seen> look(FakeSight& sight, std::string yaml) {
  const Check check = check_of(yaml);
  Seen seen = co_await check->see(sight);
  co_return seen;
}

// ---- what only an emulator has

TEST(ChecksOfSimulators, WhatARealOneDoesNotHaveIsImpossibleThere) {
  for (const char* yaml : {"{http: {of: sim, get: /v1/clients, status: 200}}", "{log: {of: sim, contains: x}}",
                           "{exit: {of: sim, code: 0}}", "{file: {of: sim, path: a.log, exists: true}}",
                           "{not: {http: {of: sim, get: /v1/time, status: 200}}}"}) {
    const Check check = check_of(yaml);
    EXPECT_THAT(check->impossible(RigKind::live_rig), testing::Optional(HasSubstr("sim is a real simulator"))) << yaml;
    EXPECT_EQ(check->impossible(RigKind::process_rig), std::nullopt) << yaml;
  }
}

TEST(ChecksOfSimulators, WhatAnyClientSeesIsPossible) {
  for (const char* yaml :
       {"{http: {of: monitor, get: /health, status: 200}}", "{log: {of: monitor, contains: x}}",
        "{calls: {of: sim, message: Open, count: 1}}", "{variable: {of: sim, name: PLANE ALTITUDE, value: 80 feet}}"}) {
    EXPECT_EQ(check_of(yaml)->impossible(RigKind::live_rig), std::nullopt) << yaml;
  }
}

// ---- health

constexpr std::string_view kDetail =
    R"({"status":"degraded","services":{"smtp/out":{"status":"unhealthy"},"collector":{"status":"healthy"}}})";

WORLD_TEST(HealthCheck, LooksAtTheWholeAndAtServices) {
  FakeSight sight(host);
  sight.answer("/health/detail", 200, std::string(kDetail));
  EXPECT_TRUE((co_await look(sight, "{health: {of: monitor, state: degraded}}")).holds);
  const Seen seen =
      co_await look(sight, "{health: {of: monitor, components: {smtp/out: {not: healthy}, collector: healthy}}}");
  EXPECT_TRUE(seen.holds) << seen.text;
  EXPECT_FALSE((co_await look(sight, "{health: {of: monitor, components: {collector: {not: healthy}}}}")).holds);
  EXPECT_EQ(sight.requests.size(), 3u) << "readiness was not asked for";
}

WORLD_TEST(HealthCheck, AServiceThatIsNotThereIsNotKnown) {
  FakeSight sight(host);
  sight.answer("/health/detail", 200, std::string(kDetail));
  const Seen seen = co_await look(sight, "{health: {of: monitor, components: {colector: {not: healthy}}}}");
  EXPECT_FALSE(seen.holds);
  EXPECT_FALSE(seen.known);
}

WORLD_TEST(HealthCheck, ReadyAndLiveAreAnswers) {
  FakeSight sight(host);
  sight.answer("/health/ready", 503, "");
  sight.answer("/health/live", 200, "");
  const Seen seen = co_await look(sight, "{health: {of: monitor, ready: false, live: true}}");
  EXPECT_TRUE(seen.holds);
  EXPECT_EQ(seen.text, "not ready, live");
  EXPECT_FALSE((co_await look(sight, "{health: {of: monitor, ready: true}}")).holds);
  sight.answer("/health/ready", 404, "");
  const Seen lost = co_await look(sight, "{health: {of: monitor, ready: false}}");
  EXPECT_FALSE(lost.holds) << "404 is no word about it";
  EXPECT_FALSE(lost.known);
}

TEST(HealthCheck, ItsTextNamesWhatIsExpected) {
  EXPECT_EQ(check_of("{health: {of: monitor, state: healthy, components: {a: {one_of: [x, y]}}, ready: true}}")->text(),
            "health of monitor, state is \"healthy\", component a is one of \"x\", \"y\", ready");
}

// ---- files

void write(world::World& host, const std::string& path, const std::string& content) {
  ASSERT_TRUE(host.files().make_directories(path.substr(0, path.rfind('/'))).has_value());
  ASSERT_TRUE(host.files().write(path, content).has_value());
}

std::vector<std::string> found_paths(world::World& host, const std::string& pattern) {
  std::vector<std::string> paths;
  for (const FoundFile& file : find_files(host.files(), "/data", pattern).value()) paths.push_back(file.path);
  return paths;
}

WORLD_TEST(FileCheck, FindsFilesByPattern) {
  write(host, "/data/a.log", "");
  write(host, "/data/logs/2026-01-05.jsonl", "");
  write(host, "/data/logs/2026-01-06.jsonl", "");
  write(host, "/data/logs/old/x.jsonl", "");
  EXPECT_THAT(found_paths(host, "a.log"), ElementsAre("/data/a.log"));
  EXPECT_THAT(found_paths(host, "logs/*.jsonl"),
              ElementsAre("/data/logs/2026-01-05.jsonl", "/data/logs/2026-01-06.jsonl"));
  EXPECT_THAT(found_paths(host, "logs/2026-01-0?.jsonl"), testing::SizeIs(2));
  EXPECT_THAT(found_paths(host, "*/*/x*"), ElementsAre("/data/logs/old/x.jsonl"));
  EXPECT_THAT(found_paths(host, "*"), ElementsAre("/data/a.log")) << "a folder is no file";
  EXPECT_THAT(found_paths(host, "logs/*s*n*"), testing::SizeIs(2));
  EXPECT_THAT(found_paths(host, "none/*"), ElementsAre());
  co_return;
}

WORLD_TEST(FileCheck, AddsUpAndLooksIntoTheLast) {
  FakeSight sight(host);
  write(host, "/data/a.jsonl", "{\"n\":1}\n{\"n\":2}\n");
  write(host, "/data/b.jsonl", "{\"n\":3}\n{\"n\":4}\n{\"n\":");
  const Seen seen = co_await look(
      sight,
      "{file: {of: monitor, path: '*.jsonl', lines: 5, bytes: {less_than: 1kB}, text: {starts_with: '{\"n\":3'},"
      " json: {/n: {at_least: 4}}}}");
  EXPECT_TRUE(seen.holds) << seen.text;
  EXPECT_THAT(seen.text, HasSubstr("2 files, bytes 37B, lines 5"));
  EXPECT_TRUE((co_await look(sight, "{file: {of: monitor, path: '*.jsonl', files: 2}}")).holds);
  EXPECT_FALSE((co_await look(sight, "{file: {of: monitor, path: '*.jsonl', files: {at_most: 1}}}")).holds);
  EXPECT_TRUE((co_await look(sight, "{file: {of: monitor, path: '*.none', files: 0}}")).holds);
  EXPECT_THAT(co_await check_of("{file: {of: monitor, path: a.jsonl, exists: true}}")->quantity(sight), IsOkWith(2.0));
}

WORLD_TEST(FileCheck, ZippedFilesAreUnpacked) {
  FakeSight sight(host);
  write(host, "/data/a.gz", compress::gzip_member("one\ntwo\n"));
  EXPECT_TRUE((co_await look(sight, "{file: {of: monitor, path: a.gz, lines: 2, text: {contains: two}}}")).holds);
}

WORLD_TEST(FileCheck, WhatIsNotThere) {
  FakeSight sight(host);
  EXPECT_TRUE((co_await look(sight, "{file: {of: monitor, path: x, exists: false}}")).holds);
  const Seen inside = co_await look(sight, "{file: {of: monitor, path: x, lines: {at_most: 5}}}");
  EXPECT_FALSE(inside.holds);
  EXPECT_FALSE(inside.known);
  write(host, "/data/x", "");
  EXPECT_FALSE((co_await look(sight, "{file: {of: monitor, path: x, exists: false}}")).holds);
  EXPECT_TRUE((co_await look(sight, "{file: {of: monitor, path: x, lines: 0, bytes: 0B}}")).holds);
}

// ---- variables, exit codes

WORLD_TEST(VariableCheck, AsksInTheUnitOfTheCatalogue) {
  FakeSight sight(host);
  sight.driver.value = 90;
  const Check check = check_of("{variable: {of: sim, name: PLANE ALTITUDE, value: {less_than: 100 feet}}}");
  const Seen seen = co_await check->see(sight);
  EXPECT_TRUE(seen.holds);
  EXPECT_EQ(seen.values.at(0).margin, 10);
  EXPECT_EQ(seen.values.at(0).name, "PLANE ALTITUDE");
  EXPECT_THAT(sight.driver.asked, ElementsAre("PLANE ALTITUDE in feet"));
  EXPECT_THAT(co_await check->quantity(sight), IsOkWith(90.0));
  sight.driver.value.reset();
  EXPECT_FALSE((co_await check->see(sight)).known);
}

WORLD_TEST(ExitCheck, WaitsForTheEnd) {
  FakeSight sight(host);
  const Check check = check_of("{exit: {of: monitor, code: {one_of: [0, 75]}}}");
  EXPECT_EQ(check->text(), "exit code of monitor is one of 0, 75");
  EXPECT_FALSE((co_await check->see(sight)).known);
  sight.exited = 75;
  EXPECT_TRUE((co_await check->see(sight)).holds);
  sight.exited = 1;
  EXPECT_FALSE((co_await check->see(sight)).holds);
}

}  // namespace
}  // namespace checkride::harness
