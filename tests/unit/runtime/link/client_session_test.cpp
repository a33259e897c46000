// Goal: our side of the protocol does the right thing for everything a simulator may send. Method: frames of the codec
// fed into the state machine; what it sends is decoded again.
#include "link/client_session.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "checkride/test/property.hpp"
#include "server_frames.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using protocol::Exception;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

world::Instant at(world::Duration since_start) {
  return world::Instant(since_start);
}

VariableConfig variable(std::uint32_t id, std::string name, std::string units) {
  VariableConfig config;
  config.id = id;
  config.name = std::move(name);
  config.units = std::move(units);
  return config;
}

SessionOptions options(world::Duration update_interval = 1s) {
  SessionOptions options;
  options.version = test::kVersion;
  options.client_name = "ProductionFlightMonitor";
  options.variables = {variable(1, "PLANE ALTITUDE", "feet"), variable(7, "AIRSPEED INDICATED", "knots")};
  options.update_interval = update_interval;
  return options;
}

// The session with what it sent and told, collected.
struct Bench {
  explicit Bench(SessionOptions with = options()) : session(std::move(with), at(1s)) { collect(); }

  void receive(const test::Bytes& bytes, world::Duration when) {
    session.feed(bytes);
    while (session.step(at(when))) collect();
    collect();
  }
  void collect() {
    for (SessionEvent& event : session.take_events()) events.push_back(std::move(event));
    const auto bytes = session.take_output();
    sent.insert(sent.end(), bytes.begin(), bytes.end());
  }
  // Everything sent so far; texts view into `sent`.
  std::vector<protocol::ClientFrame> frames() const {
    std::vector<protocol::ClientFrame> out;
    std::span<const std::byte> rest(sent);
    while (!rest.empty()) {
      const auto step = protocol::next_frame(rest, protocol::Direction::client_to_server);
      const auto bytes = std::get<protocol::Frame>(step).bytes;
      out.push_back(protocol::decode_client(bytes).value());
      rest = rest.subspan(bytes.size());
    }
    return out;
  }
  template <class M>
  std::vector<M> sent_of() const {
    std::vector<M> out;
    for (const auto& frame : frames()) {
      if (const auto* message = std::get_if<M>(&frame.message)) out.push_back(*message);
    }
    return out;
  }
  template <class E>
  std::vector<E> told() const {
    std::vector<E> out;
    for (const SessionEvent& event : events) {
      if (const auto* found = std::get_if<E>(&event)) out.push_back(*found);
    }
    return out;
  }
  std::string undecodable() const {
    const auto all = told<Undecodable>();
    return all.size() == 1 ? all.front().text : "(" + std::to_string(all.size()) + " of them)";
  }

  ClientSession session;
  std::vector<std::byte> sent;
  std::vector<SessionEvent> events;
};

Bench opened(SessionOptions with = options()) {
  Bench bench(std::move(with));
  bench.receive(test::open_frame(), 2s);
  return bench;
}

TEST(ClientSession, OpenComesFirstAndAlone) {
  const Bench bench;
  const auto frames = bench.frames();
  ASSERT_THAT(frames, SizeIs(1));
  EXPECT_EQ(frames[0].version, test::kVersion);
  EXPECT_EQ(frames[0].send_id.value, 1U);
  EXPECT_EQ(std::get<protocol::Open>(frames[0].message).application_name, "ProductionFlightMonitor");
}

TEST(ClientSession, RegistersEveryVariableWithItsUnitAndAsksOncePerSecond) {
  const Bench bench = opened();
  const auto data = bench.sent_of<protocol::AddToDataDefinition>();
  ASSERT_THAT(data, SizeIs(2));
  EXPECT_EQ(data[0].datum_name, "PLANE ALTITUDE");
  EXPECT_EQ(data[0].units_name, "feet");
  EXPECT_EQ(data[0].datum_type, protocol::DataType::float64);
  EXPECT_EQ(data[1].datum_name, "AIRSPEED INDICATED");
  EXPECT_EQ(data[1].datum_id.value, 7U);
  const auto requests = bench.sent_of<protocol::RequestDataOnSimObject>();
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].period, protocol::Period::second);
  EXPECT_EQ(requests[0].interval, 0U);
  EXPECT_EQ(requests[0].object_id, protocol::kObjectIdUser);
  std::vector<std::string> events;
  for (const auto& event : bench.sent_of<protocol::SubscribeToSystemEvent>())
    events.emplace_back(event.system_event_name);
  EXPECT_THAT(events, ElementsAre("1sec", "Sim", "Pause", "FlightLoaded", "Crashed", "CrashReset"));
  ASSERT_THAT(bench.told<Opened>(), SizeIs(1));
  EXPECT_EQ(bench.told<Opened>()[0].application, "SunRise 12.2");
}

TEST(ClientSession, SendIdsCountUp) {
  const Bench bench = opened();
  std::uint32_t expected = 1;
  for (const auto& frame : bench.frames()) EXPECT_EQ(frame.send_id.value, expected++);
}

TEST(ClientSession, UpdateIntervalDecidesTheRequest) {
  EXPECT_EQ(plan_request(1s).interval, 0U);
  EXPECT_EQ(plan_request(5s).interval, 4U);
  EXPECT_EQ(plan_request(5s).period, protocol::Period::second);
  EXPECT_EQ(plan_request(1400ms).interval, 0U);
  EXPECT_EQ(plan_request(250ms).period, protocol::Period::visual_frame);
  const Bench bench = opened(options(10s));
  EXPECT_EQ(bench.sent_of<protocol::RequestDataOnSimObject>().at(0).interval, 9U);
}

TEST(ClientSession, DataAreSortedByTheirTags) {
  Bench bench = opened();
  bench.receive(test::data_frame({{7, 110}, {1, 3500.5}}), 3s);
  ASSERT_THAT(bench.told<DataArrived>(), SizeIs(1));
  EXPECT_THAT(bench.told<DataArrived>()[0].values, ElementsAre(3500.5, 110));
  EXPECT_EQ(bench.session.phase(), SessionPhase::streaming);
}

TEST(ClientSession, ARefusedVariableShiftsNoOther) {
  Bench bench = opened();
  // Open is 1, the first variable 2.
  bench.receive(test::exception_frame(Exception::name_unrecognized, 2), 3s);
  bench.receive(test::data_frame({{7, 110}}), 3s);
  const auto exceptions = bench.told<ExceptionArrived>();
  ASSERT_THAT(exceptions, SizeIs(1));
  EXPECT_EQ(exceptions[0].name, "name_unrecognized");
  EXPECT_EQ(exceptions[0].call, "AddToDataDefinition PLANE ALTITUDE in feet");
  EXPECT_EQ(exceptions[0].variable, std::optional<std::size_t>(0));
  ASSERT_THAT(bench.told<DataArrived>(), SizeIs(1));
  EXPECT_TRUE(std::isnan(bench.told<DataArrived>()[0].values[0]));
  EXPECT_EQ(bench.told<DataArrived>()[0].values[1], 110);
}

TEST(ClientSession, AnUnknownSendIdIsSaid) {
  Bench bench = opened();
  bench.receive(test::exception_frame(Exception::error, 4711), 3s);
  ASSERT_THAT(bench.told<ExceptionArrived>(), SizeIs(1));
  EXPECT_THAT(bench.told<ExceptionArrived>()[0].call, HasSubstr("4711"));
  EXPECT_EQ(bench.told<ExceptionArrived>()[0].variable, std::nullopt);
  EXPECT_FALSE(bench.session.ended());
}

TEST(ClientSession, ARefusedRequestIsMadeAgainUntilDataFlow) {
  Bench bench = opened();
  bench.receive(test::exception_frame(Exception::unrecognized_id, 4), 3s);
  EXPECT_EQ(bench.session.deadline(), at(8s));
  bench.session.on_time(at(8s));
  bench.collect();
  EXPECT_THAT(bench.sent_of<protocol::RequestDataOnSimObject>(), SizeIs(2));
  bench.receive(test::data_frame({{1, 1}, {7, 2}}), 9s);
  bench.receive(test::exception_frame(Exception::error, 4), 10s);
  EXPECT_EQ(bench.session.deadline(), at(40s)) << "an answer lost in mid-stream must not shift the rhythm";
}

TEST(ClientSession, OpenHasADeadline) {
  Bench bench;
  EXPECT_EQ(bench.session.deadline(), at(11s));
  bench.session.on_time(at(11s - 1ns));
  EXPECT_FALSE(bench.session.ended());
  bench.session.on_time(at(11s));
  bench.collect();
  ASSERT_THAT(bench.told<Ended>(), SizeIs(1));
  EXPECT_EQ(bench.told<Ended>()[0].cause, EndCause::open_timeout);
}

TEST(ClientSession, SilenceIsAHalfOpenConnection) {
  Bench bench = opened();
  bench.receive(test::event_frame(1), 20s);
  EXPECT_EQ(bench.session.deadline(), at(50s));
  bench.session.on_time(at(50s));
  bench.collect();
  ASSERT_THAT(bench.told<Ended>(), SizeIs(1));
  EXPECT_EQ(bench.told<Ended>()[0].cause, EndCause::silent);
}

TEST(ClientSession, VersionMismatchSaysWhatToDo) {
  Bench bench;
  bench.receive(test::exception_frame(Exception::version_mismatch, 1), 2s);
  ASSERT_THAT(bench.told<Ended>(), SizeIs(1));
  EXPECT_EQ(bench.told<Ended>()[0].cause, EndCause::version_refused);
  EXPECT_THAT(bench.told<Ended>()[0].text, HasSubstr("simulators[].protocol"));
}

TEST(ClientSession, QuitEndsTheSessionAndNothingAfterItCounts) {
  Bench bench = opened();
  test::Bytes both = test::quit_frame();
  const test::Bytes data = test::data_frame({{1, 1}, {7, 2}});
  both.insert(both.end(), data.begin(), data.end());
  bench.receive(both, 3s);
  ASSERT_THAT(bench.told<Ended>(), SizeIs(1));
  EXPECT_EQ(bench.told<Ended>()[0].cause, EndCause::quit);
  EXPECT_THAT(bench.told<DataArrived>(), IsEmpty());
}

TEST(ClientSession, TheHeartbeatIsNoNewsOtherSystemEventsAre) {
  Bench bench = opened();
  bench.receive(test::event_frame(1), 3s);
  bench.receive(test::event_frame(3, 1), 3s);
  ASSERT_THAT(bench.told<SystemEventArrived>(), SizeIs(1));
  EXPECT_EQ(bench.told<SystemEventArrived>()[0].name, "Pause");
  EXPECT_EQ(bench.told<SystemEventArrived>()[0].data, 1U);
}

TEST(ClientSession, AFramingErrorLosesThePlaceInTheStream) {
  Bench bench = opened();
  bench.receive(test::Bytes(12, std::byte{0xff}), 3s);
  EXPECT_THAT(bench.undecodable(), HasSubstr("frame_too_long"));
  ASSERT_THAT(bench.told<Ended>(), SizeIs(1));
  EXPECT_EQ(bench.told<Ended>()[0].cause, EndCause::framing);
}

// One byte of a frame changed, and the field that must be named.
struct Damage {
  const char* what;
  test::Bytes frame;
  std::size_t offset;
  const char* field;
};

void PrintTo(const Damage& damage, std::ostream* out) {
  *out << damage.what;
}

class ClientSessionDamage : public testing::TestWithParam<Damage> {};

TEST_P(ClientSessionDamage, IsReportedWithItsField) {
  Bench bench = opened();
  test::Bytes frame = GetParam().frame;
  frame[GetParam().offset] ^= std::byte{0x40};
  bench.receive(frame, 3s);
  EXPECT_THAT(bench.undecodable(), HasSubstr(GetParam().field));
  EXPECT_THAT(bench.told<DataArrived>(), IsEmpty());
  EXPECT_FALSE(bench.session.ended());
  bench.receive(test::data_frame({{1, 1}, {7, 2}}), 4s);
  EXPECT_THAT(bench.told<DataArrived>(), SizeIs(1)) << "the session goes on";
}

const test::Bytes kData = test::data_frame({{1, 3500}, {7, 110}});

INSTANTIATE_TEST_SUITE_P(
    OneBit, ClientSessionDamage,
    testing::Values(Damage{"version", kData, 4, "frame.version at offset 4"},
                    Damage{"id", kData, 8, "frame.id at offset 8"},
                    Damage{"high id", kData, 11, "frame.id at offset 8"},
                    Damage{"request", kData, 12, "SIMOBJECT_DATA.request_id at offset 12"},
                    Damage{"definition", kData, 21, "SIMOBJECT_DATA.define_id at offset 20"},
                    Damage{"flags", kData, 24, "SIMOBJECT_DATA.flags at offset 24"},
                    Damage{"entry", kData, 28, "SIMOBJECT_DATA.entry_number at offset 28"},
                    Damage{"out of", kData, 32, "SIMOBJECT_DATA.out_of at offset 32"},
                    Damage{"count", kData, 36, "SIMOBJECT_DATA.define_count at offset 36"},
                    Damage{"first tag", kData, 40, "SIMOBJECT_DATA.data[0].datum_id at offset 40"},
                    Damage{"second tag", kData, 55, "SIMOBJECT_DATA.data[1].datum_id at offset 52"},
                    Damage{"group", test::event_frame(1), 12, "EVENT.group_id at offset 12"},
                    Damage{"event", test::event_frame(1), 16, "EVENT.client_event_id at offset 16"}));

TEST(ClientSession, AFrameCutShortNamesTheFieldThatIsMissing) {
  Bench bench = opened();
  test::Bytes frame = test::exception_frame(Exception::error, 2);
  frame.resize(22);
  frame[0] = std::byte{22};
  bench.receive(frame, 3s);
  EXPECT_THAT(bench.undecodable(), HasSubstr("EXCEPTION.index"));
}

TEST(ClientSession, ATagThatComesTwiceIsReported) {
  Bench bench = opened();
  bench.receive(test::data_frame({{7, 110}, {7, 111}}), 3s);
  EXPECT_THAT(bench.undecodable(), HasSubstr("data[1].datum_id"));
}

RC_GTEST_PROP(ClientSessionLaws, AnyBytesInAnyPiecesNeverCrash, ()) {
  const auto bytes = *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
  Bench bench = opened();
  test::Bytes input;
  // Half of the inputs begin with a plausible length, so that more than the framing is reached.
  if (bytes.size() >= 12 && *rc::gen::arbitrary<bool>()) {
    for (const std::size_t byte : {bytes.size() & 0xff, bytes.size() >> 8U, std::size_t{0}, std::size_t{0}}) {
      input.push_back(static_cast<std::byte>(byte));
    }
  }
  for (const std::uint8_t byte : bytes) input.push_back(std::byte{byte});
  for (const std::byte byte : input) bench.receive({byte}, 3s);
  RC_ASSERT(bench.told<Ended>().size() <= 1U);
}

RC_GTEST_PROP(ClientSessionLaws, PiecesDoNotMatter, ()) {
  test::Bytes stream = test::open_frame();
  const int frames = *rc::gen::inRange(1, 8);
  for (int i = 0; i < frames; ++i) {
    const test::Bytes frame =
        *rc::gen::arbitrary<bool>() ? test::data_frame({{1, 1.0 * i}, {7, 2}}) : test::event_frame(1);
    stream.insert(stream.end(), frame.begin(), frame.end());
  }
  Bench whole;
  whole.receive(stream, 3s);
  Bench pieces;
  std::span<const std::byte> rest(stream);
  while (!rest.empty()) {
    const std::size_t size = std::min(rest.size(), *rc::gen::inRange<std::size_t>(1, 100));
    pieces.receive(test::Bytes(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size)), 3s);
    rest = rest.subspan(size);
  }
  RC_ASSERT(pieces.events.size() == whole.events.size());
  RC_ASSERT(pieces.sent == whole.sent);
  RC_ASSERT(pieces.session.messages() == whole.session.messages());
}

}  // namespace
}  // namespace checkride::runtime::link
