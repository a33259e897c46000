// checkride coverage: what is known of each promise, from scenarios and from the records of their runs.
#include "commands/coverage.hpp"

#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using reports::Verdict;
using test::FailsWith;
using test::IsOk;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kBook =
    "- {id: a, promise: p, how: runtime}\n"
    "- {id: bb, promise: p, how: topology, open: nobody built it}\n"
    "- {id: c, promise: p, how: artefact}\n"
    "- {id: d, promise: p, how: document}\n"
    "- {id: e, promise: p, how: runtime}\n";

Scenario scenario(const std::string& name, std::vector<std::string> promises,
                  std::vector<std::string> rigs = {"virtual", "process"}) {
  Scenario scenario;
  scenario.name = name;
  scenario.file = "s/" + name + ".yaml";
  scenario.promises = std::move(promises);
  scenario.rigs = std::move(rigs);
  return scenario;
}

reports::ScenarioRecord run(const std::string& name, Verdict verdict, const std::string& rig = "virtual",
                            const std::string& scenario = "") {
  reports::ScenarioRecord run;
  run.name = name;
  run.rig = rig;
  run.verdict = verdict;
  run.scenario = scenario;
  return run;
}

reports::Record record(std::vector<reports::ScenarioRecord> runs) {
  reports::Record record;
  record.scenarios = std::move(runs);
  return record;
}

Coverage coverage_of(const std::vector<Scenario>& scenarios, const std::vector<reports::Record>& records = {}) {
  const auto book = PromiseBook::read(kBook, "s/promises.yaml");
  EXPECT_THAT(book, IsOk());
  return cover(*book, scenarios, records);
}

// The last result of the only scenario of promise "a", on its first rig.
std::optional<Verdict> last_of(const std::vector<reports::Record>& records) {
  return coverage_of({scenario("x", {"a"})}, records).promises[0].scenarios[0].rigs[0].last;
}

TEST(Coverage, EveryPromiseStandsSomewhere) {
  const Coverage coverage = coverage_of({scenario("x", {"a", "c"})});
  std::vector<Standing> standings;
  for (const auto& one : coverage.promises) standings.push_back(one.standing);
  EXPECT_THAT(standings, ElementsAre(Standing::scenarios, Standing::open, Standing::scenarios, Standing::document,
                                     Standing::nothing));
  EXPECT_EQ(coverage_of({}).count(Standing::nothing), 2U);
  EXPECT_EQ(coverage_of({scenario("x", {"a", "e"})}).count(Standing::nothing), 0U);
}

TEST(Coverage, TextIsOneLineForEachPromiseAndScenario) {
  const Coverage coverage = coverage_of({scenario("x", {"a"}), scenario("y", {"a"}, {"virtual"})},
                                        {record({run("x", Verdict::passed), run("y", Verdict::failed)})});
  EXPECT_EQ(to_text(coverage),
            "a   x (virtual passed, process -)\n"
            "    y (virtual failed)\n"
            "bb  open: nobody built it\n"
            "c   artefact\n"
            "d   document\n"
            "e   nothing\n"
            "5 promises of s/promises.yaml: 1 in scenarios, 1 open, 1 artefacts, 1 documents, 1 with nothing\n"
            "A promise with nothing needs a scenario that names it, or `open` with the reason in the book.");
}

TEST(Coverage, JsonHasTheSame) {
  const Coverage coverage = coverage_of({scenario("x", {"a", "e"})}, {record({run("x", Verdict::passed)})});
  EXPECT_EQ(to_json(coverage),
            R"({"format":"checkride.coverage","version":1,"book":"s/promises.yaml",)"
            R"("counts":{"scenarios":2,"open":1,"artefact":1,"document":1,"nothing":0},"promises":[)"
            R"({"id":"a","how":"runtime","standing":"scenarios","scenarios":[)"
            R"({"name":"x","file":"s/x.yaml","rigs":{"virtual":"passed","process":null}}]},)"
            R"({"id":"bb","how":"topology","standing":"open","open":"nobody built it","scenarios":[]},)"
            R"({"id":"c","how":"artefact","standing":"artefact","scenarios":[]},)"
            R"({"id":"d","how":"document","standing":"document","scenarios":[]},)"
            R"({"id":"e","how":"runtime","standing":"scenarios","scenarios":[)"
            R"({"name":"x","file":"s/x.yaml","rigs":{"virtual":"passed","process":null}}]}]})");
}

TEST(Coverage, TheWorstCaseOfAScenarioCounts) {
  EXPECT_EQ(last_of({}), std::nullopt);
  EXPECT_EQ(
      last_of({record({run("x.low", Verdict::passed, "virtual", "x"), run("x.high", Verdict::failed, "virtual", "x"),
                       run("x.mid", Verdict::skipped, "virtual", "x")})}),
      Verdict::failed);
  EXPECT_EQ(last_of({record(
                {run("x.low", Verdict::passed, "virtual", "x"), run("x.mid", Verdict::skipped, "virtual", "x")})}),
            Verdict::passed);
}

TEST(Coverage, OfTheSameRunTheLastReportCounts) {
  EXPECT_EQ(last_of({record({run("x", Verdict::failed)}), record({run("x", Verdict::passed)})}), Verdict::passed);
  EXPECT_EQ(last_of({record({run("x", Verdict::passed)}), record({run("x", Verdict::failed, "process")})}),
            Verdict::passed);
}

TEST(Coverage, CasesOfOneFileAreOneScenario) {
  Scenario low = scenario("x.low", {"a"});
  low.case_.name = "low";
  Scenario high = scenario("x.high", {"a"});
  high.case_.name = "high";
  const auto runs =
      record({run("x.low", Verdict::passed, "virtual", "x"), run("x.high", Verdict::failed, "virtual", "x")});
  const auto scenarios = coverage_of({low, high}, {runs}).promises[0].scenarios;
  ASSERT_EQ(scenarios.size(), 1U);
  EXPECT_EQ(scenarios[0].name, "x");
  EXPECT_EQ(scenarios[0].rigs[0].last, Verdict::failed);
}

TEST(Coverage, ItsOptions) {
  EXPECT_THAT(parse_coverage({})->paths, ElementsAre("scenarios"));
  const auto options = parse_coverage({"a", "b.yaml", "--report", "r", "--report=q", "--json"});
  ASSERT_THAT(options, IsOk());
  EXPECT_THAT(options->paths, ElementsAre("a", "b.yaml"));
  EXPECT_THAT(options->reports, ElementsAre("r", "q"));
  EXPECT_TRUE(options->json);
  EXPECT_THAT(parse_coverage({"--reprot", "r"}), FailsWith(HasSubstr("did you mean \"--report\"?")));
  EXPECT_THAT(parse_coverage({"--report="}), FailsWith(HasSubstr("--report: a value is missing")));
}

}  // namespace
}  // namespace checkride::harness
