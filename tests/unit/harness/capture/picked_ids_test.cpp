// Goal: the clients of a capture say the ids of objects that the simulator of now has told them, as they would.
// Method: the table of ids alone; a capture whose client made an object, against an emulator that numbers it otherwise.
#include "capture/picked_ids.hpp"

#include <algorithm>
#include <numeric>

#include "checkride/test/property.hpp"
#include "server/raw_client.hpp"
#include "talk_runs.hpp"
#include "talks.hpp"

namespace checkride::harness::test {
namespace {

using namespace std::chrono_literals;
using namespace protocol;
using checkride::test::IsOk;
using emulator::test::RawClient;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Protocol kVersion = Protocol::msfs2020;

// What a simulator of now says.
template <SentByServer M>
std::vector<std::byte> frame_of(const M& message) {
  std::vector<std::byte> bytes;
  encode(message, kVersion, bytes);
  return bytes;
}

TalkScript script_of(TalkWriter& writer) {
  const std::string content = writer.take();
  auto script = read_script("talk.pcapng", bytes_of(content));
  EXPECT_THAT(script, IsOk());
  return script ? std::move(*script) : TalkScript();
}

// The object that a client's RequestDataOnSimObject or AIRemoveObject is about.
std::uint32_t object_in(const std::vector<std::byte>& frame) {
  const auto decoded = decode_client(frame);
  if (const auto* request = std::get_if<RequestDataOnSimObject>(&decoded->message)) return request->object_id.value;
  return std::get<AIRemoveObject>(decoded->message).object_id.value;
}

// Made by request 4 as `made`; another client is told of it as event 2 before, and asks for it.
TalkWriter talk_of_an_object(std::uint32_t made) {
  TalkWriter writer;
  writer.open("radar");
  writer.wait(100);
  writer.answer(RecvEventObjectAddRemove{.client_event_id = EventId{2}, .data = ObjectId{made}});
  writer.wait(100);
  (void)writer.say(RequestDataOnSimObject{.request_id = RequestId{7}, .object_id = ObjectId{made}});
  writer.connect();
  writer.open("maker");
  writer.answer(RecvAssignedObjectId{.request_id = RequestId{4}, .object_id = ObjectId{made}});
  (void)writer.say(AIRemoveObject{.object_id = ObjectId{made}});
  return writer;
}

TEST(PickedIds, AClientSaysTheIdThatItIsToldNow) {
  TalkWriter writer = talk_of_an_object(12);
  const TalkScript script = script_of(writer);
  PickedIds ids(script);
  const TimedFrame& asks = script.connections.at(0).says.back();
  const TimedFrame& removes = script.connections.at(1).says.back();
  EXPECT_THAT(ids.awaited(asks), ElementsAre(PickedId{IdKind::object, 12})) << "it would wait";
  EXPECT_TRUE(ids.hear(1, frame_of(RecvAssignedObjectId{.request_id = RequestId{4}, .object_id = ObjectId{3}})));
  EXPECT_THAT(ids.awaited(asks), IsEmpty());
  EXPECT_EQ(object_in(ids.as_of_now(asks)), 3U) << "whoever was told of it";
  EXPECT_EQ(object_in(ids.as_of_now(removes)), 3U);
}

TEST(PickedIds, WhoMadeAnObjectKnowsBetterThanWhoSawIt) {
  TalkWriter writer = talk_of_an_object(12);
  const TalkScript script = script_of(writer);
  PickedIds ids(script);
  const TimedFrame& asks = script.connections.at(0).says.back();
  EXPECT_TRUE(ids.hear(0, frame_of(RecvEventObjectAddRemove{.client_event_id = EventId{2}, .data = ObjectId{9}})));
  EXPECT_EQ(object_in(ids.as_of_now(asks)), 9U);
  EXPECT_TRUE(ids.hear(1, frame_of(RecvAssignedObjectId{.request_id = RequestId{4}, .object_id = ObjectId{3}})));
  EXPECT_EQ(object_in(ids.as_of_now(asks)), 3U);
  EXPECT_FALSE(ids.hear(0, frame_of(RecvEventObjectAddRemove{.client_event_id = EventId{2}, .data = ObjectId{10}})))
      << "a second one, of which the capture has nothing";
}

TEST(PickedIds, WhatNobodyTellsIsSaidAsItWas) {
  TalkWriter writer = talk_of_an_object(12);
  const TalkScript script = script_of(writer);
  PickedIds ids(script);
  const TimedFrame& asks = script.connections.at(0).says.back();
  ids.give_up(ids.awaited(asks));
  EXPECT_THAT(ids.awaited(asks), IsEmpty()) << "it waits no more";
  EXPECT_EQ(object_in(ids.as_of_now(asks)), 12U);
}

TEST(PickedIds, TheUsersAircraftAndObjectsThatNobodyToldAreNotWaitedFor) {
  for (const std::uint32_t object : {0U, 1U, 40U, 0xFFFFFF81U}) {
    TalkWriter writer;
    writer.open("a");
    writer.answer(RecvSimObjectData{.request_id = RequestId{7}, .object_id = ObjectId{1}});
    (void)writer.say(RequestDataOnSimObject{.request_id = RequestId{8}, .object_id = ObjectId{object}});
    const TalkScript script = script_of(writer);
    PickedIds ids(script);
    const TimedFrame& asks = script.connections.at(0).says.back();
    EXPECT_THAT(ids.awaited(asks), IsEmpty()) << object;
    (void)ids.hear(0, frame_of(RecvSimObjectData{.request_id = RequestId{7}, .object_id = ObjectId{5}}));
    EXPECT_EQ(ids.as_of_now(asks), asks.bytes) << object;
  }
}

// However many objects were made, whatever they are called now, and in which order that is told.
RC_GTEST_PROP(PickedIdsLaws, EachObjectIsSaidByItsNumberOfNow, ()) {
  constexpr std::uint32_t kFirst = 2;
  constexpr std::uint32_t kLast = 200;
  const auto made = *rc::gen::unique<std::vector<std::uint32_t>>(rc::gen::inRange(kFirst, kLast));
  RC_PRE(!made.empty());
  const auto now = *rc::gen::unique<std::vector<std::uint32_t>>(made.size(), rc::gen::inRange(kFirst, kLast));
  const auto keys = *rc::gen::container<std::vector<std::uint32_t>>(made.size(), rc::gen::arbitrary<std::uint32_t>());
  std::vector<std::size_t> order(made.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&keys](std::size_t i) { return keys[i]; });
  TalkWriter writer;
  writer.open("maker");
  for (std::uint32_t i = 0; i < made.size(); ++i) {
    writer.answer(RecvAssignedObjectId{.request_id = RequestId{i}, .object_id = ObjectId{made[i]}});
  }
  for (const std::uint32_t object : made) (void)writer.say(AIRemoveObject{.object_id = ObjectId{object}});
  const TalkScript script = script_of(writer);
  PickedIds ids(script);
  for (const std::size_t i : order) {
    const RequestId request{static_cast<std::uint32_t>(i)};
    (void)ids.hear(0, frame_of(RecvAssignedObjectId{.request_id = request, .object_id = ObjectId{now[i]}}));
  }
  const std::vector<TimedFrame>& says = script.connections.at(0).says;
  for (std::size_t i = 0; i < made.size(); ++i) {
    const TimedFrame& removes = says[says.size() - made.size() + i];
    RC_ASSERT(ids.awaited(removes).empty());
    RC_ASSERT(object_in(ids.as_of_now(removes)) == now[i]);
  }
}

// A list of one input event.
std::vector<std::byte> list_of(std::string_view name, std::uint64_t hash) {
  const InputEventDescriptor input{name, InputEventHash{hash}, InputEventType{}};
  RecvEnumerateInputEvents list;
  list.request_id = RequestId{1};
  list.out_of = 1;
  list.elements = std::span<const InputEventDescriptor>(&input, 1);
  return frame_of(list);
}

TEST(PickedIds, InputEventsAreKnownByTheirNames) {
  const InputEventDescriptor input{"LIGHTING_LANDING_1", InputEventHash{77}, InputEventType{}};
  RecvEnumerateInputEvents list;
  list.request_id = RequestId{1};
  list.out_of = 1;
  list.elements = std::span<const InputEventDescriptor>(&input, 1);
  TalkWriter writer;
  writer.open("lights");
  writer.answer(list);
  (void)writer.say(GetInputEvent{.request_id = RequestId{2}, .hash = InputEventHash{77}});
  const TalkScript script = script_of(writer);
  PickedIds ids(script);
  const TimedFrame& asks = script.connections.at(0).says.back();
  const auto asked = [&] {
    const std::vector<std::byte> frame = ids.as_of_now(asks);
    return std::get<GetInputEvent>(decode_client(frame)->message).hash.value;
  };
  EXPECT_TRUE(ids.hear(0, list_of("ANOTHER", 5)));
  EXPECT_THAT(ids.awaited(asks), ElementsAre(PickedId{IdKind::input_event, 77}));
  EXPECT_EQ(asked(), 77U);
  EXPECT_TRUE(ids.hear(0, list_of("LIGHTING_LANDING_1", 0x1234567890ABCDEFU)));
  EXPECT_THAT(ids.awaited(asks), IsEmpty());
  EXPECT_EQ(asked(), 0x1234567890ABCDEFU);
}

// ---- played

world::Task<Result<ObjectId>> make_object(RawClient& client) {
  Open open;
  open.application_name = "maker";
  const auto identity = client_identity(kVersion);
  open.client_tag = identity.client_tag;
  open.version_major = identity.version_major;
  open.build_major = identity.build_major;
  (void)co_await client.send(open);
  AICreateSimulatedObject create;
  create.container_title = "Airbus A320 Neo Asobo";
  create.init_position.latitude = 47.5;
  create.init_position.longitude = -122.3;
  create.init_position.altitude = 4000;
  create.request_id = RequestId{4};
  (void)co_await client.send(create);
  const auto assigned = co_await client.next_of<RecvAssignedObjectId>();
  if (!assigned) co_return assigned.error();
  co_return assigned->object_id;
}

// Objects that are there already shift the numbers of those that follow.
world::Task<int> occupy(world::World& world) {
  for (int i = 0; i < 3; ++i) {
    auto client = co_await RawClient::connect(world, "simulator", 500, kVersion);
    if (!client) co_return 1;
    const auto object = co_await make_object(*client);
    if (!object) co_return 1;
  }
  co_return 0;
}

world::Task<int> make_and_ask(world::World& world) {
  auto client = co_await RawClient::connect(world, "proxy", 5111, kVersion);
  if (!client) co_return 1;
  const auto object = co_await make_object(*client);
  if (!object) co_return 1;
  AddToDataDefinition title;
  title.datum_name = "TITLE";
  title.datum_type = DataType::string64;
  (void)co_await client->send(title);
  RequestDataOnSimObject request;
  request.request_id = RequestId{7};
  request.object_id = *object;
  request.period = Period::second;
  (void)co_await client->send(request);
  co_await world.clock().sleep_for(3s);
  co_return static_cast<int>(object->value);
}

TEST(Fidelity, AClientIsToldOfItsOwnObjectWhateverItsNumber) {
  const Captured captured = capture_of(make_and_ask, occupy);
  ASSERT_GT(captured.end, 2) << "another number than the emulator of the comparison gives";
  const Outcome played = run_fidelity(captured.content);
  EXPECT_EQ(played.result.at("identical_percent").to_number<double>(), 100) << played.printed.back();
  EXPECT_GE(played.result.at("compared").to_number<int>(), 5) << "OPEN, the id, and data of three seconds";
}

// The emulator has no such aircraft and makes no object: what its client goes on to say of it is waited with once, and
// told once.
TEST(Fidelity, AnObjectThatIsNotMadeIsWaitedForOnceAndTold) {
  TalkWriter writer;
  writer.open("maker");
  AICreateSimulatedObject create;
  create.container_title = "An aircraft that nobody has";
  create.request_id = RequestId{4};
  (void)writer.say(create);
  writer.wait(100);
  writer.answer(RecvAssignedObjectId{.request_id = RequestId{4}, .object_id = ObjectId{12}});
  writer.wait(100);
  for (const std::uint32_t request : {7U, 8U}) {
    (void)writer.say(AIReleaseControl{.object_id = ObjectId{12}, .request_id = RequestId{request}});
  }
  const Outcome played = run_fidelity(writer.take());
  const auto told = [](const std::string& line) { return line.find("tells of no object") != std::string::npos; };
  EXPECT_EQ(std::ranges::count_if(played.printed, told), 1);
  EXPECT_THAT(played.printed, testing::Contains(HasSubstr("in the place of 12 of the capture (packet ")));
}

}  // namespace
}  // namespace checkride::harness::test
