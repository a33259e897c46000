// Includes, parameters, cases, fixtures, overlays of rigs and procedures: what a file becomes before it is read, and
// that each mistake is told once, with its place. Files are on a virtual disk; roots are compared as JSON.
#include "scenario/expand/expand.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "checkride/world/virtual_world.hpp"

namespace checkride::harness {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

struct Expand : testing::Test {
  void put(const std::string& path, const std::string& text) {
    (void)files.make_directories(path.substr(0, path.rfind('/')));
    EXPECT_TRUE(files.write(path, text).has_value());
  }

  // The cases of /s/a.yaml, which holds this text.
  std::vector<ExpandedCase> cases(const std::string& text, const LoadRequest& request = {}) {
    put("/s/a.yaml", text);
    SourceFiles sources(files);
    values::Diagnostics met;
    std::vector<ExpandedCase> expanded;
    if (const auto root = sources.load("/s/a.yaml", {"/s/a.yaml", 1, 1}, met)) {
      expanded = expand(*root, "/s/a.yaml", request, sources, met);
    }
    mistakes = met.text();
    read.clear();
    for (const SourceText& source : sources.read()) read.push_back(source.path);
    return expanded;
  }

  // The one case of the text, as JSON.
  std::string one(const std::string& text, const LoadRequest& request = {}) {
    const auto expanded = cases(text, request);
    std::string json;
    if (expanded.size() == 1) values::append_json(json, expanded.front().root);
    return mistakes.empty() ? json : mistakes;
  }

  std::vector<std::string> names(const std::string& text, const LoadRequest& request = {}) {
    std::vector<std::string> names;
    for (const ExpandedCase& expanded : cases(text, request)) names.push_back(expanded.case_.name);
    return names;
  }

  world::VirtualWorld world;
  world::Files& files = world.add_host("a").files();
  std::string mistakes;           // of the last expansion
  std::vector<std::string> read;  // by it
};

using Params = Expand;
using Matrix = Expand;
using Include = Expand;
using Fixtures = Expand;
using OnRig = Expand;
using Procedures = Expand;

TEST_F(Params, StandForValuesAndInsideTexts) {
  EXPECT_EQ(one("params: {h: 80 feet, m: {a: [1]}, n: 3}\n"
                "x: [$h, $m, \"up to ${h}\", \"${n}\", '$$h', $5]\n"),
            R"({"x":["80 feet",{"a":[1]},"up to 80 feet",3,"$h","$5"]})");
  EXPECT_EQ(one("params: {a: \"${b}!\", b: $c, c: x}\nx: $a\n"), R"({"x":"x!"})") << "of each other, in any order";
  EXPECT_EQ(one("x: [$health.port, \"${sim.host}:${sim.port}\", $folder]\n"),
            R"({"x":["$health.port","${sim.host}:${sim.port}","$folder"]})")
      << "the rig fills these in";
}

TEST_F(Params, AValueKeepsThePlaceWhereItWasWritten) {
  const auto expanded = cases("params:\n  h: 80 feet\nx: $h\ny: \"${h}\"\nz: \"a ${h}\"\n");
  ASSERT_EQ(expanded.size(), 1U);
  EXPECT_EQ(expanded[0].root.find("x")->line(), 2);
  EXPECT_EQ(expanded[0].root.find("y")->line(), 2);
  EXPECT_EQ(expanded[0].root.find("z")->line(), 5) << "of a text it is only a part";
}

TEST_F(Params, TheCommandLineHasTheLastWord) {
  EXPECT_EQ(one("params: {h: 80 feet}\nx: $h\n", {RigKind::virtual_rig, {{"h", "5 feet"}}}), R"({"x":"5 feet"})");
  EXPECT_EQ(one("params: {hight: 80 feet}\nx: $hight\n", {RigKind::virtual_rig, {{"higth", "1"}}}),
            "--param higth: /s/a.yaml has no such parameter, did you mean \"hight\"?");
}

TEST_F(Params, MistakesAreToldWithTheirPlaceAndOnce) {
  EXPECT_EQ(one("params: {high: 1}\nx: [$hihg, $high]\n"),
            "/s/a.yaml:2:5: there is no parameter \"hihg\", did you mean \"high\"?");
  EXPECT_THAT(one("x: \"${HOME}\"\n"), HasSubstr("a.yaml:1:4: there is no parameter \"HOME\"; declare it"));
  EXPECT_THAT(one("x: \"a ${b\"\n"), HasSubstr("a.yaml:1:4: \"${\" without \"}\""));
  EXPECT_EQ(one("params: {low: 1}\nx: 1\n"),
            "/s/a.yaml:1:10: nothing uses the parameter \"low\": write $low where it belongs, or take it out");
  EXPECT_THAT(one("params: {a: {b: 1}}\nx: \"is ${a}\"\n"), HasSubstr("a.yaml:2:4: \"a\" is a map, which cannot"));
  EXPECT_THAT(one("params: {a: $b, b: $a}\nx: $a\n"), HasSubstr("the parameter \"a\" is made of itself"));
  EXPECT_THAT(one("params: {A b: 1}\nx: 1\n"), HasSubstr("a.yaml:1:10: \"A b\" cannot name a parameter"));
  EXPECT_THAT(one("params: {folder: 1}\nx: $folder\n"), HasSubstr("a.yaml:1:10: \"folder\" cannot name a parameter"));
  EXPECT_THAT(one("params: {a: }\nx: $a\n"), HasSubstr("a.yaml:1:10: the parameter \"a\" has no value"));
  EXPECT_THAT(one("params: [a]\nx: 1\n"), HasSubstr("a.yaml:1:9: expected a map of parameters"));
  EXPECT_THAT(one("params:\nx: 1\n"), HasSubstr("a.yaml:1:1: \"params\" has no value"));
}

TEST_F(Params, AMistakeInAllCasesIsOne) {
  EXPECT_EQ(one("matrix: {a: [1, 2, 3]}\nx: [$a, $b]\n"),
            "/s/a.yaml:2:9: there is no parameter \"b\", did you mean \"a\"?");
}

TEST_F(Params, AFewBytesDoNotBecomeMillions) {
  std::string text = "params:\n  p0: [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    text += fmt::format("  p{}: [", i);
    for (int j = 0; j < 10; ++j) text += fmt::format("{}$p{}", j == 0 ? "" : ", ", i - 1);
    text += "]\n";
  }
  EXPECT_THAT(one(text + "x: $p11\n"), HasSubstr("the parameters and cases make too much of this file"));
  const std::string long_one(1024 * 1024, 'x');
  std::string many = "\"";
  for (int i = 0; i < 100; ++i) many += "${p}";
  EXPECT_THAT(one("params: {p: " + long_one + "}\nx: " + many + "\"\n"), HasSubstr("make too much of this file"));
}

TEST_F(Matrix, IsTheProductInTheOrderOfTheFile) {
  EXPECT_THAT(names("matrix: {profile: [fsx_sp2, msfs2024], h: [80 feet, 20.5 feet, {a: 1}]}\nx: [$profile, $h]\n"),
              ElementsAre("fsx_sp2.80-feet", "fsx_sp2.20-5-feet", "fsx_sp2.h-3", "msfs2024.80-feet",
                          "msfs2024.20-5-feet", "msfs2024.h-3"));
  const auto expanded = cases("params: {h: 1}\nmatrix: {profile: [a, b]}\nx: [$profile, $h]\n");
  ASSERT_EQ(expanded.size(), 2U);
  EXPECT_THAT(expanded[1].case_.params, ElementsAre(Pair("profile", "b")));
  std::string json;
  values::append_json(json, expanded[1].root);
  EXPECT_EQ(json, R"({"x":["b",1]})");
}

TEST_F(Matrix, RowsAreLeftOutAndAdded) {
  EXPECT_THAT(names("matrix: {a: [1, 2], b: [x, y]}\nexclude: [{a: 2}, {a: 1, b: y}]\n"
                    "cases: [{name: low, a: 9, b: z}]\nx: [$a, $b]\n"),
              ElementsAre("1.x", "low"));
  EXPECT_EQ(mistakes, "");
  EXPECT_THAT(names("params: {b: 3}\ncases: [{name: low, a: 9}, {name: high, a: 1, b: 2}]\nx: [$a, $b]\n"),
              ElementsAre("low", "high"));
  EXPECT_EQ(mistakes, "");
}

TEST_F(Matrix, AFileWithoutIsOneCase) {
  EXPECT_THAT(names("x: 1\n"), ElementsAre(""));
}

TEST_F(Matrix, OneValueOfItCanBeGivenByHand) {
  const LoadRequest one_profile{RigKind::virtual_rig, {{"a", "2"}}};
  EXPECT_THAT(names("matrix: {a: [1, 2], b: [x, y]}\nexclude: [{a: 1, b: y}]\nx: [$a, $b]\n", one_profile),
              ElementsAre("2.x", "2.y"));
  EXPECT_EQ(mistakes, "") << "that an exclusion fits nothing is no slip of the pen then";
}

TEST_F(Matrix, Mistakes) {
  const std::string use = "x: [$a, $b]\n";
  EXPECT_THAT(one("matrix: {a: [1, 2], b: [3]}\nexclude: [{a: 7}]\n" + use),
              HasSubstr("a.yaml:2:11: no case of the matrix is like this"));
  EXPECT_THAT(one("matrix: {a: [1, 2], b: [3]}\nexclude: [{c: 7}]\n" + use),
              HasSubstr("a.yaml:2:12: the matrix has no parameter \"c\""));
  EXPECT_THAT(one("matrix: {a: [1, 2], b: [3]}\nexclude: [{b: 3}]\n" + use),
              HasSubstr("a.yaml:2:10: every case of the matrix is excluded"));
  EXPECT_THAT(one("params: {a: 1, b: 1}\nexclude: [{b: 3}]\n" + use), HasSubstr("there is no matrix to exclude"));
  EXPECT_THAT(one("matrix: {a: [1, 80 feet, 80-feet], b: [3]}\n" + use),
              HasSubstr("a.yaml:1:26: two cases would have the name \"80-feet\""));
  EXPECT_EQ(one("matrix: {a: 1, b: [3]}\n" + use),
            "/s/a.yaml:1:13: expected the values that \"a\" has, a list: [80 feet, 20 feet]")
      << "that there is no $a follows from it";
  EXPECT_THAT(one("matrix: []\n" + use), HasSubstr("a.yaml:1:9: expected a map of parameters and their values"));
  EXPECT_THAT(one("matrix: {a: [1], b: [1], c: [2]}\n" + use), HasSubstr("a.yaml:1:26: nothing uses the parameter"));
  EXPECT_THAT(one("cases: [{name: n, a: 1, b: 1}, {name: n, a: 2, b: 2}]\n" + use),
              HasSubstr("a.yaml:1:39: there is a case \"n\" already"));
  EXPECT_THAT(one("cases: [{a: 1, b: 1}]\n" + use), HasSubstr("a.yaml:1:9: the key \"name\" is missing"));
  EXPECT_THAT(one("cases: [{name: A b, a: 1, b: 1}]\n" + use), HasSubstr("a.yaml:1:16: a name is made of"));
  EXPECT_THAT(one("cases: [{name: n, a: 1}, {name: m, a: 2, b: 2}]\n" + use),
              HasSubstr("a.yaml:2:9: there is no parameter \"b\""))
      << "the first row has none";
}

TEST_F(Matrix, HasALimit) {
  std::string values;
  for (int i = 0; i < 32; ++i) values += fmt::format("{}{}", i == 0 ? "" : ", ", i);
  const std::string matrix = "matrix: {a: [" + values + "], b: [" + values + "]";
  EXPECT_THAT(one(matrix + "}\nx: [$a, $b]\n"), HasSubstr("a.yaml:1:9: a matrix makes at most 1000 cases"));
  std::string many = "matrix: {";
  for (int i = 0; i < 40; ++i) many += fmt::format("{}p{}: [1, 2, 3, 4]", i == 0 ? "" : ", ", i);
  EXPECT_THAT(one(many + "}\nx: 1\n"), HasSubstr("a matrix makes at most 1000 cases"));
}

TEST_F(Include, LiesBeneathTheFile) {
  put("/common/b.yaml",
      "fragment: b\ndescription: d\nsimulators: {sim: {profile: fsx_sp2, flight: f}}\nsetup: [{wait: 1s}]\n"
      "teardown: [{wait: 3s}]\nalways: [{a: 1}]\ntime_limit: 1m\n");
  EXPECT_EQ(one("include: [../common/b.yaml]\nsimulators: {sim: {flight: g}}\nsetup: [{wait: 2s}]\n"
                "teardown: [{wait: 4s}]\nalways: [{b: 1}]\n"),
            R"({"simulators":{"sim":{"profile":"fsx_sp2","flight":"g"}},"setup":[{"wait":"1s"},{"wait":"2s"}],)"
            R"("teardown":[{"wait":"4s"},{"wait":"3s"}],"always":[{"a":1},{"b":1}],"time_limit":"1m"})");
  EXPECT_THAT(read, ElementsAre("/s/a.yaml", "/common/b.yaml"));
}

TEST_F(Include, PathsCountFromTheFileThatNamesThemAndEachFileCountsOnce) {
  put("/c/b.yaml", "fragment: b\ninclude: d/e.yaml\nsetup: [b]\n");
  put("/c/d/e.yaml", "fragment: e\nsetup: [e]\n");
  EXPECT_EQ(one("include: [../c/b.yaml, ../c/d/e.yaml]\n"), R"({"setup":["e","b"]})");
}

TEST_F(Include, ItsParametersAreDefaults) {
  put("/s/b.yaml", "fragment: b\nparams: {h: 1, k: 2}\nneeds: [n]\nx: [$h, $k, $n]\n");
  EXPECT_THAT(one("include: b.yaml\nparams: {h: 5, n: 6}\n"), HasSubstr("a fragment has no key \"x\""));
  put("/s/b.yaml", "fragment: b\nparams: {h: 1, k: 2}\nneeds: [n]\nsetup: [$h, $k, $n]\n");
  EXPECT_EQ(one("include: b.yaml\nparams: {h: 5, n: 6}\n"), R"({"setup":[5,2,6]})");
  EXPECT_EQ(one("include: b.yaml\n"), "/s/a.yaml:1:10: /s/b.yaml needs the parameter \"n\": give it a value");
}

TEST_F(Include, Mistakes) {
  put("/s/one.yaml", "fragment: one\ninclude: two.yaml\n");
  put("/s/two.yaml", "fragment: two\ninclude: one.yaml\n");
  EXPECT_EQ(one("include: one.yaml\n"),
            "/s/two.yaml:2:10: the files name each other in a circle: /s/one.yaml -> /s/two.yaml -> /s/one.yaml");
  EXPECT_THAT(one("include: a.yaml\n"), HasSubstr("/s/a.yaml:1:10: the files name each other in a circle"));
  EXPECT_THAT(one("include: [x, gone.yaml]\n"),
              HasSubstr("/s/a.yaml:1:14: cannot read \"/s/gone.yaml\": No such file"));
  put("/s/whole.yaml", "scenario: whole\ntimeline: []\n");
  EXPECT_THAT(one("include: whole.yaml\n"), HasSubstr("a.yaml:1:10: /s/whole.yaml is a scenario, and only fragments"));
  put("/s/broken.yaml", "fragment: x\nsetup: []\nsetup: []\n");
  EXPECT_THAT(one("include: broken.yaml\n"), HasSubstr("/s/broken.yaml:3:1: duplicate key"));
  put("/s/acts.yaml", "fragment: acts\ntimeline: []\n");
  EXPECT_THAT(one("include: acts.yaml\n"), HasSubstr("/s/acts.yaml:2:1: a fragment has no timeline"));
  put("/s/typo.yaml", "fragment: typo\nsteup: []\n");
  EXPECT_THAT(one("include: typo.yaml\n"),
              HasSubstr("/s/typo.yaml:2:1: a fragment has no key \"steup\", did you mean"));
  EXPECT_THAT(one("params: {p: x}\ninclude: $p\n"), HasSubstr("a.yaml:2:10: files are included before"));
  EXPECT_THAT(one("include: [{a: 1}]\n"), HasSubstr("a.yaml:1:11: expected the path of a fragment"));
}

TEST_F(Include, HasALimitOfDepth) {
  for (int i = 0; i < 20; ++i) put(fmt::format("/s/f{}", i), fmt::format("fragment: f\ninclude: f{}\n", i + 1));
  put("/s/f20", "fragment: f\n");
  EXPECT_EQ(one("include: f0\n"), "/s/f15:2:10: included more than 16 files deep");
  EXPECT_EQ(one("include: f5\n"), "{}");
}

TEST_F(Fixtures, AreFragmentsWithParametersOfTheirOwn) {
  put("/f/g.yaml",
      "fragment: guided\nparams: {profile: fsx_sp2, label: \"${profile} of ${flight}\"}\nneeds: [flight]\n"
      "simulators: {sim: {profile: $profile, flight: $flight}}\nsetup: [{label: $label}]\n");
  EXPECT_EQ(one("params: {where: hop, profile: mine}\n"
                "fixtures: [{use: ../f/g.yaml, with: {flight: \"${where}.yaml\"}}]\n"
                "setup: [{profile: $profile}]\nsimulators: {sim: {menu: true}}\n"),
            R"({"simulators":{"sim":{"profile":"fsx_sp2","flight":"hop.yaml","menu":true}},)"
            R"("setup":[{"label":"fsx_sp2 of hop.yaml"},{"profile":"mine"}]})");
}

TEST_F(Fixtures, CanBeAnotherInEachCase) {
  put("/s/f.yaml", "fragment: f\nneeds: [n]\nsetup: [$n]\n");
  put("/s/g.yaml", "fragment: g\nneeds: [n]\nsetup: [g, $n]\n");
  const auto expanded = cases("matrix: {which: [f, g]}\nfixtures: [{use: \"${which}.yaml\", with: {n: 1}}]\n");
  ASSERT_EQ(mistakes, "");
  ASSERT_EQ(expanded.size(), 2U);
  EXPECT_EQ(expanded[1].root.find("setup")->items().size(), 2U);
}

TEST_F(Fixtures, Mistakes) {
  put("/s/f.yaml", "fragment: f\nneeds: [flight]\nparams: {idle: 1}\nsetup: [$flight]\n");
  EXPECT_EQ(one("fixtures: [{use: f.yaml, with: {fligth: 1}}]\n"),
            "/s/f.yaml:3:10: nothing uses the parameter \"idle\": write $idle where it belongs, or take it out\n"
            "/s/a.yaml:1:33: f.yaml has no parameter \"fligth\", did you mean \"flight\"?\n"
            "/s/a.yaml:1:18: /s/f.yaml needs the parameter \"flight\": give it a value");
  EXPECT_THAT(one("fixtures: [{use: gone.yaml}]\n"), HasSubstr("a.yaml:1:18: cannot read \"/s/gone.yaml\""));
  EXPECT_THAT(one("fixtures: [{wiht: {a: 1}}]\n"), HasSubstr("a.yaml:1:13: unknown key \"wiht\", did you mean"));
  EXPECT_THAT(one("fixtures: [f.yaml]\n"), HasSubstr("a.yaml:1:12: expected a fixture: {use: path"));
  put("/s/h.yaml", "fragment: h\nfixtures: [{use: h.yaml}]\n");
  EXPECT_THAT(one("fixtures: [{use: h.yaml}]\n"), HasSubstr("/s/h.yaml:2:18: the files name each other in a circle"));
}

TEST_F(Fixtures, ThatMultiplyEndWithAMistake) {
  for (int i = 0; i < 15; ++i) {
    std::string uses;
    for (int j = 0; j < 8; ++j) uses += fmt::format("  - {{use: f{}}}\n", i + 1);
    put(fmt::format("/s/f{}", i), "fragment: f\nfixtures:\n" + uses);
  }
  put("/s/f15", "fragment: f\nsetup: [1, 2, 3, 4]\n");
  EXPECT_THAT(one("fixtures: [{use: f0}]\n"), HasSubstr("make too much of this file"));
}

TEST_F(OnRig, LiesOverScenarioAndSteps) {
  const std::string text =
      "time_limit: 1m\nparams: {h: 1}\non_rig: {process: {time_limit: 2m, params: {h: 2}}, live: {skip: why}}\n"
      "timeline:\n  - {wait: 1s, on_rig: {live: {wait: 9s}}}\n  - repeat: {steps: [{h: $h, on_rig: {process: {h: "
      "7}}}]}\n"
      "  - parallel: {b: [{w: 1, on_rig: {live: {w: 2}}}]}\n";
  EXPECT_EQ(one(text), R"({"time_limit":"1m","timeline":[{"wait":"1s"},{"repeat":{"steps":[{"h":1}]}},)"
                       R"({"parallel":{"b":[{"w":1}]}}]})");
  EXPECT_EQ(
      one(text, {RigKind::process_rig, {}}),
      R"({"time_limit":"2m","timeline":[{"wait":"1s"},{"repeat":{"steps":[{"h":7}]}},{"parallel":{"b":[{"w":1}]}}]})");
  EXPECT_EQ(
      one(text, {RigKind::live_rig, {}}),
      R"({"time_limit":"1m","timeline":[{"wait":"9s"},{"repeat":{"steps":[{"h":1}]}},{"parallel":{"b":[{"w":2}]}}],)"
      R"("skip":"why"})");
}

TEST_F(OnRig, MistakesAreToldForEveryRig) {
  EXPECT_THAT(one("on_rig: {proces: {a: 1}}\n"),
              HasSubstr("a.yaml:1:10: there is no rig \"proces\": virtual, process and live are, did you mean"));
  EXPECT_THAT(one("on_rig: {live: 5}\n"), HasSubstr("a.yaml:1:16: expected a map of what is otherwise on this rig"));
  EXPECT_THAT(one("on_rig: 5\n"), HasSubstr("a.yaml:1:9: expected a map of rigs"));
  EXPECT_THAT(one("on_rig: {live: {matrix: {a: [1]}}}\n"), HasSubstr("a.yaml:1:17: matrix is the same on every rig"));
  EXPECT_THAT(one("timeline: [{wait: 1s, on_rig: {life: {wait: 2s}}}]\n"), HasSubstr("a.yaml:1:32: there is no rig"));
}

TEST_F(Procedures, AreStepsInPlaceOfTheirName) {
  EXPECT_EQ(
      one("params: {h: 5, t: 1s}\n"
          "procedures:\n  dive: [{set: $h}, {do: {procedure: hold, with: {t: 3s}}}]\n  hold: [{wait: $t}]\n"
          "timeline:\n  - {at: 60s, do: {procedure: dive, with: {h: 9}}}\n  - do: hold\n"
          "  - parallel: [[{do: dive}], [{repeat: {times: 2, steps: [{do: hold}]}}]]\n"),
      R"({"timeline":[{"at":"60s","do":[{"set":9},{"do":[{"wait":"3s"}]}]},{"do":[{"wait":"1s"}]},)"
      R"({"parallel":[[{"do":[{"set":5},{"do":[{"wait":"3s"}]}]}],[{"repeat":{"times":2,"steps":[{"do":[{"wait":"1s"}]}]}}]]}]})");
}

TEST_F(Procedures, AValueIsFilledInOnce) {
  EXPECT_EQ(one("procedures: {say: [{a: $t}]}\ntimeline: [{do: {procedure: say, with: {t: $$t}}}]\n"),
            R"({"timeline":[{"do":[{"a":"$t"}]}]})");
}

TEST_F(Procedures, Mistakes) {
  EXPECT_THAT(one("procedures: {dive: [{wait: 1s}]}\ntimeline: [{do: diev}, {do: dive}]\n"),
              HasSubstr("a.yaml:2:17: there is no procedure \"diev\", did you mean \"dive\"?"));
  EXPECT_THAT(one("timeline: [{do: dive}]\n"), HasSubstr("no procedure \"dive\": declare it under procedures"));
  EXPECT_EQ(one("procedures: {a: [{do: b}], b: [{do: a}]}\ntimeline: [{do: a}]\n"),
            "/s/a.yaml:1:37: the procedures do each other in a circle: a -> b -> a");
  EXPECT_THAT(one("procedures: {a: [{wait: 1s}]}\ntimeline: [{do: {procedure: a, with: {h: 1}}}]\n"),
              HasSubstr("a.yaml:2:39: nothing uses the parameter \"h\""));
  EXPECT_THAT(one("procedures: {a: [{wait: 1s}]}\ntimeline: [{wait: 1s}]\n"),
              HasSubstr("a.yaml:1:14: nothing does the procedure \"a\""));
  EXPECT_THAT(one("procedures: {a: {wait: 1s}}\ntimeline: [{do: a}]\n"),
              HasSubstr("a.yaml:1:17: a procedure is a list"));
  EXPECT_THAT(one("timeline: [{do: [{wait: 1s}]}]\n"), HasSubstr("a.yaml:1:17: expected the name of a procedure"));
  EXPECT_THAT(one("procedures: {a: [1]}\ntimeline: [{do: {procedur: a}}, {do: a}]\n"),
              HasSubstr("did you mean \"procedure\""));
}

}  // namespace
}  // namespace checkride::harness
