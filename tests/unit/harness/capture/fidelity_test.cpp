// Goal: the score of an emulator against its own capture is full, and a capture with one changed field scores lower and
// names it; tolerances, missing and unexpected answers count as documented.
#include "capture/fidelity.hpp"

#include "server/raw_client.hpp"
#include "talk_runs.hpp"
#include "talks.hpp"

namespace checkride::harness::test {
namespace {

using namespace std::chrono_literals;
using namespace protocol;
using checkride::test::IsOk;
using emulator::test::RawClient;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Tolerances tolerances(const std::vector<std::string>& texts) {
  auto parsed = Tolerances::parse(texts);
  EXPECT_THAT(parsed, IsOk());
  return parsed ? *parsed : Tolerances();
}

// Three seconds of data of the parked aircraft, of which altitude and title stand still.
world::Task<int> watch(world::World& world) {
  auto client = co_await RawClient::connect(world, "proxy", 5111, Protocol::msfs2020);
  if (!client) co_return 1;
  const auto identity = client_identity(Protocol::msfs2020);
  Open open;
  open.application_name = "watcher";
  open.client_tag = identity.client_tag;
  open.version_major = identity.version_major;
  open.build_major = identity.build_major;
  (void)co_await client->send(open);
  AddToDataDefinition altitude;
  altitude.datum_name = "PLANE ALTITUDE";
  altitude.units_name = "feet";
  (void)co_await client->send(altitude);
  AddToDataDefinition title;
  title.datum_name = "TITLE";
  title.datum_type = DataType::string64;
  (void)co_await client->send(title);
  RequestDataOnSimObject request;
  request.request_id = RequestId{7};
  request.period = Period::second;
  (void)co_await client->send(request);
  RequestSystemState state;
  state.state_name = "no such state";
  (void)co_await client->send(state);
  co_await world.clock().sleep_for(3s);
  co_return 0;
}

std::string captured() {
  return capture_of(watch).content;
}

// Replaces the n-th occurrence of the bytes of a number.
std::string changed(std::string content, double from, double to, std::size_t place) {
  const auto text_of = [](double number) {
    const auto bytes = number_bytes(number);
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  std::size_t at = content.find(text_of(from));
  for (std::size_t i = 0; i < place; ++i) at = content.find(text_of(from), at + 1);
  EXPECT_NE(at, std::string::npos);
  return content.replace(at, sizeof(double), text_of(to));
}

TEST(Fidelity, AnEmulatorIsLikeItself) {
  const auto outcome = run_fidelity(captured());
  EXPECT_EQ(outcome.code, 0);
  EXPECT_GE(outcome.result.at("compared").to_number<int>(), 5) << "OPEN, EXCEPTION and three of data";
  EXPECT_EQ(outcome.result.at("identical_percent").to_number<double>(), 100) << outcome.printed.back();
  EXPECT_THAT(outcome.result.at("differences").as_array(), IsEmpty());
}

// The parked aircraft burns nothing and goes nowhere, but its clock runs.
TEST(Fidelity, TheEmulatorHasFlownForAsLongAsItIsTold) {
  TalkWriter writer;
  writer.open("watcher");
  (void)writer.say(
      AddToDataDefinition{.define_id = DefinitionId{1}, .datum_name = "SIMULATION TIME", .units_name = "seconds"});
  writer.request(RequestId{7}, Period::once);
  writer.wait(100);
  writer.answer(RecvSimObjectData{.request_id = RequestId{7},
                                  .object_id = ObjectId{1},
                                  .define_id = DefinitionId{1},
                                  .define_count = 1,
                                  .data = number_bytes(600)});
  FidelityOptions options;
  options.flown = 10min;
  options.tolerances = tolerances({"SIMULATION TIME=2"});
  const auto outcome = run_fidelity(writer.take(), options);
  for (const auto& difference : outcome.result.at("differences").as_array()) {
    if (difference.at("field") == "SIMULATION TIME") {
      EXPECT_TRUE(difference.at("tolerated").as_bool()) << outcome.printed.back();
    }
  }
  EXPECT_THAT(outcome.printed.back(), HasSubstr("SIMULATION TIME"));
}

TEST(Fidelity, TheEmulatorMayJustHaveStarted) {
  FidelityOptions options;
  options.flown = {};
  const auto outcome = run_fidelity(captured(), options);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.result.at("compared").to_number<int>(), 5) << outcome.printed.back();
  EXPECT_EQ(outcome.result.at("fields_identical_percent").to_number<double>(), 100) << outcome.printed.back();
}

TEST(Fidelity, OneChangedFieldScoresLowerAndIsNamed) {
  FidelityOptions options;
  options.at_least = 100;
  const auto outcome = run_fidelity(changed(captured(), 437, 900, 1), options);
  EXPECT_EQ(outcome.code, 1);
  EXPECT_LT(outcome.result.at("within_tolerance_percent").to_number<double>(), 100);
  const auto& differences = outcome.result.at("differences").as_array();
  ASSERT_EQ(differences.size(), 1U) << outcome.printed.back();
  const auto& difference = differences[0].as_object();
  EXPECT_EQ(difference.at("message"), "SIMOBJECT_DATA");
  EXPECT_EQ(difference.at("which"), "request_id 7, no. 2");
  EXPECT_EQ(difference.at("field"), "PLANE ALTITUDE");
  EXPECT_EQ(difference.at("expected"), "900");
  EXPECT_EQ(difference.at("got"), "437");
  EXPECT_EQ(difference.at("unit"), "feet");
  options.tolerances = tolerances({"plane altitude=500"});
  const auto tolerated = run_fidelity(changed(captured(), 437, 900, 1), options);
  EXPECT_EQ(tolerated.code, 0);
  EXPECT_EQ(tolerated.result.at("within_tolerance_percent").to_number<double>(), 100);
  EXPECT_LT(tolerated.result.at("identical_percent").to_number<double>(), 100);
}

TEST(Fidelity, WhatCannotBeComparedIsTwo) {
  EXPECT_EQ(run_fidelity("no capture").code, 2);
  FidelityOptions options;
  options.profile = "msfs1999";
  EXPECT_EQ(run_fidelity(captured(), options).code, 2);
  options.profile = {};
  options.flight = "nowhere.yaml";
  EXPECT_EQ(run_fidelity(captured(), options).code, 2);
}

TEST(Fidelity, AToleranceForWhatThereIsNotIsTwo) {
  FidelityOptions options;
  options.tolerances = tolerances({"PLANE ALTITUD=5"});
  const auto outcome = run_fidelity(captured(), options);
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.printed.back(),
              AllOf(HasSubstr("--tolerance: \"plane altitud\""), HasSubstr("did you mean \"plane altitude\"?")));
  options.tolerances = tolerances({"GENERAL ENG RPM:1=5", "knots=2", "angle=1", "L:SWITCH=1"});
  EXPECT_NE(run_fidelity(captured(), options).code, 2) << "variables and units that simulators have";
}

// ---- the comparison alone

Fidelity compared(TalkWriter& expected, TalkWriter& got, const Tolerances& with = {}) {
  const std::string recorded = expected.take();
  const std::string heard = got.take();
  const auto script = read_script("recorded", bytes_of(recorded));
  const auto now = read_script("heard", bytes_of(heard));
  EXPECT_THAT(script, IsOk());
  EXPECT_THAT(now, IsOk());
  Fidelity result;
  compare(script->connections.at(0), now->connections.at(0).answers, with, 1, result);
  return result;
}

std::vector<std::string> told(const Fidelity& result) {
  std::vector<std::string> lines;
  for (const Difference& difference : result.differences) {
    lines.push_back(difference.message + " " + difference.which + " " + difference.field + ": " + difference.expected +
                    " / " + difference.got + (difference.tolerated ? " tolerated" : ""));
  }
  return lines;
}

TalkWriter talk_of(const std::vector<double>& altitudes, std::int64_t delay = 0) {
  TalkWriter writer;
  writer.open("a");
  writer.define();
  writer.request(RequestId{7});
  writer.wait(delay);
  for (const double altitude : altitudes) {
    writer.data(RequestId{7}, altitude, 100);
    writer.wait(1000);
  }
  return writer;
}

TEST(Compare, TolerancesAreByVariableThenUnitThenDefault) {
  const auto differ = [](const std::vector<std::string>& texts) {
    TalkWriter expected = talk_of({1000});
    TalkWriter got = talk_of({1015});
    return told(compared(expected, got, tolerances(texts)));
  };
  EXPECT_THAT(differ({}), ElementsAre("SIMOBJECT_DATA request_id 7, no. 1 PLANE ALTITUDE: 1000 / 1015"));
  EXPECT_THAT(differ({"default=2%"}), ElementsAre(HasSubstr("tolerated")));
  EXPECT_THAT(differ({"default=2%", "feet=1%"}), ElementsAre(testing::Not(HasSubstr("tolerated"))));
  EXPECT_THAT(differ({"feet=1%", "PLANE ALTITUDE=15"}), ElementsAre(HasSubstr("tolerated")));
}

TEST(Compare, MissingAndUnexpectedAnswersAreDifferent) {
  TalkWriter expected = talk_of({1, 2, 3});
  TalkWriter fewer = talk_of({1, 2});
  const Fidelity missing = compared(expected, fewer);
  EXPECT_THAT(told(missing), ElementsAre("SIMOBJECT_DATA request_id 7, no. 3 : an answer / none"));
  EXPECT_EQ(missing.compared, 4U) << "OPEN and three of data";
  EXPECT_EQ(missing.identical_percent(), 75);
  TalkWriter exception = talk_of({1, 2});
  TalkWriter with_exception = talk_of({1, 2});
  TalkWriter early;
  early.open("a");
  early.answer(RecvException{Exception::error, SendId{3}, 1});
  EXPECT_THAT(told(compared(exception, early)), testing::Contains("EXCEPTION send_id 3, no. 1 : none / an answer"));
}

// The second of four is missing: the third and fourth are still held against the third and fourth.
TEST(Compare, AMissingAnswerDoesNotShiftThoseThatFollow) {
  TalkWriter expected = talk_of({1, 2, 3, 4});
  TalkWriter got;
  got.open("a");
  for (const double altitude : {1.0, 0.0, 3.0, 4.0}) {
    if (altitude > 0) got.data(RequestId{7}, altitude, 100);
    got.wait(1000);
  }
  EXPECT_THAT(told(compared(expected, got)), ElementsAre("SIMOBJECT_DATA request_id 7, no. 2 : an answer / none"));
}

TEST(Compare, DifferencesAreSummedUpByField) {
  TalkWriter expected = talk_of({1000, 1000, 1000});
  TalkWriter got = talk_of({1001, 1003, 1500});
  const auto fields = compared(expected, got).fields();
  ASSERT_EQ(fields.size(), 1U);
  EXPECT_EQ(fields[0].field, "PLANE ALTITUDE");
  EXPECT_EQ(fields[0].count, 3U);
  EXPECT_EQ(fields[0].tolerated, 2U);
  EXPECT_EQ(fields[0].off_max, 500);
}

TalkWriter talk_about(const std::vector<std::uint32_t>& objects) {
  TalkWriter writer;
  writer.open("a");
  writer.define();
  writer.request(RequestId{7});
  for (const std::uint32_t object : objects) {
    writer.answer(RecvSimObjectData{.request_id = RequestId{7}, .object_id = ObjectId{object}});
    writer.wait(1000);
  }
  return writer;
}

TEST(Compare, ObjectsAreTheSameWhereTheyWereAndTheUserIsNobodyElse) {
  const auto differ = [](const std::vector<std::uint32_t>& recorded, const std::vector<std::uint32_t>& now) {
    TalkWriter expected = talk_about(recorded);
    TalkWriter got = talk_about(now);
    return told(compared(expected, got));
  };
  EXPECT_THAT(differ({1, 5, 6, 5}, {1, 8, 9, 8}), IsEmpty());
  EXPECT_THAT(differ({4}, {1}), ElementsAre("SIMOBJECT_DATA request_id 7, no. 1 object_id: 4 / 1"));
  EXPECT_THAT(differ({1}, {4}), ElementsAre("SIMOBJECT_DATA request_id 7, no. 1 object_id: 1 / 4"));
  EXPECT_THAT(differ({5, 5}, {8, 9}), ElementsAre("SIMOBJECT_DATA request_id 7, no. 2 object_id: 5 / 9"));
  EXPECT_THAT(differ({5, 6}, {8, 8}), ElementsAre("SIMOBJECT_DATA request_id 7, no. 2 object_id: 6 / 8"));
  EXPECT_THAT(differ({5, 6}, {5, 5}), ElementsAre("SIMOBJECT_DATA request_id 7, no. 2 object_id: 6 / 5"));
}

// All connections, as fidelity() does.
std::vector<std::string> told_of_all(TalkWriter& expected, TalkWriter& got) {
  const std::string recorded = expected.take();
  const std::string heard = got.take();
  const auto script = read_script("recorded", bytes_of(recorded));
  const auto now = read_script("heard", bytes_of(heard));
  EXPECT_THAT(script, IsOk());
  EXPECT_THAT(now, IsOk());
  Fidelity result;
  for (std::size_t i = 0; i < script->connections.size(); ++i) {
    pair_ids(script->connections[i], now->connections.at(i).answers, result);
  }
  for (std::size_t i = 0; i < script->connections.size(); ++i) {
    compare(script->connections[i], now->connections.at(i).answers, {}, i + 1, result);
  }
  std::vector<std::string> lines;
  for (const Difference& difference : result.differences) {
    lines.push_back("#" + std::to_string(difference.connection) + " " + difference.message + " " + difference.field +
                    ": " + difference.expected + " / " + difference.got);
  }
  return lines;
}

TEST(Compare, ObjectsAreTheSameOnEveryConnection) {
  const auto talk = [](std::uint32_t first, std::uint32_t second) {
    TalkWriter writer = talk_about({first});
    writer.connect();
    writer.open("b");
    writer.answer(RecvSimObjectData{.request_id = RequestId{3}, .object_id = ObjectId{second}});
    return writer;
  };
  const auto differ = [&talk](std::pair<std::uint32_t, std::uint32_t> recorded,
                              std::pair<std::uint32_t, std::uint32_t> now) {
    TalkWriter expected = talk(recorded.first, recorded.second);
    TalkWriter got = talk(now.first, now.second);
    return told_of_all(expected, got);
  };
  EXPECT_THAT(differ({5, 5}, {8, 8}), IsEmpty());
  EXPECT_THAT(differ({5, 6}, {8, 9}), IsEmpty());
  EXPECT_THAT(differ({5, 5}, {8, 9}), ElementsAre("#2 SIMOBJECT_DATA object_id: 5 / 9"));
  EXPECT_THAT(differ({5, 6}, {8, 8}), ElementsAre("#2 SIMOBJECT_DATA object_id: 6 / 8"));
}

// Who made an object knows which it is, whatever others were told first.
TEST(Compare, ObjectsAreKnownByTheRequestsThatMadeThem) {
  const auto talk = [](std::uint32_t added, std::uint32_t assigned) {
    TalkWriter writer;
    writer.open("radar");
    writer.answer(RecvEventObjectAddRemove{.client_event_id = EventId{2}, .data = ObjectId{added}});
    writer.connect();
    writer.open("maker");
    writer.answer(RecvAssignedObjectId{.request_id = RequestId{4}, .object_id = ObjectId{assigned}});
    return writer;
  };
  TalkWriter recorded = talk(12, 12);
  TalkWriter now = talk(3, 3);
  EXPECT_THAT(told_of_all(recorded, now), IsEmpty());
  TalkWriter again = talk(12, 12);
  TalkWriter another = talk(4, 3);
  EXPECT_THAT(told_of_all(again, another), ElementsAre("#1 EVENT_OBJECT_ADDREMOVE data: 12 / 4"));
}

// Another simulator has another hash for a name.
TEST(Compare, InputEventsAreTheSameWhereTheirNamesAre) {
  const auto talk = [](std::string_view name, std::uint64_t hash) {
    const InputEventDescriptor input{name, InputEventHash{hash}, InputEventType{}};
    RecvEnumerateInputEvents list;
    list.out_of = 1;
    list.elements = std::span<const InputEventDescriptor>(&input, 1);
    TalkWriter writer;
    writer.open("lights");
    writer.answer(list);
    writer.answer(RecvSubscribeInputEvent{.hash = InputEventHash{hash}, .value = 1.0});
    return writer;
  };
  TalkWriter recorded = talk("LANDING", 7);
  TalkWriter now = talk("LANDING", 9);
  EXPECT_THAT(told_of_all(recorded, now), IsEmpty());
  TalkWriter again = talk("LANDING", 7);
  TalkWriter another = talk("STROBE", 9);
  EXPECT_THAT(told_of_all(again, another), ElementsAre("#1 ENUMERATE_INPUT_EVENTS elements[0].name: LANDING / STROBE",
                                                       "#1 ENUMERATE_INPUT_EVENTS elements[0].hash: 0x7 / 0x9",
                                                       "#1 SUBSCRIBE_INPUT_EVENT hash: 0x7 / 0x9"));
}

// They are the client's own, and have nothing to do with objects of the same number.
TEST(Compare, AreasOfClientDataAreNoObjects) {
  const auto talk = [](std::uint32_t area, std::uint32_t object) {
    TalkWriter writer = talk_about({object});
    writer.answer(RecvClientData{.request_id = RequestId{9}, .object_id = ObjectId{area}});
    return writer;
  };
  TalkWriter recorded = talk(5, 5);
  TalkWriter now = talk(5, 8);
  EXPECT_THAT(told_of_all(recorded, now), IsEmpty());
  TalkWriter again = talk(5, 5);
  TalkWriter another = talk(6, 8);
  EXPECT_THAT(told_of_all(again, another), ElementsAre("#1 CLIENT_DATA object_id: 5 / 6"));
}

TEST(Compare, FieldsAreCountedToo) {
  TalkWriter expected = talk_of({1000, 1000});
  TalkWriter got = talk_of({1000, 1001});
  const Fidelity one = compared(expected, got);
  ASSERT_GT(one.fields_compared, 2U);
  EXPECT_EQ(one.fields_identical, one.fields_compared - 1);
  EXPECT_GT(one.fields_identical_percent(), one.identical_percent());
  TalkWriter again = talk_of({1000, 1000});
  TalkWriter fewer = talk_of({1000});
  const Fidelity missing = compared(again, fewer);
  EXPECT_EQ(missing.fields_compared, one.fields_compared) << "those of the missing answer are different";
  EXPECT_LT(missing.fields_identical, one.fields_identical);
}

// A capture that was begun late: an Open is said first, and its answer is no difference.
TEST(TalkScript, ACaptureWithoutItsBeginningIsOpened) {
  TalkWriter writer;
  writer.request(RequestId{7});
  writer.data(RequestId{7}, 1, 2);
  const std::string content = writer.take();
  const auto script = read_script("late", bytes_of(content));
  ASSERT_THAT(script, IsOk());
  const ScriptConnection& connection = script->connections.at(0);
  EXPECT_TRUE(connection.beginning_missing);
  ASSERT_EQ(connection.says.size(), 2U);
  const auto first = decode_client(connection.says[0].bytes);
  ASSERT_TRUE(first.has_value());
  EXPECT_TRUE(std::holds_alternative<Open>(first->message));
  EXPECT_THAT(script->notes, ElementsAre(HasSubstr("lacks the beginning of this connection")));
  const auto outcome = run_fidelity(content);
  ASSERT_FALSE(outcome.printed.empty());
  EXPECT_THAT(outcome.printed.back(), testing::Not(HasSubstr("\"OPEN\"")));
}

TEST(Compare, TimesMayDifferByTheirTolerance) {
  TalkWriter expected = talk_of({1});
  TalkWriter late = talk_of({1}, 300);
  EXPECT_THAT(told(compared(expected, late)), ElementsAre(HasSubstr("time: 0.000 / 0.300")));
  TalkWriter again = talk_of({1});
  TalkWriter late_again = talk_of({1}, 300);
  EXPECT_THAT(told(compared(again, late_again, tolerances({"time=300ms"}))), IsEmpty());
}

TEST(Tolerances, AnglesHaveAnAmountOfTheirOwnAndWrap) {
  const Tolerances usual;
  EXPECT_FALSE(usual.of("PLANE LATITUDE", "degrees").holds(47, 47.4)) << "1 % is 52 km";
  EXPECT_TRUE(usual.of("PLANE LATITUDE", "degrees").holds(47, 47.009));
  EXPECT_TRUE(usual.of("PLANE HEADING DEGREES TRUE", "degrees").holds(359.996, 0.001));
  EXPECT_NEAR(usual.of("PLANE HEADING DEGREES TRUE", "degrees").distance(359, 1), 2, 1e-9);
  EXPECT_TRUE(usual.of("PLANE HEADING DEGREES TRUE", "radians").holds(6.28315, 0.0001));
  EXPECT_FALSE(usual.of("PLANE HEADING DEGREES TRUE", "radians").holds(1, 1.001));
  EXPECT_TRUE(usual.of("ROTATION VELOCITY BODY Y", "degrees per second").holds(100, 100.5)) << "no angle";
  EXPECT_TRUE(tolerances({"angle=1"}).of("PLANE LATITUDE", "radians").holds(1, 1.01));
  EXPECT_TRUE(tolerances({"degrees=1", "angle=0"}).of("PLANE LATITUDE", "degrees").holds(47, 47.5));
  EXPECT_TRUE(tolerances({"default=5%"}).of("PLANE ALTITUDE", "feet").holds(100, 104));
  EXPECT_FALSE(tolerances({"default=5%"}).of("PLANE LATITUDE", "degrees").holds(47, 48));
}

TEST(Tolerances, MistakesSayWhatIsAllowed) {
  for (const std::string text : {"x", "=1", "x=", "x=-1", "x=1.5.2", "time=5", "x=nan", "x=%"}) {
    const auto parsed = Tolerances::parse({text});
    ASSERT_FALSE(parsed) << text;
    EXPECT_THAT(parsed.error().detail(), AllOf(HasSubstr("--tolerance: expected NAME=AMOUNT"), HasSubstr(text)));
  }
}

}  // namespace
}  // namespace checkride::harness::test
