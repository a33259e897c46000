// Goal: texts of the aircraft are asked for apart from the samples, decoded strictly, shown while the session lasts,
// and refused where numbers belong. Method: frames by the codec; a steady simulator that sends them; configurations as
// text.
#include "link/facts.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "../config/config_fixture.hpp"
#include "flight_rig.hpp"
#include "health/documents.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using checkride::test::FailsWith;
using support::ConfigHost;
using test::Bytes;
using test::FlightRig;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

constexpr std::uint32_t kId = 2;  // behind the one group of the samples

// Texts under their datum ids, as the answer to request kId.
struct Texts {
  explicit Texts(const std::vector<std::pair<std::uint32_t, std::string>>& texts) {
    protocol::DatumWriter writer(data);
    for (const auto& [id, text] : texts) {
      writer.tag(protocol::DatumId{id});
      writer.write(protocol::DataType::string256, std::string_view(text));
    }
    message.request_id = protocol::RequestId{kId};
    message.object_id = protocol::ObjectId{1};
    message.define_id = protocol::DefinitionId{kId};
    message.flags = protocol::RequestFlags::changed | protocol::RequestFlags::tagged;
    message.define_count = static_cast<std::uint32_t>(texts.size());
    message.data = data;
  }
  Texts(const Texts&) = delete;
  Texts& operator=(const Texts&) = delete;

  Bytes data;
  protocol::RecvSimObjectData message;
};

std::uint32_t id_of(Fact fact) {
  return kFactIds + static_cast<std::uint32_t>(fact);
}

Bytes facts_frame(const std::string& title, const std::string& registration) {
  const Texts texts({{id_of(Fact::title), title}, {id_of(Fact::atc_id), registration}});
  return test::frame(texts.message);
}

const FactRequest kRequest({Fact::title, Fact::atc_id}, kId);

TEST(FactRequest, DecodesTheTextsThatCame) {
  const Texts both({{id_of(Fact::title), "C172"}, {id_of(Fact::atc_id), "D-EABC"}});
  EXPECT_TRUE(kRequest.is_answer(both.message));
  EXPECT_THAT(std::get<FactValues>(kRequest.decode(both.message)),
              ElementsAre(Pair(Fact::title, "C172"), Pair(Fact::atc_id, "D-EABC")));
  const Texts one({{id_of(Fact::atc_id), ""}});
  EXPECT_THAT(std::get<FactValues>(kRequest.decode(one.message)), ElementsAre(Pair(Fact::atc_id, "")));
}

TEST(FactRequest, WhatIsNoTextBecomesAQuestionMark) {
  const Texts texts({{id_of(Fact::title), "K\xc3\xb6ln \xf6 \x01\x7f\xff"},
                     {id_of(Fact::atc_id), "\xc2\x80\xc2\x9f\xc2\xa0\xc3\x80"}});
  EXPECT_THAT(std::get<FactValues>(kRequest.decode(texts.message)),
              ElementsAre(Pair(Fact::title, "K\xc3\xb6ln ? ???"), Pair(Fact::atc_id, "??\xc2\xa0\xc3\x80")));
}

TEST(FactRequest, NamesTheFieldThatIsNotItsOwn) {
  const auto reason = [](const protocol::RecvSimObjectData& message) {
    return std::get<Mismatch>(kRequest.decode(message)).text;
  };
  const Texts strange({{id_of(Fact::atc_type), "CESSNA"}});
  EXPECT_THAT(reason(strange.message), HasSubstr("data[0].datum_id at offset 40"));
  Texts cut({{id_of(Fact::title), "C172"}});
  cut.message.data = std::span<const std::byte>(cut.data).first(100);
  EXPECT_THAT(reason(cut.message), HasSubstr("define_count at offset 36: 1 tagged texts do not make the 100 bytes"));
  cut.message.define_count = 4'000'000'000U;
  EXPECT_THAT(reason(cut.message), HasSubstr("4000000000 tagged texts"));
  cut.message.flags = protocol::RequestFlags::tagged;
  EXPECT_THAT(reason(cut.message), HasSubstr("flags at offset 24"));
  cut.message.define_id = protocol::DefinitionId{9};
  EXPECT_THAT(reason(cut.message), HasSubstr("define_id at offset 20: 9 where 2 was expected"));
}

// The calls in `sent`; requests of data with their number.
std::vector<std::string> frames_of(std::span<const std::byte> sent) {
  std::vector<std::string> out;
  while (!sent.empty()) {
    const auto step = protocol::next_frame(sent, protocol::Direction::client_to_server);
    const auto bytes = std::get<protocol::Frame>(step).bytes;
    const auto frame = protocol::decode_client(bytes).value();
    const auto* request = std::get_if<protocol::RequestDataOnSimObject>(&frame.message);
    out.push_back(request ? "RequestDataOnSimObject " + std::to_string(request->request_id.value) : "another call");
    sent = sent.subspan(bytes.size());
  }
  return out;
}

Config config_with_facts() {
  Config config = test::single_config();
  config.flight_monitor.facts = {Fact::title, Fact::atc_id};
  return config;
}

std::size_t series(FlightRig& rig) {
  std::size_t count = 0;
  rig.bench.metrics.read(metric::kAircraftInfo, [&count](const Registry::Reading&) { ++count; });
  return count;
}

TEST(LinkFacts, AreShownUntilTheSessionEnds) {
  FlightRig rig(config_with_facts());
  rig.simulators[0].events = {facts_frame("C172 \"Skyhawk\"", "D-EABC")};
  rig.run(5s);
  EXPECT_EQ(rig.link("one").facts.at(Fact::title), "C172 \"Skyhawk\"");
  EXPECT_THAT(simulators_document(rig.bench.board, rig.now()),
              HasSubstr(R"("facts":{"TITLE":"C172 \"Skyhawk\"","ATC ID":"D-EABC"})"));
  EXPECT_THAT(rig.bench.metrics.text(),
              HasSubstr(R"(simconnect_aircraft_info{simulator="one",title="C172 \"Skyhawk\"",atc_id="D-EABC"} 1)"));
  std::map<std::string, Detail::Value> details;
  for (const Detail& detail : rig.monitor.health().details) details[detail.name] = detail.value;
  EXPECT_EQ(std::get<std::string>(details.at("one.atc_id")), "D-EABC");
  EXPECT_EQ(rig.received.back()->values.size(), 3U) << "they are no samples";
  rig.crash(0);
  rig.run(3s);
  EXPECT_TRUE(rig.link("one").facts.empty());
  EXPECT_EQ(series(rig), 0U);
}

TEST(LinkFacts, AChangeReplacesTheSeries) {
  FlightRig rig(config_with_facts());
  rig.simulators[0].events = {facts_frame("C172", "D-EABC")};
  rig.run(5s);
  rig.simulators[0].events = {facts_frame("A320", "D-EABC")};
  rig.run(5s);
  EXPECT_EQ(series(rig), 1U);
  EXPECT_THAT(rig.bench.metrics.text(), HasSubstr(R"({simulator="one",title="A320",atc_id="D-EABC"} 1)"));
  EXPECT_EQ(rig.bench.logged("simulator_fact"), 3U) << "what is new, and what changed";
  EXPECT_EQ(rig.link("one").undecodable, 0U);
}

// Open, three variables and eight probes are asked for before the first fact.
TEST(LinkFacts, ARefusedOneIsNotMissed) {
  FlightRig rig(config_with_facts());
  rig.simulators[0].events = {test::exception_frame(protocol::Exception::name_unrecognized, 14)};
  rig.run(5s);
  EXPECT_THAT(rig.bench.log_text(), HasSubstr("AddToDataDefinition TITLE"));
  EXPECT_EQ(rig.link("one").exceptions, 0U);
  EXPECT_EQ(rig.link("one").errors.errors(rig.now()), 0U);
}

// A simulator in its menu has no aircraft yet: it refuses the request, not the definition.
TEST(LinkFacts, ARefusedRequestIsMadeAgain) {
  SessionOptions options;
  options.version = test::kVersion;
  options.variables = {runtime::test::variable(1, "PLANE ALTITUDE", "feet")};
  options.facts = {Fact::title, Fact::atc_id};
  const auto at = [](world::Duration since_start) { return world::Instant(since_start); };
  ClientSession session(options, at(1s));
  const auto receive = [&](const Bytes& bytes, world::Duration when) {
    session.feed(bytes);
    while (session.step(at(when))) {
    }
  };
  receive(test::open_frame(), 2s);
  const auto asked = frames_of(session.take_output());
  const auto request = std::find(asked.begin(), asked.end(), "RequestDataOnSimObject 2");
  ASSERT_NE(request, asked.end());
  const auto send_id = static_cast<std::uint32_t>(request - asked.begin() + 1);
  receive(test::exception_frame(protocol::Exception::error, send_id), 3s);
  EXPECT_EQ(session.deadline(), at(8s));
  session.on_time(at(7s));
  EXPECT_THAT(session.take_output(), testing::IsEmpty());
  session.on_time(at(8s));
  EXPECT_THAT(frames_of(session.take_output()), ElementsAre("RequestDataOnSimObject 2")) << "the definition stands";
  receive(test::exception_frame(protocol::Exception::error, static_cast<std::uint32_t>(asked.size() + 1)), 9s);
  receive(facts_frame("C172", "D-EABC"), 10s);
  session.on_time(at(20s));
  EXPECT_THAT(session.take_output(), testing::IsEmpty()) << "they came after all";
}

TEST(LinkFacts, NobodyAsksForThemUnlessToldTo) {
  FlightRig rig(test::single_config());
  rig.simulators[0].events = {facts_frame("C172", "D-EABC")};
  rig.run(5s);
  EXPECT_EQ(rig.link("one").undecodable, 1U) << "an answer that nobody asked for";
  EXPECT_EQ(series(rig), 0U);
}

constexpr const char* kHead = "app: {name: a}\nsimulators: [{name: one, address: \"one:5111\"}]\n";

TEST(FactsConfig, NamesAreThoseOfTheSimulator) {
  ConfigHost host;
  const auto loaded = host.load_text(std::string(kHead) +
                                     "flight_monitor:\n  variables: [{name: PLANE ALTITUDE, units: feet}]\n"
                                     "  facts: [TITLE, ATC ID]\n");
  ASSERT_TRUE(loaded) << loaded.error().message();
  EXPECT_THAT(loaded->config.flight_monitor.facts, ElementsAre(Fact::title, Fact::atc_id));
}

TEST(FactsConfig, TextsAreRefusedWhereNumbersBelong) {
  struct Case {
    std::string text;
    std::string expected;
  };
  const std::string variables = "flight_monitor:\n  variables: [{name: PLANE ALTITUDE, units: feet}]\n";
  const std::vector<Case> cases{
      {"flight_monitor:\n  variables: [{name: Title, units: feet}]\n", "Title is a text, and variables are numbers"},
      {"flight_monitor:\n  variables: [{name: \"a:Title:0\", units: feet}]\n",
       "a:Title:0 is a text, and variables are numbers; list it in flight_monitor.facts instead"},
      {"flight_monitor:\n  variables: [{name: \"NAV IDENT:1\", units: feet}]\n",
       "/c.yaml:4:22: NAV IDENT:1 is a text, and variables are numbers; of texts there are those of"},
      {"flight_monitor:\n  variables: [{name: STRUCT LATLONALT, units: feet}]\n",
       "STRUCT LATLONALT is a structure, and variables are single numbers; list those that it is made of"},
      {"flight_monitor:\n  variables: [{name: \"L:Mine\", units: String}]\n",
       "\"String\" is the unit of no number, and variables are numbers"},
      {variables + "  facts: [TITLE, TITLE]\n", "TITLE is listed twice"},
      {variables + "  facts: [TITEL]\n", "TITLE"},
      {variables + "alert_manager:\n  slack: {webhook_url: \"http://h/\"}\n  rules: [{name: r, metric: ATC_ID, "
                   "condition: equals, threshold: 1, severity: warning, actions: [slack]}]\n",
       "metric \"ATC_ID\" is a text (flight_monitor.facts), and a rule judges numbers"}};
  for (const Case& one : cases) {
    ConfigHost host;
    EXPECT_THAT(host.load_text(kHead + one.text), FailsWith(HasSubstr(one.expected)));
  }
}

}  // namespace
}  // namespace checkride::runtime::link
