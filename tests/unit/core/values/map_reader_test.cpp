// Goal: a map is read into typed variables; everything wrong is reported at once, each at its place, with the name that
// was meant. Method: small files, whole messages.
#include "checkride/values/map_reader.hpp"

#include <gmock/gmock.h>

namespace checkride::values {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

// Keeps the document alive for the reader.
class MapReaderTest : public testing::Test {
 protected:
  MapReader read(std::string_view text) {
    document_ = load(text, "t.yaml").value();
    return document_.root_map(errors_);
  }
  std::string mistakes() const { return errors_.text(); }

  Document document_;
  Diagnostics errors_;
};

TEST_F(MapReaderTest, ReadsEveryType) {
  MapReader map = read(
      "name: sim\nport: 5111\nratio: 0.5\nenabled: true\nflush: 1m30s\nbuffer: 64MiB\nto: [a, b]\nid: 0xffffffff\n");
  std::string name;
  std::uint16_t port = 0;
  double ratio = 0;
  bool enabled = false;
  Duration flush{};
  Bytes buffer;
  std::vector<std::string> to;
  std::optional<std::uint32_t> id;
  EXPECT_TRUE(map.required("name", &name));
  EXPECT_TRUE(map.optional("port", &port, {1, 65535}));
  EXPECT_TRUE(map.optional("ratio", &ratio, {0, 1}));
  EXPECT_TRUE(map.optional("enabled", &enabled));
  EXPECT_TRUE(map.optional("flush", &flush, {1ms, 1h}));
  EXPECT_TRUE(map.optional("buffer", &buffer));
  EXPECT_TRUE(map.required("to", &to));
  EXPECT_TRUE(map.optional("id", &id));
  map.finish();
  EXPECT_EQ(mistakes(), "");
  EXPECT_EQ(name, "sim");
  EXPECT_EQ(port, 5111);
  EXPECT_EQ(ratio, 0.5);
  EXPECT_TRUE(enabled);
  EXPECT_EQ(flush, 90s);
  EXPECT_EQ(buffer, Bytes{67'108'864});
  EXPECT_THAT(to, ElementsAre("a", "b"));
  EXPECT_EQ(id, 0xffffffffU);
}

TEST_F(MapReaderTest, AbsentKeysKeepTheirDefaults) {
  MapReader map = read("{}");
  int attempts = 5;
  EXPECT_FALSE(map.optional("attempts", &attempts));
  map.finish();
  EXPECT_EQ(attempts, 5);
  EXPECT_EQ(mistakes(), "");
}

TEST_F(MapReaderTest, MissingKeysAreReportedAtTheMap) {
  MapReader map = read("\nname: sim\n");
  std::string address;
  EXPECT_FALSE(map.required("address", &address));
  EXPECT_FALSE(map.required_list("rules", [](const Node&) {}));
  EXPECT_EQ(mistakes(), "t.yaml:2:1: the key \"address\" is missing\nt.yaml:2:1: the key \"rules\" is missing");
}

TEST_F(MapReaderTest, UnknownKeysAreReportedWithTheNearestOne) {
  MapReader map = read("treshold: 100\nduration: 10s\ncolour: red\n");
  double threshold = 0;
  Duration duration{};
  (void)map.optional("threshold", &threshold);
  (void)map.optional("duration", &duration);
  map.finish();
  EXPECT_EQ(mistakes(),
            "t.yaml:1:1: unknown key \"treshold\", did you mean \"threshold\"?\n"
            "t.yaml:3:1: unknown key \"colour\" (known here: threshold, duration)");
}

TEST_F(MapReaderTest, AKeyThatIsThereIsNotWhatAnotherMeant) {
  MapReader map = read("port: 1\nports: 2\n");
  int port = 0;
  (void)map.required("port", &port);
  map.finish();
  EXPECT_EQ(mistakes(), "t.yaml:2:1: unknown key \"ports\" (known here: port)");
}

TEST_F(MapReaderTest, ADashWithoutABlankIsNoList) {
  MapReader map = read("steps:\n  -wait: 1s\nmore:\n  wait: 1s\n");
  (void)map.list("steps", [](const Node&) {});
  (void)map.list("more", [](const Node&) {});
  EXPECT_EQ(mistakes(),
            "t.yaml:2:3: expected a list (a blank belongs behind each \"-\"), not a map\n"
            "t.yaml:4:3: expected a list, not a map");
}

TEST_F(MapReaderTest, OfManyKnownKeysTheFirstAreTold) {
  MapReader map = read("colour: 1\n");
  for (char c = 'a'; c < 'a' + 13; ++c) {
    int value = 0;
    (void)map.optional(std::string(2, c), &value);
  }
  map.finish();
  EXPECT_EQ(mistakes(),
            "t.yaml:1:1: unknown key \"colour\" (known here: aa, bb, cc, dd, ee, ff, gg, hh, ii, jj, kk, ll, ...)");
}

TEST_F(MapReaderTest, AllMistakesOfAFileAreReported) {
  MapReader map = read("port: 70000\nenabled: yes\nflush: 30\nname: [a]\nto: ops\nratio: 2\n");
  std::uint16_t port = 7;
  bool enabled = false;
  Duration flush{};
  std::string name;
  std::vector<std::string> to;
  double ratio = 0;
  EXPECT_FALSE(map.optional("port", &port, {1, 65535}));
  EXPECT_FALSE(map.optional("enabled", &enabled));
  EXPECT_FALSE(map.optional("flush", &flush));
  EXPECT_FALSE(map.optional("name", &name));
  EXPECT_FALSE(map.optional("to", &to));
  EXPECT_FALSE(map.optional("ratio", &ratio, {0, 1}));
  map.finish();
  EXPECT_EQ(
      mistakes(),
      "t.yaml:1:7: 70000 is out of range, expected 1 to 65535\n"
      "t.yaml:2:10: expected true or false, not \"yes\"\n"
      "t.yaml:3:8: expected a duration such as 30s, 1m30s or 250ms, not \"30\" (a unit is missing: 30s or 30ms?)\n"
      "t.yaml:4:7: expected text, not a list\n"
      "t.yaml:5:5: expected a list of texts, not a single value (write [...] around it)\n"
      "t.yaml:6:8: 2 is out of range, expected 0 to 1");
  EXPECT_EQ(port, 7);
}

TEST_F(MapReaderTest, RangesOfDurationsAreShownAsDurations) {
  MapReader map = read("interval: 2h\n");
  Duration interval{};
  (void)map.optional("interval", &interval, {10ms, 1h});
  EXPECT_EQ(mistakes(), "t.yaml:1:11: 2h is out of range, expected 10ms to 1h");
}

TEST_F(MapReaderTest, ChoicesNameTheirWords) {
  enum class Severity { info, warning, critical };
  MapReader map = read("a: critical\nb: critcal\nc: [x]\n");
  const std::initializer_list<Word<Severity>> words = {
      {"info", Severity::info}, {"warning", Severity::warning}, {"critical", Severity::critical}};
  Severity severity = Severity::info;
  EXPECT_TRUE(map.choice("a", &severity, words));
  EXPECT_EQ(severity, Severity::critical);
  EXPECT_FALSE(map.choice("b", &severity, words));
  EXPECT_FALSE(map.required_choice("c", &severity, words));
  EXPECT_EQ(mistakes(),
            "t.yaml:2:4: expected info, warning or critical, not \"critcal\", did you mean \"critical\"?\n"
            "t.yaml:3:4: expected info, warning or critical, not a list");
}

TEST_F(MapReaderTest, ReadsListsMapsAndFreeKeys) {
  MapReader map = read("rules:\n  - {name: a}\n  - {name: b, nmae: c}\nsmtp: {server: x}\nsims: {one: 1, two: 2}\n");
  std::vector<std::string> names;
  map.list("rules", [&](const Node& node) {
    MapReader rule(node, errors_);
    std::string name;
    if (rule.required("name", &name)) names.push_back(name);
    rule.finish();
  });
  std::string server;
  map.map("smtp", [&](MapReader& smtp) { (void)smtp.required("server", &server); });
  std::vector<std::string> sims;
  map.entries("sims", [&](const Entry& entry) { sims.push_back(entry.key); });
  map.finish();
  EXPECT_THAT(names, ElementsAre("a", "b"));
  EXPECT_EQ(server, "x");
  EXPECT_THAT(sims, ElementsAre("one", "two"));
  EXPECT_EQ(mistakes(), "t.yaml:3:15: unknown key \"nmae\" (known here: name)");
}

TEST_F(MapReaderTest, WrongKindsAreReported) {
  MapReader map = read("rules: x\nsmtp: [1]\nsims: 5\n");
  EXPECT_FALSE(map.list("rules", [](const Node&) {}));
  EXPECT_FALSE(map.map("smtp", [](MapReader&) {}));
  EXPECT_FALSE(map.entries("sims", [](const Entry&) {}));
  EXPECT_EQ(mistakes(),
            "t.yaml:1:8: expected a list, not a single value\n"
            "t.yaml:2:7: expected a map (key: value), not a list\n"
            "t.yaml:3:7: expected a map (name: value), not a single value");
}

TEST_F(MapReaderTest, AnEmptyValueIsReportedOnce) {
  MapReader map = read("name:\nrules: ~\n");
  std::string name = "kept";
  EXPECT_FALSE(map.required("name", &name));
  EXPECT_FALSE(map.optional("name", &name));
  EXPECT_FALSE(map.list("rules", [](const Node&) {}));
  map.finish();
  EXPECT_EQ(name, "kept");
  EXPECT_EQ(errors_.size(), 2u);
  EXPECT_THAT(mistakes(), HasSubstr("t.yaml:1:1: \"name\" has no value"));
  EXPECT_THAT(mistakes(), HasSubstr("t.yaml:2:1: \"rules\" has no value"));
}

TEST_F(MapReaderTest, ARootThatIsNoMapIsReportedOnce) {
  MapReader map = read("[1, 2]");
  int value = 0;
  EXPECT_FALSE(map.required("a", &value));
  map.finish();
  EXPECT_EQ(mistakes(), "t.yaml:1:1: expected a map (key: value), not a list");
}

TEST_F(MapReaderTest, LaterMistakesCanBePlacedAtAKey) {
  MapReader map = read("from: 5\nto: 3\n");
  map.error("to", "must not be below \"from\"");
  map.error("absent", "is needed here");
  EXPECT_EQ(mistakes(), "t.yaml:2:5: must not be below \"from\"\nt.yaml:1:1: is needed here");
  EXPECT_TRUE(map.has("to"));
  map.ignore("to");
  EXPECT_EQ(map.node("from")->text(), "5");
  map.finish();
  EXPECT_EQ(errors_.size(), 2u);
}

}  // namespace
}  // namespace checkride::values
