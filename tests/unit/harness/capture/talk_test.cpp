// Goal: SimConnect talks come out of captures also where the capture lacks something, and data get their names.
#include "checkride/test/result_matchers.hpp"
#include "talks.hpp"

namespace checkride::harness::test {
namespace {

using namespace protocol;
using talk::TalkEvent;
using testing::ElementsAre;
using testing::HasSubstr;
using Kind = TalkEvent::Kind;

talk::Talk read(const std::string& content) {
  auto talk = talk::read_talk("test.pcapng", bytes_of(content));
  EXPECT_THAT(talk, checkride::test::IsOk());
  return talk ? std::move(*talk) : talk::Talk{};
}

std::vector<Kind> kinds(const talk::Talk& talk) {
  std::vector<Kind> kinds;
  for (const TalkEvent& event : talk.events) kinds.push_back(event.kind);
  return kinds;
}

// The packets of a capture without some of them, in a new one.
std::string without(const std::string& content, const std::vector<std::size_t>& left_out) {
  capture::PacketReader reader("test.pcapng", bytes_of(content));
  capture::PcapngWriter writer("test");
  const auto link = writer.add_interface("link");
  for (std::size_t number = 1;; ++number) {
    const auto packet = reader.next();
    if (!packet || !*packet) return writer.take();
    if (std::ranges::count(left_out, number) == 0) writer.packet(link, (*packet)->time, (*packet)->data);
  }
}

TEST(TalkReader, AnswersAreLaidOutAsTheClientSpeaks) {
  TalkWriter writer(Protocol::fsx_rtm);
  writer.open("old");
  const talk::Talk talk = read(writer.take());
  EXPECT_THAT(kinds(talk), ElementsAre(Kind::opened, Kind::frame, Kind::frame));
  EXPECT_EQ(talk.events[2].version, Protocol::fsx_rtm);
  EXPECT_EQ(talk.events[2].way, capture::Way::to_client);
}

TEST(TalkReader, AfterAHoleItGoesOnWithTheNextFrame) {
  TalkWriter writer;
  writer.open("a");  // packets 4 and 5
  (void)writer.say(ClearDataDefinition{DefinitionId{1}});
  (void)writer.say(ClearDataDefinition{DefinitionId{2}});
  const talk::Talk talk = read(without(writer.take(), {6}));
  EXPECT_THAT(kinds(talk), ElementsAre(Kind::opened, Kind::frame, Kind::frame, Kind::lost, Kind::frame));
  EXPECT_THAT(talk.events[3].text, HasSubstr("20 bytes are not in the capture"));
}

TEST(TalkReader, WhoTheClientIsShowsInItsFrames) {
  TalkWriter writer;
  writer.open("a");
  (void)writer.say(ClearDataDefinition{DefinitionId{1}});
  const talk::Talk talk = read(without(writer.take(), {1, 2, 3, 4}));
  ASSERT_FALSE(talk.events.empty());
  EXPECT_EQ(talk.connections[0].server.port, 500);
  EXPECT_EQ(talk.events.back().way, capture::Way::to_server);
}

// A capture that was begun late begins in the middle of a frame, on both sides.
TEST(TalkReader, AConnectionSeenFromTheMiddleOfAFrameIsRead) {
  TalkWriter writer;
  writer.open("a");
  (void)writer.say(ClearDataDefinition{DefinitionId{1}});
  std::vector<std::byte> half(900, std::byte{0xEE});
  writer.packets().data(capture::Way::to_client, writer.now(), half);
  writer.answer(RecvQuit{});
  (void)writer.say(ClearDataDefinition{DefinitionId{2}});
  const talk::Talk talk = read(without(writer.take(), {1, 2, 3, 4, 5, 6}));
  EXPECT_THAT(kinds(talk), ElementsAre(Kind::opened, Kind::lost, Kind::frame, Kind::frame));
  EXPECT_THAT(talk.events[1].text, HasSubstr("900 bytes in the middle of a frame are skipped"));
  EXPECT_EQ(talk.connections[0].server.port, 500);
}

TEST(TalkReader, OtherProtocolsAreLeftOut) {
  capture::PcapngWriter writer("test");
  const auto host = capture::parse_address("10.0.0.2").value();
  capture::Conversation http(writer, writer.add_interface("link"), {host, 40'000}, {host, 80});
  http.open(at(0));
  const std::string request = "GET / HTTP/1.1\r\n\r\n";
  http.data(capture::Way::to_server, at(1), bytes_of(request));
  const talk::Talk talk = read(writer.take());
  EXPECT_THAT(talk.events, testing::IsEmpty());
  EXPECT_THAT(talk.notes, ElementsAre("1 connection of another protocol was left out"));
}

std::vector<std::string> values(const std::optional<talk::DataValues>& data) {
  std::vector<std::string> out;
  if (!data) return {"none"};
  for (const auto& value : data->values) out.push_back(value.field.path + "=" + text_of(value.field) + value.unit);
  if (data->left_over != 0) out.push_back(std::to_string(data->left_over) + " more");
  return out;
}

TEST(DataBook, UntaggedTaggedAndUnknownData) {
  talk::DataBook book;
  const auto hear = [&book](auto message) {
    book.hear(ClientFrame{Protocol::msfs2020, SendId{1}, ClientMessage(message)});
  };
  hear(AddToDataDefinition{DefinitionId{1}, "PLANE ALTITUDE", "feet", DataType::float64, 0, DatumId{9}});
  hear(AddToDataDefinition{DefinitionId{1}, "STRUCT LATLONALT", "", DataType::latlonalt, 0, DatumId{8}});
  std::vector<std::byte> bytes;
  DatumWriter writer(bytes);
  writer.write(DataType::float64, 1.5);
  writer.write(DataType::latlonalt, LatLonAlt{1, 2, 3});
  bytes.resize(bytes.size() + 3);
  RecvSimObjectData data{.define_id = DefinitionId{1}, .data = bytes};
  EXPECT_THAT(values(book.values_of(ServerMessage(data))),
              ElementsAre("PLANE ALTITUDE=1.5feet", "STRUCT LATLONALT.latitude=1", "STRUCT LATLONALT.longitude=2",
                          "STRUCT LATLONALT.altitude=3", "3 more"));
  std::vector<std::byte> tagged;
  DatumWriter tagged_writer(tagged);
  tagged_writer.tag(DatumId{9});
  tagged_writer.write(DataType::float64, 2.5);
  data.data = tagged;
  data.flags = RequestFlags::tagged;
  EXPECT_THAT(values(book.values_of(ServerMessage(data))), ElementsAre("PLANE ALTITUDE=2.5feet"));
  data.define_id = DefinitionId{2};
  EXPECT_THAT(values(book.values_of(ServerMessage(data))), ElementsAre("none"));
  hear(ClearDataDefinition{DefinitionId{1}});
  data.define_id = DefinitionId{1};
  EXPECT_THAT(values(book.values_of(ServerMessage(data))), ElementsAre("none"));
}

TEST(DataBook, ClientDataAndSetDataAndSendIds) {
  talk::DataBook book;
  book.hear({Protocol::msfs2020, SendId{5},
             ClientMessage(AddToClientDataDefinition{.define_id = DefinitionId{1}, .size_or_type = -3})});
  book.hear({Protocol::msfs2020, SendId{6},
             ClientMessage(AddToClientDataDefinition{.define_id = DefinitionId{1}, .size_or_type = 2})});
  EXPECT_EQ(book.sent_as(SendId{5}), "AddToClientDataDefinition");
  EXPECT_EQ(book.sent_as(SendId{7}), "");
  const std::vector<std::byte> bytes{std::byte{7}, {}, {}, {}, std::byte{0xAB}, std::byte{0xCD}};
  EXPECT_THAT(values(book.values_of(ServerMessage(RecvClientData{.define_id = DefinitionId{1}, .data = bytes}))),
              ElementsAre("+0=7", "+4=abcd"));
  EXPECT_THAT(values(book.values_of(ClientMessage(SetClientData{.define_id = DefinitionId{1}, .data = bytes}))),
              ElementsAre("+0=7", "+4=abcd"));
}

TEST(DataBook, FacilityDataFollowTheNodesOfTheirDefinition) {
  talk::DataBook book;
  const auto hear = [&book](auto message) {
    book.hear(ClientFrame{Protocol::msfs2020, SendId{1}, ClientMessage(message)});
  };
  for (const std::string_view entry : {"OPEN AIRPORT", "LATITUDE", "OPEN RUNWAY", "LENGTH", "PRIMARY_NUMBER",
                                       "CLOSE RUNWAY", "NAME", "CLOSE AIRPORT"}) {
    hear(AddToFacilityDefinition{DefinitionId{4}, entry});
  }
  hear(RequestFacilityData{DefinitionId{4}, RequestId{9}, "LOWI", ""});
  std::vector<std::byte> runway;
  DatumWriter runway_writer(runway);
  runway_writer.number(2000.5F);
  runway_writer.number(std::int32_t{26});
  RecvFacilityData data{
      .user_request_id = RequestId{9}, .type = FacilityDataType::runway, .data = std::span<const std::byte>(runway)};
  EXPECT_THAT(values(book.values_of(ServerMessage(data))), ElementsAre("LENGTH=2000.5", "PRIMARY_NUMBER=26"));
  std::vector<std::byte> airport;
  DatumWriter airport_writer(airport);
  airport_writer.number(47.25);
  airport.resize(airport.size() + 32, std::byte{'x'});
  data.type = FacilityDataType::airport;
  data.data = airport;
  EXPECT_THAT(values(book.values_of(ServerMessage(data))),
              ElementsAre("LATITUDE=47.25", "NAME=" + std::string(32, 'x')));
  data.user_request_id = RequestId{10};
  EXPECT_THAT(values(book.values_of(ServerMessage(data))), ElementsAre("none"));
}

}  // namespace
}  // namespace checkride::harness::test
