// Cases of the codec that stand for themselves: tolerance, errors, versions, what encoding does to long text.
#include "checkride/protocol/codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "kinds.hpp"

namespace checkride::protocol::test {
namespace {

using testing::HasSubstr;

Bytes client_frame(const auto& message, Protocol version = Protocol::msfs2024) {
  Bytes out;
  encode(message, version, kTestSendId, out);
  return out;
}

TEST(Codec, AcceptsIdsWithoutTheHighBits) {
  Bytes frame = client_frame(AIRemoveObject{.object_id = ObjectId{7}});
  frame[11] = std::byte{0};
  const auto decoded = decode_client(frame);
  ASSERT_TRUE(decoded.has_value());
  EXPECT_EQ(std::get<AIRemoveObject>(decoded->message).object_id, ObjectId{7});
}

TEST(Codec, UnknownIdsKeepTheirBytes) {
  Bytes frame;
  auto payload = append_client_frame(frame, 0x71, 3, Protocol::msfs2024, kTestSendId);
  payload[1] = std::byte{0xEE};
  const auto client = decode_client(frame);
  ASSERT_TRUE(client.has_value());
  const auto& unknown = std::get<Unknown>(client->message);
  EXPECT_EQ(unknown.id, 0x71U);
  EXPECT_EQ(unknown.payload.size(), 3U);
  EXPECT_EQ(info_of(client->message), nullptr);
  EXPECT_EQ(describe(client->message), "Unknown id=0x71 payload=3 bytes 00ee00");
  Bytes again;
  encode(client->message, client->version, client->send_id, again);
  EXPECT_EQ(again, frame);

  Bytes from_server;
  append_server_frame(from_server, 0x2D, 0, Protocol::msfs2024);
  const auto server = decode_server(from_server);
  ASSERT_TRUE(server.has_value());
  EXPECT_EQ(std::get<Unknown>(server->message).id, 0x2DU);
  Bytes server_again;
  encode(server->message, server->version, server_again);
  EXPECT_EQ(server_again, from_server);
}

TEST(Codec, ALengthThatIsNotTheFramesIsAnError) {
  Bytes frame = client_frame(ClearDataDefinition{});
  frame.push_back(std::byte{0});
  const auto decoded = decode_client(frame);
  ASSERT_TRUE(decoded.has_error());
  EXPECT_EQ(decoded.error().code, DecodeErrorCode::wrong_length);
  EXPECT_EQ(decoded.error().send_id, kTestSendId);
}

TEST(Codec, ErrorsNameMessageFieldAndOffset) {
  Bytes frame = client_frame(RequestDataOnSimObject{});
  frame.resize(30);
  mend_length(frame);
  const auto decoded = decode_client(frame);
  ASSERT_TRUE(decoded.has_error());
  EXPECT_EQ(decoded.error().text(), "RequestDataOnSimObject.period at offset 28: the frame ends after 30 bytes");
  EXPECT_EQ(decoded.error().id, 0x0EU);
  EXPECT_EQ(decoded.error().version, Protocol::msfs2024);
  EXPECT_EQ(decoded.error().send_id, kTestSendId);
}

TEST(Codec, ErrorsNameMembersOfStructures) {
  Bytes frame = client_frame(AICreateSimulatedObject{});
  frame.resize(16 + 256 + 20);
  mend_length(frame);
  EXPECT_EQ(decode_client(frame).error().text(),
            "AICreateSimulatedObject.init_position.altitude at offset 288: the frame ends after 292 bytes");
}

TEST(Codec, ErrorsNameElementsOfLists) {
  const std::array<FacilityAirport, 3> airports{};
  Bytes frame;
  encode(RecvAirportList{.elements = std::span<const FacilityAirport>(airports)}, Protocol::msfs2020, frame);
  frame.resize(28 + 33 + 10);
  mend_length(frame);
  EXPECT_EQ(decode_server(frame).error().text(),
            "AIRPORT_LIST.elements[1].latitude at offset 70: the frame ends after 71 bytes");
}

TEST(Codec, ACountBeyondTheFrameIsAnErrorAtOnce) {
  Bytes frame;
  encode(RecvVorList{}, Protocol::msfs2024, frame);
  store_little_endian(frame.data() + 16, std::uint32_t{0xFFFFFFFF});
  const auto decoded = decode_server(frame);
  ASSERT_TRUE(decoded.has_error());
  EXPECT_EQ(decoded.error().where.field, "elements");
  EXPECT_EQ(decoded.error().where.element, 0U);
}

TEST(Codec, WrongLengthsAndLeftOversAreWorded) {
  Bytes frame = client_frame(ClearDataDefinition{});
  frame.resize(24);
  EXPECT_THAT(decode_client(frame).error().text(), HasSubstr("frame.size at offset 0"));
  mend_length(frame);
  EXPECT_EQ(decode_client(frame).error().text(), "ClearDataDefinition at offset 20: 4 bytes follow the last field");
  EXPECT_EQ(decode_client({}).error().text(), "frame at offset 0: a frame of 0 bytes has no whole header");
}

TEST(Codec, LongTextIsCutToLeaveANul) {
  const std::string title(300, 'x');
  Bytes frame;
  encode(RecvOpen{.application_name = title}, Protocol::fsx_sp2, frame);
  EXPECT_EQ(frame[12 + 254], std::byte{'x'});
  EXPECT_EQ(frame[12 + 255], std::byte{0});
  const auto decoded = decode_server(frame);
  EXPECT_EQ(std::get<RecvOpen>(decoded->message).application_name, title.substr(0, 255));
}

TEST(Codec, TextEndsAtItsFirstNul) {
  Bytes frame = client_frame(RequestSystemState{.state_name = "Sim"});
  frame[16 + 4 + 10] = std::byte{'?'};
  const auto decoded = decode_client(frame);
  EXPECT_EQ(std::get<RequestSystemState>(decoded->message).state_name, "Sim");
  const std::string_view with_nul("Sim\0Dialog", 10);
  EXPECT_EQ(client_frame(RequestSystemState{.state_name = with_nul}),
            client_frame(RequestSystemState{.state_name = "Sim"}));
}

TEST(Codec, TextWithoutANulTakesTheWholeField) {
  Bytes frame = client_frame(WeatherRemoveStation{});
  for (std::size_t i = 20; i < 25; ++i) frame[i] = std::byte{'K'};
  const auto decoded = decode_client(frame);
  EXPECT_EQ(std::get<WeatherRemoveStation>(decoded->message).icao, "KKKKK");
}

TEST(Codec, AnyNonZeroFlagIsTrue) {
  Bytes frame = client_frame(AddClientEventToNotificationGroup{});
  frame[26] = std::byte{4};
  EXPECT_TRUE(std::get<AddClientEventToNotificationGroup>(decode_client(frame)->message).maskable);
}

TEST(Codec, SetSystemStateMayBeFourBytesShort) {  // wire.md 7, item 20
  Bytes frame = client_frame(SetSystemState{.state_name = "Sim", .string_value = "on"});
  ASSERT_EQ(frame.size(), 540U);
  frame.resize(536);
  mend_length(frame);
  const auto decoded = decode_client(frame);
  ASSERT_TRUE(decoded.has_value()) << decoded.error().text();
  EXPECT_EQ(std::get<SetSystemState>(decoded->message).string_value, "on");
  frame.resize(535);
  mend_length(frame);
  EXPECT_TRUE(decode_client(frame).has_error());
}

TEST(Codec, CameraAcquireMayHaveNoName) {
  Bytes frame;
  append_client_frame(frame, CameraAcquire::kInfo.id, 0, Protocol::msfs2024, kTestSendId);
  const auto decoded = decode_client(frame);
  ASSERT_TRUE(decoded.has_value()) << decoded.error().text();
  EXPECT_EQ(std::get<CameraAcquire>(decoded->message).client_id.data(), nullptr);
  frame = client_frame(CameraAcquire{.client_id = ""});
  const auto empty = decode_client(frame);
  ASSERT_TRUE(empty.has_value()) << empty.error().text();
  EXPECT_NE(std::get<CameraAcquire>(empty->message).client_id.data(), nullptr) << "a name that is empty";
}

TEST(Codec, OldClientDataDefinitionsHaveNoDatumId) {  // sent by a third-party client in version 3 too
  for (const Protocol version : {Protocol::fsx_rtm, Protocol::fsx_sp1}) {
    Bytes frame;
    const auto payload = append_client_frame(frame, AddToClientDataDefinition::kInfo.id, 16, version, kTestSendId);
    payload[8] = std::byte{4};
    const auto decoded = decode_client(frame);
    ASSERT_TRUE(decoded.has_value()) << decoded.error().text();
    const auto& added = std::get<AddToClientDataDefinition>(decoded->message);
    EXPECT_EQ(added.size_or_type, 4);
    EXPECT_EQ(added.epsilon, 0.0F);
    EXPECT_EQ(added.datum_id, kNoDatumId);
  }
}

TEST(Codec, OldClientDataRequestsMeanOneAnswer) {
  const Bytes frame = client_frame(RequestClientData{.request_id = RequestId{3}}, Protocol::fsx_rtm);
  ASSERT_EQ(frame.size(), 36U);
  EXPECT_EQ(std::get<RequestClientData>(decode_client(frame)->message).period, ClientDataPeriod::once);
}

TEST(Codec, JetwayRequestsWithoutIndicesComeInTwoSizes) {  // wire.md 7, item 23
  Bytes frame = client_frame(RequestJetwayData{.airport_icao = "LFPG"});
  ASSERT_EQ(frame.size(), 40U);
  EXPECT_TRUE(std::get<RequestJetwayData>(decode_client(frame)->message).parking_indices.empty());
  frame.resize(36);
  mend_length(frame);
  ASSERT_TRUE(decode_client(frame).has_value());
  EXPECT_TRUE(std::get<RequestJetwayData>(decode_client(frame)->message).parking_indices.empty());
}

TEST(Codec, TextsOfInputEventsMayHaveAnyLength) {  // wire.md 7, item 7
  Bytes frame;
  encode(RecvGetInputEvent{.request_id = RequestId{1}, .value = std::string_view("hello")}, Protocol::msfs2024, frame);
  ASSERT_EQ(frame.size(), 276U);
  for (const std::size_t size : {25U, 26U, 100U}) {
    Bytes shorter(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(size));
    mend_length(shorter);
    const auto decoded = decode_server(shorter);
    ASSERT_TRUE(decoded.has_value()) << decoded.error().text();
    EXPECT_EQ(std::get<std::string_view>(std::get<RecvGetInputEvent>(decoded->message).value), "hello");
  }
}

TEST(Codec, AServerFrameIsReadInTheClientsVersion) {
  const std::array<FacilityAirport, 1> airports{FacilityAirport{.ident = "KSEA", .region = "K1", .latitude = 47.449}};
  Bytes frame;
  encode(RecvAirportList{.elements = std::span<const FacilityAirport>(airports)}, Protocol::msfs2020, frame);
  store_little_endian(frame.data() + 4, std::uint32_t{6});  // a server that writes its own version
  EXPECT_TRUE(decode_server(frame).has_error());
  const auto decoded = decode_server(frame, Protocol::msfs2020);
  ASSERT_TRUE(decoded.has_value()) << decoded.error().text();
  EXPECT_EQ(decoded->version, Protocol::msfs2024);
  const FacilityAirport airport = std::get<RecvAirportList>(decoded->message).elements[0];
  EXPECT_EQ(airport.ident, "KSEA");
  EXPECT_EQ(airport.region, "K1");
  EXPECT_EQ(airport.latitude, 47.449);
}

TEST(Codec, ListsAreWalked) {
  const std::array<FacilityWaypoint, 2> waypoints{FacilityWaypoint{.ident = "A"}, FacilityWaypoint{.ident = "B"}};
  Bytes frame;
  encode(RecvWaypointList{.elements = std::span<const FacilityWaypoint>(waypoints)}, Protocol::fsx_sp2, frame);
  const auto decoded = decode_server(frame);
  std::string idents;
  for (const FacilityWaypoint& waypoint : std::get<RecvWaypointList>(decoded->message).elements) {
    idents += waypoint.ident;
  }
  EXPECT_EQ(idents, "AB");
}

TEST(Codec, EncodingAllocatesNothingWhenThereIsRoom) {
  Bytes out;
  out.reserve(4096);
  const std::byte* const before = out.data();
  encode(AddToDataDefinition{}, Protocol::msfs2024, kTestSendId, out);
  encode(RequestDataOnSimObject{}, Protocol::msfs2024, kTestSendId, out);
  EXPECT_EQ(out.size(), 544U + 48U);
  EXPECT_EQ(out.data(), before);
}

TEST(Codec, OpenCarriesTheIdentityOfTheVersion) {  // wire.md 2.3
  const ClientIdentity identity = client_identity(Protocol::msfs2020);
  EXPECT_EQ(identity.client_tag, (std::array{std::byte{0}, std::byte{'H'}, std::byte{'K'}, std::byte{0}}));
  EXPECT_EQ(identity.build_major, 62651U);
  EXPECT_EQ(client_identity(Protocol::fsx_sp2).build_major, 61259U);
  EXPECT_EQ(client_identity(Protocol::msfs2024).version_minor, 2U);
}

TEST(CodecDeathTest, AFrameAboveTheLimitIsAProgrammerError) {
  const Bytes data(kMaxFrameBytes);
  Bytes out;
  EXPECT_DEATH(encode(RecvSimObjectData{.data = data}, Protocol::msfs2024, out), "kMaxFrameBytes");
}

TEST(Describe, ShowsEveryFieldOfTheVersion) {
  EXPECT_EQ(
      describe(ClientMessage(TransmitClientEvent{
          .client_event_id = EventId{257}, .group_id_or_priority = 1, .flags = TransmitFlags::group_id_is_priority})),
      "TransmitClientEvent object_id=0 client_event_id=257 data=0 group_id_or_priority=1 flags=0x10");
  EXPECT_EQ(describe(ClientMessage(FlightLoad{.file_name = "C:\\a \"b\"\n"})),
            R"(FlightLoad file_name="C:\\a \"b\"\x0a")");
  EXPECT_EQ(describe(ServerMessage(RecvException{.exception = Exception::name_unrecognized, .send_id = SendId{4}})),
            "EXCEPTION exception=name_unrecognized send_id=4 index=4294967295");
  EXPECT_EQ(describe(ServerMessage(RecvException{.exception = static_cast<Exception>(99)})),
            "EXCEPTION exception=99 send_id=0 index=4294967295");
  const Bytes data(20, std::byte{0xAB});
  EXPECT_THAT(describe(ServerMessage(RecvSimObjectData{.data = data})),
              HasSubstr("data=20 bytes abababababababababababababababab..."));
}

TEST(Describe, ShowsTheFirstElements) {
  const std::array<SimObjectLivery, 5> liveries{SimObjectLivery{.aircraft_title = "C172"}};
  const std::string line = describe(
      ServerMessage(RecvEnumerateSimObjectAndLiveryList{.elements = std::span<const SimObjectLivery>(liveries)}));
  EXPECT_THAT(line, HasSubstr("array_size=5 "));
  EXPECT_THAT(line, HasSubstr(R"(elements=[{aircraft_title="C172" livery_name=""} )"));
  EXPECT_THAT(line, testing::EndsWith(" ...]"));
}

}  // namespace
}  // namespace checkride::protocol::test
