// The harness's own SimConnect client, without a socket. Goal: what is asked for becomes the right frames, what is
// refused names the variable, and what is held is written until it is let go. Method: the frames that it says are
// decoded again; a simulator's are made by hand.
#include "rigs/wire_client.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"

namespace checkride::harness {
namespace {

using protocol::Protocol;
using test::FailsWith;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Protocol kVersion = Protocol::msfs2020;

struct Said {
  std::uint32_t send_id = 0;
  std::string name;  // of the message
  std::string what;  // of the variable or event that it names, or what it carries
};

template <class M>
std::string what_of(const M& message) {
  if constexpr (requires { message.datum_name; }) return std::string(message.datum_name);
  if constexpr (requires { message.event_name; }) return std::string(message.event_name);
  if constexpr (requires { message.system_event_name; }) return std::string(message.system_event_name);
  if constexpr (std::is_same_v<M, protocol::SetDataOnSimObject>) {
    protocol::DatumReader data(message.data);
    return std::to_string(message.define_id.value) + "=" + std::to_string(std::lround(data.number<double>()));
  }
  if constexpr (std::is_same_v<M, protocol::TransmitClientEvent>) {
    return std::to_string(message.client_event_id.value) + "=" + std::to_string(message.data);
  }
  return {};
}

std::vector<Said> said(WireClient& client) {
  protocol::FrameReader reader(protocol::Direction::client_to_server);
  reader.feed(client.take_output());
  std::vector<Said> all;
  while (true) {
    const auto step = reader.next();
    const auto* frame = std::get_if<protocol::Frame>(&step);
    if (frame == nullptr) return all;
    const auto decoded = protocol::decode_client(frame->bytes);
    if (!decoded) {
      ADD_FAILURE() << decoded.error().text();
      return all;
    }
    Said one;
    one.send_id = decoded->send_id.value;
    one.name = std::string(protocol::info_of(decoded->message)->name);
    one.what = protocol::visit_message(decoded->message, [](const auto& message) { return what_of(message); });
    all.push_back(std::move(one));
  }
}

std::vector<std::string> texts(const std::vector<Said>& all) {
  std::vector<std::string> lines;
  for (const Said& one : all) lines.push_back(one.what.empty() ? one.name : one.name + " " + one.what);
  return lines;
}

std::uint32_t send_id_of(const std::vector<Said>& all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Said& one) { return one.name == name; });
  EXPECT_NE(found, all.end()) << name;
  return found == all.end() ? 0 : found->send_id;
}

template <class M>
std::vector<std::byte> frame_of(const M& message) {
  std::vector<std::byte> bytes;
  protocol::encode(message, kVersion, bytes);
  return bytes;
}

std::vector<std::byte> open_frame() {
  protocol::RecvOpen open;
  open.application_name = "KittyHawk";
  return frame_of(open);
}

std::vector<std::byte> exception_frame(std::uint32_t send_id, protocol::Exception exception, std::uint32_t index) {
  protocol::RecvException refused;
  refused.exception = exception;
  refused.send_id = protocol::SendId{send_id};
  refused.index = index;
  return frame_of(refused);
}

std::vector<std::byte> state_frame(std::uint32_t request) {
  protocol::RecvSystemState state;
  state.request_id = protocol::RequestId{request};
  return frame_of(state);
}

std::vector<std::byte> value_frame(std::uint32_t request, double value) {
  std::vector<std::byte> data;
  protocol::DatumWriter(data).number(value);
  protocol::RecvSimObjectData answer;
  answer.request_id = protocol::RequestId{request};
  answer.data = data;
  return frame_of(answer);
}

std::vector<std::byte> six_hertz_frame() {
  protocol::RecvEvent event;
  event.group_id = protocol::kUnknownGroup;
  event.client_event_id = protocol::EventId{1};
  return frame_of(event);
}

// Opened, with what was said for that taken out.
WireClient opened_client() {
  WireClient client("checkride", kVersion);
  client.feed(open_frame());
  (void)client.take_output();
  return client;
}

TEST(WireClient, IntroducesItselfAndAsksForABeat) {
  WireClient client("checkride", kVersion);
  EXPECT_THAT(texts(said(client)), ElementsAre("Open"));
  EXPECT_FALSE(client.opened());
  client.feed(open_frame());
  EXPECT_TRUE(client.opened());
  EXPECT_EQ(client.application(), "KittyHawk");
  EXPECT_THAT(texts(said(client)), ElementsAre("SubscribeToSystemEvent 6Hz"));
}

TEST(WireClient, ARefusedOpenSaysWhy) {
  WireClient client("checkride", kVersion);
  client.feed(exception_frame(send_id_of(said(client), "Open"), protocol::Exception::version_mismatch, 4));
  ASSERT_TRUE(client.lost().has_value());
  EXPECT_THAT(client.lost()->message(), AllOf(HasSubstr("Open was refused"), HasSubstr("version_mismatch")));
}

TEST(WireClient, HoldsByWritingAgainUntilItIsLetGo) {
  WireClient client = opened_client();
  const auto ticket = client.hold({"GENERAL ENG RPM:1", 2400, "rpm"});
  EXPECT_THAT(texts(said(client)),
              ElementsAre("AddToDataDefinition GENERAL ENG RPM:1", "SetDataOnSimObject 1=2400", "RequestSystemState"));
  EXPECT_FALSE(client.take(ticket).has_value()) << "nobody has said yet that it was read";
  client.feed(state_frame(1));
  const auto with = client.take(ticket);
  ASSERT_TRUE(with.has_value());
  EXPECT_TRUE(with->has_value());
  client.feed(six_hertz_frame());
  client.feed(six_hertz_frame());
  EXPECT_THAT(texts(said(client)), ElementsAre("SetDataOnSimObject 1=2400", "SetDataOnSimObject 1=2400"));
  client.release("general eng rpm:1");
  EXPECT_THAT(texts(said(client)), ElementsAre("RequestSystemState"));
  client.feed(six_hertz_frame());
  EXPECT_THAT(said(client), IsEmpty());
}

TEST(WireClient, TheSimulationLetsGoOfAHeldHeightAndTakesItBack) {
  WireClient client = opened_client();
  client.hold({"PLANE ALTITUDE", 80, "feet"});
  EXPECT_THAT(texts(said(client)),
              ElementsAre("AddToDataDefinition PLANE ALTITUDE", "MapClientEventToSimEvent FREEZE_ALTITUDE_SET",
                          "TransmitClientEvent 2=1", "SetDataOnSimObject 1=80", "RequestSystemState"));
  client.hold({"PLANE ALTITUDE", 90, "feet"});
  EXPECT_THAT(texts(said(client)), ElementsAre("SetDataOnSimObject 1=90", "RequestSystemState"));
  client.release_all();
  EXPECT_THAT(texts(said(client)), ElementsAre("TransmitClientEvent 2=0", "RequestSystemState"));
}

TEST(WireClient, ARefusalNamesTheVariable) {
  WireClient client = opened_client();
  const auto ticket = client.hold({"GENERAL ENG RPM:9", 2400, "rpm"});
  const auto all = said(client);
  client.feed(exception_frame(send_id_of(all, "AddToDataDefinition"), protocol::Exception::name_unrecognized, 2));
  const auto with = client.take(ticket);
  ASSERT_TRUE(with.has_value());
  EXPECT_THAT(*with, FailsWith(AllOf(HasSubstr("AddToDataDefinition of GENERAL ENG RPM:9 in rpm was refused"),
                                     HasSubstr("name_unrecognized, parameter 2"))));
  client.feed(six_hertz_frame());
  EXPECT_THAT(said(client), IsEmpty()) << "what was refused is not held";
  const auto twice = client.take(client.hold({"GENERAL ENG RPM:9", 2400, "rpm"}));
  ASSERT_TRUE(twice.has_value());
  EXPECT_TRUE(twice->has_error());
  EXPECT_THAT(said(client), IsEmpty());
  const auto again = client.take(client.read("GENERAL ENG RPM:9", "rpm"));
  ASSERT_TRUE(again.has_value()) << "the definition stays refused: nobody has to ask";
  EXPECT_THAT(*again, FailsWith(HasSubstr("GENERAL ENG RPM:9")));
}

TEST(WireClient, AValueThatIsRefusedIsNotHeld) {
  WireClient client = opened_client();
  const auto ticket = client.hold({"PLANE ALTITUDE", 80, "feet"});
  client.feed(exception_frame(send_id_of(said(client), "SetDataOnSimObject"), protocol::Exception::data_error, 1));
  const auto with = client.take(ticket);
  ASSERT_TRUE(with.has_value());
  EXPECT_THAT(*with, FailsWith(HasSubstr("SetDataOnSimObject of PLANE ALTITUDE was refused")));
  EXPECT_THAT(texts(said(client)), ElementsAre("TransmitClientEvent 2=0")) << "the simulation has it back";
}

TEST(WireClient, WhatIsRefusedLaterIsToldByTheNextWhoAsks) {
  WireClient client = opened_client();
  const auto ticket = client.hold({"GENERAL ENG RPM:1", 2400, "rpm"});
  (void)said(client);
  client.feed(state_frame(1));
  ASSERT_TRUE(client.take(ticket).has_value());
  client.feed(six_hertz_frame());
  client.feed(exception_frame(send_id_of(said(client), "SetDataOnSimObject"), protocol::Exception::data_error, 5));
  const auto with = client.take(client.release("GENERAL ENG RPM:1"));
  ASSERT_TRUE(with.has_value());
  EXPECT_THAT(*with, FailsWith(HasSubstr("SetDataOnSimObject of GENERAL ENG RPM:1 was refused")));
}

TEST(WireClient, ReadsAValueByItsRequest) {
  WireClient client = opened_client();
  const auto first = client.read("PLANE ALTITUDE", "feet");
  const auto second = client.read("PLANE ALTITUDE", "feet");
  EXPECT_THAT(texts(said(client)),
              ElementsAre("AddToDataDefinition PLANE ALTITUDE", "RequestDataOnSimObject", "RequestDataOnSimObject"));
  client.feed(value_frame(2, 82.5));
  EXPECT_FALSE(client.take(first).has_value());
  const auto with = client.take(second);
  ASSERT_TRUE(with.has_value() && with->has_value());
  EXPECT_EQ(with->value(), 82.5);
}

TEST(WireClient, AnAnswerWithoutAValueIsAnError) {
  WireClient client = opened_client();
  const auto ticket = client.read("PLANE ALTITUDE", "feet");
  protocol::RecvSimObjectData empty;
  empty.request_id = protocol::RequestId{1};
  client.feed(frame_of(empty));
  const auto with = client.take(ticket);
  ASSERT_TRUE(with.has_value());
  EXPECT_THAT(*with, FailsWith(HasSubstr("has no value")));
}

TEST(WireClient, TransmitsKeyEventsWithOneNumberOrMany) {
  WireClient client = opened_client();
  client.transmit("PAUSE_SET", {1});
  EXPECT_THAT(texts(said(client)),
              ElementsAre("MapClientEventToSimEvent PAUSE_SET", "TransmitClientEvent 2=1", "RequestSystemState"));
  client.transmit("PAUSE_SET", {0});
  client.transmit("COM_RADIO_SET", {1, 2});
  EXPECT_THAT(texts(said(client)),
              ElementsAre("TransmitClientEvent 2=0", "RequestSystemState", "MapClientEventToSimEvent COM_RADIO_SET",
                          "TransmitClientEvent_EX1", "RequestSystemState"));
  EXPECT_TRUE(WireClient::can_transmit(Protocol::msfs2020, 2));
  EXPECT_FALSE(WireClient::can_transmit(Protocol::fsx_sp2, 2));
  EXPECT_TRUE(WireClient::can_transmit(Protocol::fsx_sp2, 1));
}

TEST(WireClient, TheEndOfTheConnectionAnswersEverybody) {
  WireClient client = opened_client();
  const auto ticket = client.read("PLANE ALTITUDE", "feet");
  client.feed(frame_of(protocol::RecvQuit{}));
  client.lose(Error::invalid("closed"));
  const auto with = client.take(ticket);
  ASSERT_TRUE(with.has_value());
  EXPECT_THAT(*with, FailsWith(HasSubstr("said Quit"))) << "the first reason stays";
  const auto later = client.take(client.read("PLANE ALTITUDE", "feet"));
  ASSERT_TRUE(later.has_value());
  EXPECT_THAT(*later, FailsWith(HasSubstr("said Quit")));
}

// ---- laws

RC_GTEST_PROP(WireClientLaws, PiecesMakeNoDifference, ()) {
  std::vector<std::byte> stream = open_frame();
  const auto frames = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
  for (const int kind : frames) {
    const auto frame = kind == 0   ? six_hertz_frame()
                       : kind == 1 ? value_frame(1, 1.5)
                       : kind == 2 ? state_frame(2)
                                   : exception_frame(3, protocol::Exception::data_error, 1);
    stream.insert(stream.end(), frame.begin(), frame.end());
  }
  const auto play = [&](const std::vector<std::size_t>& cuts) {
    WireClient client("checkride", kVersion);
    const auto read = client.read("PLANE ALTITUDE", "feet");
    const auto hold = client.hold({"PLANE ALTITUDE", 80, "feet"});
    std::span<const std::byte> rest = stream;
    for (const std::size_t cut : cuts) {
      client.feed(rest.first(std::min(cut, rest.size())));
      rest = rest.subspan(std::min(cut, rest.size()));
    }
    client.feed(rest);
    return std::tuple(client.take_output(), client.take(read).has_value(), client.take(hold).has_value());
  };
  const auto cuts = *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, 50));
  RC_ASSERT(play(cuts) == play({}));
}

RC_GTEST_PROP(WireClientLaws, AnyBytesAreSurvivedAndTheEndAnswersAll, (const std::vector<std::uint8_t>& noise)) {
  WireClient client = opened_client();
  const auto read = client.read("PLANE ALTITUDE", "feet");
  const auto set = client.hold({"PLANE HEADING DEGREES TRUE", 90, "degrees"});
  std::vector<std::byte> bytes;
  for (const std::uint8_t one : noise) bytes.push_back(std::byte{one});
  client.feed(bytes);
  client.lose(Error::invalid("over"));
  RC_ASSERT(client.take(read).has_value());
  RC_ASSERT(client.take(set).has_value());
}

// After any holds and releases a beat writes each held variable once, with its last value, and the simulation is kept
// from what is held, and from nothing else.
RC_GTEST_PROP(WireClientLaws, ABeatWritesWhatIsHeld, ()) {
  const std::vector<std::string> names{"PLANE ALTITUDE", "PLANE ALT ABOVE GROUND", "PLANE BANK DEGREES",
                                       "GENERAL ENG RPM:1"};
  WireClient client = opened_client();
  std::map<std::string, double> held;
  std::map<std::uint32_t, std::uint32_t> frozen;  // by event id
  std::map<std::string, std::uint32_t> event_ids;
  const auto follow = [&] {
    for (const Said& one : said(client)) {
      if (one.name == "MapClientEventToSimEvent") {
        event_ids[one.what] = static_cast<std::uint32_t>(event_ids.size()) + 2;
      }
      if (one.name != "TransmitClientEvent") continue;
      const std::size_t equals = one.what.find('=');
      frozen[static_cast<std::uint32_t>(std::stoul(one.what))] =
          static_cast<std::uint32_t>(std::stoul(one.what.substr(equals + 1)));
    }
  };
  const auto steps = *rc::gen::container<std::vector<std::pair<std::size_t, int>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, 4), rc::gen::inRange(-1, 100)));
  for (const auto& [which, value] : steps) {
    if (value < 0) {
      client.release(names[which]);
      held.erase(names[which]);
    } else {
      client.hold({names[which], static_cast<double>(value), "number"});
      held[names[which]] = value;
    }
  }
  follow();
  client.feed(six_hertz_frame());
  const auto written = said(client);
  RC_ASSERT(written.size() == held.size());
  std::multiset<long> values;
  std::multiset<long> expected;
  for (const Said& one : written) values.insert(std::stol(one.what.substr(one.what.find('=') + 1)));
  for (const auto& [name, value] : held) expected.insert(std::lround(value));
  RC_ASSERT(values == expected);
  for (const auto& [event, id] : event_ids) {
    const bool wanted = std::any_of(held.begin(), held.end(),
                                    [&event = event](const auto& one) { return freeze_event_of(one.first) == event; });
    RC_ASSERT((frozen[id] == 1) == wanted);
  }
}

}  // namespace
}  // namespace checkride::harness
