// Goal: one recorded connection, played to clients that do as recorded, use other ids, or deviate. Method: captures
// made in memory, frames in, bytes with their times out.
#include "replay/player.hpp"

#include "capture/talks.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::emulator {
namespace {

using namespace protocol;
using namespace std::chrono_literals;
using harness::test::TalkWriter;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr world::Instant kStart{1h};

Recording recorded(const std::string& content) {
  auto recording = read_recording("test.pcapng", harness::test::bytes_of(content));
  EXPECT_THAT(recording, checkride::test::IsOk());
  return recording ? std::move(*recording) : Recording{{RecordedConnection{}}, {}};
}

// A client, its words as frames.
struct Client {
  Player player;
  std::uint32_t send_id = 1000;  // none of the recording's

  explicit Client(const RecordedConnection& connection) : player(connection, kStart) {}
  template <class M>
  std::vector<std::string> say(const M& message, world::Instant now = kStart) {
    std::vector<std::byte> bytes;
    encode(message, Protocol::msfs2020, SendId{++send_id}, bytes);
    return player.hear(bytes, now);
  }
  // What the server says until `end`: "SYSTEM_STATE request_id=... at 1000 ms".
  std::vector<std::string> hear_until(world::Instant end) {
    std::vector<std::string> lines;
    while (const auto due = player.next_due()) {
      if (*due > end) break;
      const Played played = player.take_due(*due);
      std::span<const std::byte> rest(played.bytes);
      while (!rest.empty()) {
        const auto frame = std::get<Frame>(next_frame(rest, Direction::server_to_client)).bytes;
        rest = rest.subspan(frame.size());
        const auto milliseconds = (*due - kStart) / 1ms;
        lines.push_back(describe(decode_server(frame)->message) + " at " + std::to_string(milliseconds) + " ms");
      }
      if (played.end != RecordedEnd::none) lines.emplace_back("end");
    }
    return lines;
  }
};

Open open_of(const std::string& name) {
  const auto identity = client_identity(Protocol::msfs2020);
  Open open;
  open.application_name = name;
  open.client_tag = identity.client_tag;
  open.version_major = identity.version_major;
  open.version_minor = identity.version_minor;
  open.build_major = identity.build_major;
  open.build_minor = identity.build_minor;
  return open;
}

TalkWriter periodic_talk() {
  TalkWriter writer;
  writer.open("recorded");
  writer.define();
  writer.wait(100);
  writer.request(RequestId{7});
  writer.wait(20);
  writer.data(RequestId{7}, 1000, 90);
  writer.wait(1000);
  writer.data(RequestId{7}, 1100, 91);
  return writer;
}

TEST(Player, PeriodicDataComeAtTheirTimesWithTheClientsIds) {
  const Recording recording = recorded(periodic_talk().take());
  Client client(recording.connections[0]);
  EXPECT_THAT(client.say(open_of("recorded")), IsEmpty());
  EXPECT_THAT(client.hear_until(kStart), ElementsAre(HasSubstr("OPEN application_name=\"KittyHawk\"")));
  const DefinitionId mine{55};
  EXPECT_THAT(client.say(AddToDataDefinition{mine, "PLANE ALTITUDE", "feet"}), IsEmpty());
  EXPECT_THAT(client.say(AddToDataDefinition{mine, "AIRSPEED INDICATED", "knots"}), IsEmpty());
  const RequestDataOnSimObject request{
      .request_id = RequestId{99}, .define_id = mine, .object_id = {}, .period = Period::second};
  EXPECT_THAT(client.say(request, kStart + 5s), IsEmpty());
  EXPECT_THAT(
      client.hear_until(kStart + 1h),
      ElementsAre(AllOf(HasSubstr("SIMOBJECT_DATA request_id=99 object_id=1 define_id=55"), HasSubstr("at 5020 ms")),
                  AllOf(HasSubstr("SIMOBJECT_DATA request_id=99"), HasSubstr("at 6020 ms"))));
}

std::vector<std::byte> tagged_bytes(std::initializer_list<std::pair<std::uint32_t, double>> values) {
  std::vector<std::byte> bytes;
  DatumWriter writer(bytes);
  for (const auto& [tag, value] : values) {
    writer.tag(DatumId{tag});
    writer.write(DataType::float64, value);
  }
  return bytes;
}

// The capture gave ids to its datums; the client gives others, or none, so that their places are the tags.
TEST(Player, TagsOfDataAreTheClientsDatumIds) {
  TalkWriter writer;
  writer.open("recorded");
  const DefinitionId theirs{1};
  for (const std::uint32_t id : {11U, 12U}) {
    (void)writer.say(AddToDataDefinition{
        .define_id = theirs, .datum_name = id == 11 ? "PLANE ALTITUDE" : "HEADING", .datum_id = DatumId{id}});
    // Definitions of client data are others, whatever their ids.
    (void)writer.say(
        AddToClientDataDefinition{.define_id = theirs, .offset = id, .size_or_type = 8, .datum_id = DatumId{id + 100}});
  }
  writer.request(RequestId{7});
  const auto data = tagged_bytes({{12, 90.0}, {11, 500.0}});
  writer.answer(
      RecvSimObjectData{.request_id = RequestId{7}, .define_id = theirs, .flags = RequestFlags::tagged, .data = data});
  const Recording recording = recorded(writer.take());
  Client client(recording.connections[0]);
  const DefinitionId mine{30};
  EXPECT_THAT(client.say(AddToDataDefinition{.define_id = mine, .datum_name = "PLANE ALTITUDE"}), IsEmpty());
  EXPECT_THAT(client.say(AddToDataDefinition{.define_id = mine, .datum_name = "HEADING", .datum_id = DatumId{44}}),
              IsEmpty());
  EXPECT_THAT(client.say(AddToClientDataDefinition{
                  .define_id = DefinitionId{31}, .offset = 11, .size_or_type = 8, .datum_id = DatumId{9}}),
              IsEmpty());
  (void)client.say(
      RequestDataOnSimObject{.request_id = RequestId{3}, .define_id = mine, .object_id = {}, .period = Period::second});
  const Played played = client.player.take_due(kStart);
  const auto frame = decode_server(played.bytes);
  ASSERT_TRUE(frame.has_value());
  const auto& answer = std::get<RecvSimObjectData>(frame->message);
  EXPECT_EQ(answer.define_id, mine);
  const auto expected = tagged_bytes({{44, 90.0}, {0, 500.0}});
  EXPECT_THAT(answer.data, testing::ElementsAreArray(expected));
}

TEST(Player, AnExceptionNamesTheClientsOwnMessage) {
  TalkWriter writer;
  writer.open("recorded");
  const auto wrong = writer.say(SubscribeToSystemEvent{EventId{3}, "no such event"});
  writer.answer(RecvException{Exception::name_unrecognized, SendId{wrong}, 2});
  const Recording recording = recorded(writer.take());
  Client client(recording.connections[0]);
  (void)client.say(SubscribeToSystemEvent{EventId{8}, "no such event"});
  EXPECT_THAT(client.hear_until(kStart),
              ElementsAre(HasSubstr("EXCEPTION exception=name_unrecognized send_id=1001 index=2")));
}

TEST(Player, TheOrderOfMessagesMayDiffer) {
  TalkWriter writer;
  writer.open("recorded");
  for (const std::uint32_t id : {1U, 2U}) {
    (void)writer.say(RequestSystemState{RequestId{id}, id == 1 ? "Sim" : "AircraftLoaded"});
    writer.answer(RecvSystemState{.request_id = RequestId{id}, .integer = id * 10});
  }
  const Recording recording = recorded(writer.take());
  Client client(recording.connections[0]);
  EXPECT_THAT(client.say(RequestSystemState{RequestId{1}, "AircraftLoaded"}), IsEmpty());
  EXPECT_THAT(client.say(RequestSystemState{RequestId{2}, "Sim"}), IsEmpty());
  EXPECT_THAT(client.hear_until(kStart), testing::UnorderedElementsAre(HasSubstr("request_id=1 integer=20"),
                                                                       HasSubstr("request_id=2 integer=10")));
}

TEST(Player, WhoDeviatesIsAnsweredAsTheNearestWas) {
  TalkWriter writer;
  writer.open("recorded");
  (void)writer.say(RequestSystemState{RequestId{1}, "Sim"});
  writer.answer(RecvSystemState{.request_id = RequestId{1}, .integer = 1});
  const Recording recording = recorded(writer.take());
  Client client(recording.connections[0]);
  EXPECT_THAT(client.say(RequestSystemState{RequestId{1}, "Sim"}), IsEmpty());
  EXPECT_THAT(client.say(RequestSystemState{RequestId{2}, "Sim"}),
              ElementsAre("RequestSystemState comes once more than in the capture: answered as that of packet 6"));
  EXPECT_THAT(client.hear_until(kStart), ElementsAre(HasSubstr("request_id=2 integer=1")))
      << "the same request, made anew before it was answered";
  EXPECT_THAT(client.say(RequestSystemState{RequestId{3}, "FlightLoaded"}),
              ElementsAre("RequestSystemState differs from the capture (state_name is \"FlightLoaded\", not \"Sim\"): "
                          "answered as that of packet 6"));
  EXPECT_THAT(client.hear_until(kStart), ElementsAre(HasSubstr("request_id=3 integer=1")));
  EXPECT_THAT(client.say(CameraGetStatus{}), ElementsAre("CameraGetStatus is not in the capture: no answer"));
}

// A client that sets a hundred thousand values, none of them as captured, must not take ever longer, nor fill the log.
TEST(Player, LongCapturesAreSearchedNearbyAndNotesAreLimited) {
  TalkWriter writer;
  writer.open("recorded");
  for (std::uint32_t i = 0; i < 3000; ++i) (void)writer.say(RequestSystemState{RequestId{i}, std::to_string(i)});
  const Recording recording = recorded(writer.take());
  Client client(recording.connections[0]);
  std::size_t notes = 0;
  for (std::uint32_t i = 0; i < 3000; ++i) {
    notes += client.say(RequestSystemState{RequestId{i}, "none of them"}).size();
  }
  EXPECT_EQ(notes, 10U);
}

TEST(Player, MessagesThatTheCaptureDoesNotHaveAreToldALimitedNumberOfTimes) {
  TalkWriter writer;
  writer.open("recorded");
  const Recording recording = recorded(writer.take());
  Player player(recording.connections[0], kStart);
  std::vector<std::string> notes;
  // Sixteen bytes of header alone: a number that no message has, another one each time; then what is too short to be
  // one.
  for (std::uint32_t i = 0; i < 300; ++i) {
    std::vector<std::byte> frame(16);
    store_little_endian(frame.data(), std::uint32_t{16});
    store_little_endian(frame.data() + 4, static_cast<std::uint32_t>(number_of(recording.connections[0].version)));
    store_little_endian(frame.data() + 8, i < 150 ? 0xF0000900U + i : 0xF000000EU);
    for (std::string& note : player.hear(frame, kStart)) notes.push_back(std::move(note));
  }
  ASSERT_EQ(notes.size(), 20U);
  EXPECT_THAT(notes.front(), HasSubstr("is not in the capture: no answer"));
  EXPECT_THAT(notes[9], HasSubstr("further ones of this kind are not told"));
  EXPECT_THAT(notes[10], HasSubstr("cannot be decoded: "));
}

TEST(Player, ARequestThatIsMadeAnewEndsTheOldOne) {
  TalkWriter writer = periodic_talk();
  writer.request(RequestId{7}, Period::never);
  const Recording recording = recorded(writer.take());
  Client client(recording.connections[0]);
  (void)client.say(RequestDataOnSimObject{
      .request_id = RequestId{7}, .define_id = DefinitionId{1}, .object_id = {}, .period = Period::second});
  (void)client.say(RequestDataOnSimObject{
      .request_id = RequestId{7}, .define_id = DefinitionId{1}, .object_id = {}, .period = Period::never});
  EXPECT_THAT(client.hear_until(kStart + 1h), IsEmpty());
}

TEST(Player, TheServersEndComesWhenItCame) {
  TalkWriter writer;
  writer.open("recorded");
  writer.wait(500);
  writer.answer(RecvQuit{});
  writer.packets().finish(capture::Way::to_client, writer.now());
  const Recording recording = recorded(writer.take());
  Client client(recording.connections[0]);
  (void)client.say(open_of("recorded"));
  EXPECT_THAT(client.hear_until(kStart + 1h), ElementsAre(HasSubstr("OPEN"), HasSubstr("QUIT at 500 ms"), "end"));
}

TEST(Player, BytesThatAreNoMessageAreTold) {
  const Recording recording = recorded(periodic_talk().take());
  Client client(recording.connections[0]);
  std::vector<std::byte> cut;
  encode(ClearDataDefinition{}, Protocol::msfs2020, SendId{1}, cut);
  cut.pop_back();
  cut[0] = static_cast<std::byte>(cut.size());
  EXPECT_THAT(client.player.hear(cut, kStart), ElementsAre(HasSubstr("cannot be decoded: ClearDataDefinition")));
}

// Any capture gives a recording or an error, and any client is played to without end or failure.
RC_GTEST_PROP(Player, NoBytesAreTooMuch, ()) {
  std::string content = periodic_talk().take();
  const auto flips = *rc::gen::inRange(0, 30);
  for (int i = 0; i < flips; ++i) {
    content[*rc::gen::inRange<std::size_t>(0, content.size())] = static_cast<char>(*rc::gen::inRange(0, 256));
  }
  const auto recording = read_recording("test.pcapng", harness::test::bytes_of(content));
  if (!recording) return;
  Client client(recording->connections[0]);
  (void)client.say(open_of("anybody"));
  (void)client.say(AddToDataDefinition{DefinitionId{3}, "TITLE", ""});
  (void)client.say(RequestDataOnSimObject{
      .request_id = RequestId{9}, .define_id = DefinitionId{3}, .object_id = {}, .period = Period::second});
  for (int i = 0; i < 100; ++i) {
    const auto due = client.player.next_due();
    if (!due) break;
    (void)client.player.take_due(*due);
  }
  RC_ASSERT(client.player.next_due() == std::nullopt);
}

TEST(Recording, WithoutAClientItIsAnError) {
  capture::PcapngWriter writer("test");
  const std::string content = writer.take();
  const auto recording = read_recording("empty.pcapng", harness::test::bytes_of(content));
  ASSERT_FALSE(recording);
  EXPECT_EQ(recording.error().detail(), "empty.pcapng: no SimConnect client says anything in it");
}

}  // namespace
}  // namespace checkride::emulator
