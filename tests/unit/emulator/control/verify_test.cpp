// Goal: verify says whether a client called what a test expected, and otherwise what came nearest and how it differs.
// Method: calls as sessions report them; expectations as a test writes them.
#include "checkride/test/property.hpp"
#include "control/calls_fixture.hpp"

namespace checkride::emulator {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST_F(ControlCalls, ACallThatFitsIsFound) {
  connect(1, "probe");
  set_data(1, 7, three_values(5000, 100, 1));
  EXPECT_TRUE(holds(R"({"message": "SetDataOnSimObject"})"));
  EXPECT_TRUE(holds(R"({"message": "setdataonsimobject", "client": "PROBE", "exactly": 1})"));
  EXPECT_TRUE(holds(R"({"message": "SetDataOnSimObject", "client": "1", "fields": {"define_id": 7, "object_id": 0}})"));
  EXPECT_TRUE(holds(R"({"message": "SetDataOnSimObject", "data": [5000, {"near": 100.2, "within": 0.5}, null]})"));
  EXPECT_TRUE(holds(R"({"message": "SetDataOnSimObject", "data": {"plane altitude": {"at_least": 4999}}})"));
  EXPECT_TRUE(holds(R"({"message": "SetDataOnSimObject", "data": [{"name": "PLANE ALTITUDE", "type": "float64",
                        "bytes": 8, "value": {"one_of": [1, 5000]}}, {"any": true}, {"at_most": 1}]})"));
  EXPECT_TRUE(holds(R"({"message": "TransmitClientEvent", "exactly": 0})"));
  EXPECT_TRUE(holds(R"({"message": "Open", "fields": {"application_name": {"contains": "rob"}}})"));
}

// As clients on Windows write it, a byte a letter.
TEST_F(ControlCalls, TextsThatAreNoUtf8AreReadAsLatin1) {
  connect(1, "Tr\xE8s");
  EXPECT_TRUE(holds(R"({"message": "Open", "fields": {"application_name": "Tr\u00e8s"}})"));
  connect(2, "Tr\xC3\xA8s vite");
  EXPECT_TRUE(holds(R"({"message": "Open", "fields": {"application_name": "Tr\u00e8s vite"}})"));
}

TEST_F(ControlCalls, ADatumOfAnotherSizeIsNamed) {
  connect(1, "probe");
  set_data(1, 7, three_values(5000, 100, 1));
  const std::string text = refutation(R"({"message": "SetDataOnSimObject", "fields": {"define_id": 7},
                                          "data": [{"bytes": 8}, {"bytes": 4}, {"bytes": 4}]})");
  EXPECT_THAT(text, HasSubstr("expected at least 1 SetDataOnSimObject with define_id 7"));
  EXPECT_THAT(refutation(R"({"message": "SetDataOnSimObject", "data": [null, null, {"type": "int32"}]})"),
              AllOf(HasSubstr("datum 3 (GEAR HANDLE POSITION) bigger by 4 bytes"), HasSubstr("the type int32")));
  EXPECT_THAT(text, HasSubstr("got call 2 of client 1 (\"probe\"), send id 2, frame 30: "
                              "datum 3 (GEAR HANDLE POSITION) bigger by 4 bytes: expected 4, got 8"));
}

TEST_F(ControlCalls, TheNearestCallIsTheOneOnTheSameId) {
  connect(1, "probe");
  set_data(1, 8, three_values(80, 100, 1));
  set_data(1, 7, three_values(90, 100, 1));
  set_data(1, 9, three_values(80, 100, 1));
  const json::object result =
      verify(R"({"message": "SetDataOnSimObject", "fields": {"define_id": 7}, "data": {"PLANE ALTITUDE": 80}})");
  const json::array& nearest = result.at("nearest").as_array();
  EXPECT_EQ(nearest.size(), 3u);
  EXPECT_EQ(nearest.at(0).at("call").at("sequence").to_number<int>(), 3);
  EXPECT_EQ(nearest.at(0).at("differences").as_array().at(0).as_string(),
            "datum 1 (PLANE ALTITUDE): expected 80, got 90");
  EXPECT_EQ(nearest.at(1).at("differences").as_array().at(0).as_string(), "define_id: expected 7, got 9");
}

TEST_F(ControlCalls, TheNearestTextIsTheOneWithTheFewestEdits) {
  connect(1, "probe");
  for (const char* name : {"PLANE LONGITUDE", "PLANE LATITUDE", "GEAR HANDLE POSITION", "TITLE"}) {
    (void)call(1, protocol::AddToDataDefinition{.datum_name = name});
  }
  EXPECT_THAT(refutation(R"({"message": "AddToDataDefinition", "fields": {"datum_name": "PLANE LATTITUDE"}})"),
              HasSubstr(R"(expected "PLANE LATTITUDE", got "PLANE LATITUDE")"));
}

TEST_F(ControlCalls, DataLongerOrShorterThanTheDefinitionIsTold) {
  connect(1, "probe");
  std::vector<std::byte> data = three_values(80, 100, 1);
  data.resize(data.size() + 4);
  set_data(1, 7, data);
  EXPECT_THAT(refutation(R"({"message": "SetDataOnSimObject", "data": [80, 100, 1]})"),
              HasSubstr("the data are 4 bytes longer than what the definition has"));
  data.resize(12);
  set_data(1, 7, data);
  EXPECT_THAT(refutation(R"({"message": "SetDataOnSimObject", "data": [80, 100, 2]})", R"(, "since": 2)"),
              HasSubstr("datum 3 2 is missing: the data have 2 values"));
  data.resize(14);
  set_data(1, 7, data);
  EXPECT_THAT(refutation(R"({"message": "SetDataOnSimObject", "data": [80, 100, 2]})", R"(, "since": 3)"),
              HasSubstr("the last 2 bytes of the data are no whole value"));
}

TEST_F(ControlCalls, WhatCameInsteadIsListed) {
  EXPECT_THAT(refutation(R"({"message": "FlightLoad"})"), HasSubstr("there is no client"));
  connect(1, "probe");
  EXPECT_THAT(refutation(R"({"message": "FlightLoad"})"), HasSubstr("no FlightLoad came; came: Open (1)"));
  EXPECT_THAT(refutation(R"({"message": "FlightLoad", "fields": {"file": "x"}})"),
              HasSubstr("no FlightLoad came; came: Open (1); there is no field file; there are file_name"));
  EXPECT_THAT(refutation(R"({"message": "Open", "client": "other"})"), HasSubstr("there is no client other"));
  EXPECT_THAT(refutation(R"({"message": "Open", "fields": {"aplication_name": 1}})"),
              AllOf(HasSubstr("there is no field aplication_name"), HasSubstr("application_name")));
}

TEST_F(ControlCalls, CountsAreJudged) {
  connect(1, "probe");
  for (int i = 0; i < 4; ++i) call(1, protocol::RequestSystemState());
  EXPECT_TRUE(holds(R"({"message": "RequestSystemState", "exactly": 4})"));
  EXPECT_TRUE(holds(R"({"message": "RequestSystemState", "at_least": 2, "at_most": 4})"));
  EXPECT_TRUE(holds(R"({"message": "FlightLoad", "at_most": 4})"));
  EXPECT_EQ(refutation(R"({"message": "RequestSystemState", "exactly": 3})"),
            "expected exactly 3 RequestSystemState; 4 came (calls 2, 3, 4 ...)");
  EXPECT_EQ(refutation(R"({"message": "Open", "exactly": 0})"), "expected no Open; 1 came (call 1)");
  EXPECT_EQ(refutation(R"({"message": "Open", "at_least": 2})"), "expected at least 2 Open; 1 came (call 1)");
}

TEST_F(ControlCalls, OrderIsJudgedWhenItIsWanted) {
  connect(1, "probe");
  call(1, protocol::RequestSystemState());
  call(1, protocol::FlightLoad());
  const std::string forwards = R"({"message": "RequestSystemState"}, {"message": "FlightLoad"})";
  const std::string backwards = R"({"message": "FlightLoad"}, {"message": "RequestSystemState"})";
  const auto ok = [this](const std::string& expect, const std::string& more) {
    return succeed("POST", "/v1/verify", R"({"expect": [)" + expect + "]" + more + "}").at("ok").as_bool();
  };
  EXPECT_TRUE(ok(forwards, R"(, "in_order": true)"));
  EXPECT_TRUE(ok(backwards, ""));
  EXPECT_FALSE(ok(backwards, R"(, "in_order": true)"));
  call(1, protocol::RequestSystemState());
  EXPECT_TRUE(ok(backwards, R"(, "in_order": true)")) << "it came once more";
  EXPECT_FALSE(ok(forwards, R"(, "since": 3)")) << "what came before does not count";
}

TEST_F(ControlCalls, TheExceptionThatAnsweredIsJudged) {
  connect(1, "probe");
  const std::uint32_t send_id = call(1, protocol::FlightLoad());
  recorder.refused(1, protocol::SendId{send_id}, 7, 2);
  EXPECT_TRUE(holds(R"({"message": "FlightLoad", "exception": 7})"));
  EXPECT_THAT(refutation(R"({"message": "FlightLoad", "exception": 3})"), HasSubstr("exception 3, was by 7"));
  EXPECT_TRUE(holds(R"({"message": "Open", "exception": 0})"));
  EXPECT_TRUE(holds(R"({"message": "FlightLoad", "exception": "name_unrecognized"})"));
  EXPECT_THAT(refutation(R"({"message": "FlightLoad", "exception": "Unrecognized_ID"})"),
              HasSubstr("exception 3, was by 7"));
}

TEST_F(ControlCalls, MistakesOfExpectationsAreTold) {
  const auto wrong = [this](const std::string& expect) {
    return fail("POST", "/v1/verify", R"({"expect": [)" + expect + "]}", 400);
  };
  EXPECT_THAT(fail("POST", "/v1/verify", "{}", 400), HasSubstr("expect"));
  EXPECT_THAT(fail("POST", "/v1/verify", R"({"expect": []})", 400), HasSubstr("at least one"));
  EXPECT_THAT(wrong(R"({"message": "SetDataOnSimObjekt"})"), HasSubstr("did you mean \"SetDataOnSimObject\""));
  EXPECT_THAT(wrong(R"({"message": "SimConnect_SetDataOnSimObject"})"),
              HasSubstr("did you mean \"SetDataOnSimObject\""));
  EXPECT_THAT(wrong(R"({"message": "Open", "exception": "unrecognised_id"})"),
              HasSubstr("did you mean \"unrecognized_id\""));
  EXPECT_THAT(wrong(R"({"message": "Open", "feilds": {}})"), HasSubstr("did you mean \"fields\""));
  EXPECT_THAT(wrong(R"({"message": "Open", "exactly": 1, "at_least": 1})"), HasSubstr("beside"));
  EXPECT_THAT(wrong(R"({"message": "Open", "at_least": 3, "at_most": 1})"), HasSubstr("less than"));
  EXPECT_THAT(wrong(R"({"message": "Open", "fields": {"x": {"neer": 1}}})"), HasSubstr("near"));
  EXPECT_THAT(wrong(R"({"message": "Open", "data": 5})"), HasSubstr("data"));
  EXPECT_THAT(wrong(R"({"message": "Open", "data": [{"type": "float46"}]})"), HasSubstr("float46"));
}

TEST_F(ControlCalls, CallsAreShownWithTheirFields) {
  connect(4, "probe");
  set_data(4, 7, three_values(80, 100, 1));
  const json::object calls = get("/v1/clients/4/calls");
  EXPECT_EQ(calls.at("name").as_string(), "probe");
  EXPECT_EQ(calls.at("last_sequence").to_number<int>(), 2);
  const json::object& set = calls.at("calls").as_array().at(1).as_object();
  EXPECT_EQ(set.at("message").as_string(), "SetDataOnSimObject");
  EXPECT_EQ(set.at("send_id").to_number<int>(), 2);
  EXPECT_EQ(set.at("frame").to_number<int>(), 30);
  EXPECT_EQ(set.at("seconds").to_number<double>(), 1);
  EXPECT_EQ(set.at("fields").at("define_id").to_number<int>(), 7);
  const json::object& value = set.at("data").at("values").as_array().at(1).as_object();
  EXPECT_EQ(value.at("name").as_string(), "AIRSPEED TRUE");
  EXPECT_EQ(value.at("bytes").to_number<int>(), 4);
  EXPECT_EQ(value.at("value").to_number<double>(), 100);
}

TEST_F(ControlCalls, CallsAreChosenByNameAndAge) {
  connect(4, "probe");
  call(4, protocol::FlightLoad());
  call(4, protocol::RequestSystemState());
  const auto names = [this](const std::string& query) {
    std::string found;
    const json::object answer = get("/v1/clients/4/calls" + query);
    for (const json::value& call : answer.at("calls").as_array()) {
      found += std::string(call.at("message").as_string()) + " ";
    }
    return found;
  };
  EXPECT_EQ(names(""), "Open FlightLoad RequestSystemState ");
  EXPECT_EQ(names("?name=Open,requestsystemstate"), "Open RequestSystemState ");
  EXPECT_EQ(names("?since=2"), "RequestSystemState ");
  EXPECT_EQ(names("?limit=2"), "FlightLoad RequestSystemState ");
  EXPECT_THAT(fail("GET", "/v1/clients/4/calls?name=Opne", "", 400), HasSubstr("did you mean \"Open\""));
  EXPECT_THAT(fail("GET", "/v1/clients/4/calls?since=x", "", 400), HasSubstr("since"));
  EXPECT_THAT(fail("GET", "/v1/clients/4/calls?limit=-1", "", 400), HasSubstr("is no whole number from 0 up"));
  EXPECT_THAT(fail("GET", "/v1/clients/4/calls?name=SimConnect_Open", "", 400), HasSubstr("did you mean"));
  EXPECT_THAT(fail("GET", "/v1/clients/9/calls", "", 404), HasSubstr("no client has the id 9"));
}

TEST_F(ControlCalls, CallsOfAClientThatIsGoneCanBeRead) {
  connect(4, "probe");
  recorder.gone(4, {});
  EXPECT_EQ(get("/v1/clients/4/calls").at("gone").as_bool(), true);
  EXPECT_THAT(fail("GET", "/v1/clients/4", "", 404), HasSubstr("is gone"));
  EXPECT_THAT(fail("GET", "/v1/clients/5", "", 404), HasSubstr("no client"));
  succeed("POST", "/v1/reset");
  EXPECT_EQ(ask("GET", "/v1/clients/4/calls").status, 404);
}

TEST_F(ControlCalls, WhatCannotBeDecodedIsShownToo) {
  recorder.connected(4, "10.0.0.2:4000");
  std::vector<std::byte> bytes;
  protocol::encode(protocol::FlightLoad(), protocol::Protocol::msfs2024, protocol::SendId{9}, bytes);
  bytes.resize(40);
  bytes[0] = std::byte{40};
  bytes[1] = std::byte{0};
  recorder.called({4, bytes, {1, simulation.frame_time(1)}, nullptr});
  const json::object calls = get("/v1/clients/4/calls");
  const json::object& call = calls.at("calls").as_array().at(0).as_object();
  EXPECT_EQ(call.at("message").as_string(), "FlightLoad");
  EXPECT_THAT(std::string(call.at("undecodable").as_string()), HasSubstr("file_name"));
}

// Whatever a client sends: its calls can be shown, and are as the document says.
RC_GTEST_FIXTURE_PROP(ControlCalls, AnyFrameCanBeShown, ()) {
  auto bytes = *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
  std::vector<std::byte> frame(16 + bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) frame[16 + i] = std::byte{bytes[i]};
  frame[0] = static_cast<std::byte>(frame.size());
  frame[1] = static_cast<std::byte>(frame.size() >> 8);
  frame[4] = std::byte{5};
  frame[8] = static_cast<std::byte>(*rc::gen::inRange(0, 0x80));
  recorder.called({1, frame, {0, simulation.frame_time(0)}, &definition});
  RC_ASSERT(ask("GET", "/v1/clients/1/calls").status == 200);
}

}  // namespace
}  // namespace checkride::emulator
