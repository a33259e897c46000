// Goal: variables of any type, period and epsilon are asked for in few requests at a pace, and put together again.
// Method: frames of the codec fed into the session; what it sends is decoded again.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "checkride/test/property.hpp"
#include "link/client_session.hpp"
#include "server_frames.hpp"

namespace checkride::runtime::link {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

world::Instant at(world::Duration since_start) {
  return world::Instant(since_start);
}

VariableConfig variable(std::uint32_t id, VariableType type = VariableType::float64) {
  VariableConfig config;
  config.id = id;
  config.name = "VARIABLE " + std::to_string(id);
  config.units = "number";
  config.type = type;
  return config;
}

SessionOptions options(std::vector<VariableConfig> variables) {
  SessionOptions options;
  options.version = test::kVersion;
  options.variables = std::move(variables);
  return options;
}

VariableConfig slow(std::uint32_t id, world::Duration period) {
  VariableConfig config = variable(id);
  config.period = period;
  return config;
}

VariableConfig coarse(std::uint32_t id, double epsilon) {
  VariableConfig config = variable(id);
  config.epsilon = epsilon;
  return config;
}

// An answer to group `group` (from 1) with already written data.
test::Bytes answer(std::uint32_t group, std::uint32_t count, const test::Bytes& data, bool changed = false) {
  protocol::RecvSimObjectData message;
  message.request_id = protocol::RequestId{group};
  message.object_id = protocol::ObjectId{1};
  message.define_id = protocol::DefinitionId{group};
  message.flags =
      changed ? protocol::RequestFlags::tagged | protocol::RequestFlags::changed : protocol::RequestFlags::tagged;
  message.define_count = count;
  message.data = data;
  return test::frame(message);
}

test::Bytes answer(std::uint32_t group, const std::vector<std::pair<std::uint32_t, double>>& values,
                   bool changed = false) {
  test::Bytes data;
  protocol::DatumWriter writer(data);
  for (const auto& [id, value] : values) {
    writer.tag(protocol::DatumId{id});
    writer.number(value);
  }
  return answer(group, static_cast<std::uint32_t>(values.size()), data, changed);
}

struct Bench {
  explicit Bench(SessionOptions with) : session(std::move(with), at(1s)) { receive(test::open_frame(), 2s); }

  void receive(const test::Bytes& bytes, world::Duration when) {
    session.feed(bytes);
    while (session.step(at(when))) {
    }
    collect();
  }
  void collect() {
    for (SessionEvent& event : session.take_events()) {
      if (auto* data = std::get_if<DataArrived>(&event)) samples.push_back(data->values);
      if (auto* wrong = std::get_if<Undecodable>(&event)) undecodable.push_back(wrong->text);
    }
    const auto bytes = session.take_output();
    sent.insert(sent.end(), bytes.begin(), bytes.end());
  }
  template <class M>
  std::vector<M> sent_of() const {
    std::vector<M> out;
    std::span<const std::byte> rest(sent);
    while (!rest.empty()) {
      const auto step = protocol::next_frame(rest, protocol::Direction::client_to_server);
      const auto bytes = std::get<protocol::Frame>(step).bytes;
      const auto frame = protocol::decode_client(bytes).value();
      if (const auto* message = std::get_if<M>(&frame.message)) out.push_back(*message);
      rest = rest.subspan(bytes.size());
    }
    return out;
  }

  ClientSession session;
  std::vector<std::byte> sent;
  std::vector<std::vector<double>> samples;
  std::vector<std::string> undecodable;
};

TEST(SessionRequests, EveryNumericTypeArrives) {
  Bench bench(options({variable(1, VariableType::int32), variable(2, VariableType::int64),
                       variable(3, VariableType::float32), variable(4)}));
  const auto asked = bench.sent_of<protocol::AddToDataDefinition>();
  ASSERT_THAT(asked, SizeIs(4));
  EXPECT_EQ(asked[0].datum_type, protocol::DataType::int32);
  EXPECT_EQ(asked[1].datum_type, protocol::DataType::int64);
  EXPECT_EQ(asked[2].datum_type, protocol::DataType::float32);
  test::Bytes data;
  protocol::DatumWriter writer(data);
  writer.tag(protocol::DatumId{3});
  writer.number(0.5F);
  writer.tag(protocol::DatumId{1});
  writer.number(std::int32_t{-7});
  writer.tag(protocol::DatumId{2});
  writer.number(std::int64_t{1} << 40U);
  bench.receive(answer(1, 3, data), 3s);
  ASSERT_THAT(bench.samples, SizeIs(1));
  EXPECT_EQ(bench.samples[0][0], -7);
  EXPECT_EQ(bench.samples[0][1], 1099511627776.0);
  EXPECT_EQ(bench.samples[0][2], 0.5);
  EXPECT_TRUE(std::isnan(bench.samples[0][3]));
}

TEST(SessionRequests, DataOfAnotherLengthThanTheirTypesAreReported) {
  Bench bench(options({variable(1, VariableType::int32)}));
  bench.receive(answer(1, {{1, 3.5}}), 3s);
  EXPECT_THAT(
      bench.undecodable,
      ElementsAre("SIMOBJECT_DATA.define_count at offset 36: 1 tagged values do not make the 12 bytes of data"));
  EXPECT_THAT(bench.samples, IsEmpty());
}

TEST(SessionRequests, OneDefinitionPerPeriodAndKind) {
  Bench bench(options({slow(1, 5s), variable(2), slow(3, 5s), coarse(4, 0.5), variable(5)}));
  const auto requests = bench.sent_of<protocol::RequestDataOnSimObject>();
  ASSERT_THAT(requests, SizeIs(3));
  EXPECT_EQ(requests[0].interval, 0U) << "what comes most often makes the samples";
  EXPECT_EQ(requests[1].interval, 4U);
  EXPECT_EQ(requests[2].flags, protocol::RequestFlags::tagged | protocol::RequestFlags::changed);
  const auto data = bench.sent_of<protocol::AddToDataDefinition>();
  ASSERT_THAT(data, SizeIs(5));
  EXPECT_EQ(data[4].epsilon, 0.5F);
  EXPECT_EQ(data[4].define_id, requests[2].define_id);
}

TEST(SessionRequests, ASampleHoldsWhatComesMoreRarely) {
  Bench bench(options({variable(1), slow(2, 5s), coarse(3, 0.5)}));
  bench.receive(answer(2, {{2, 20}}), 3s);
  bench.receive(answer(3, {{3, 30}}, true), 3s);
  EXPECT_THAT(bench.samples, IsEmpty()) << "only the first request makes samples";
  bench.receive(answer(1, {{1, 10}}), 3s);
  bench.receive(answer(1, {{1, 11}}), 18s);
  bench.receive(answer(1, {{1, 12}}), 19s);
  ASSERT_THAT(bench.samples, SizeIs(3));
  EXPECT_THAT(bench.samples[1], ElementsAre(11, 20, 30));
  EXPECT_TRUE(std::isnan(bench.samples[2][1])) << "three periods of 5 s were missed";
  EXPECT_EQ(bench.samples[2][2], 30) << "no change is no news";
}

TEST(SessionRequests, ASampleSaysWhenEachValueCame) {
  ClientSession session(options({variable(1), slow(2, 5s), coarse(3, 0.5)}), at(1s));
  const auto receive = [&session](const test::Bytes& bytes, world::Duration when) {
    session.feed(bytes);
    while (session.step(at(when))) {
    }
  };
  receive(test::open_frame(), 2s);
  receive(answer(2, {{2, 20}}), 3s);
  receive(answer(1, {{1, 10}}), 5s);
  const auto events = session.take_events();
  EXPECT_THAT(std::get<DataArrived>(events.back()).read_at, ElementsAre(at(5s), at(3s), at(5s)));
}

TEST(SessionRequests, WhatIsToldOnlyWhenItChangesCanBeAskedForAnew) {
  Bench bench(options({variable(1), slow(2, 5s), coarse(3, 0.5)}));
  bench.receive(answer(3, {{3, 30}}, true), 3s);
  bench.session.renew_changes(at(4s));
  bench.collect();
  const auto requests = bench.sent_of<protocol::RequestDataOnSimObject>();
  ASSERT_THAT(requests, SizeIs(4));
  EXPECT_EQ(requests[3].request_id, requests[2].request_id);
}

TEST(SessionRequests, ManyCallsGoAtTheirPace) {
  std::vector<VariableConfig> many;
  for (std::uint32_t id = 1; id <= 300; ++id) many.push_back(variable(id));
  SessionOptions with = options(many);
  with.requests_per_second = 100;
  Bench bench(std::move(with));
  EXPECT_THAT(bench.sent_of<protocol::AddToDataDefinition>().size(), ClientSession::kBurst);
  EXPECT_EQ(bench.session.deadline(), at(2s + 10ms));
  for (int i = 1; i <= 100; ++i) bench.session.on_time(at(2s + 10ms * i));
  bench.collect();
  EXPECT_EQ(bench.sent_of<protocol::AddToDataDefinition>().size(), 164U);
  bench.session.on_time(at(20s));
  while (!bench.session.ended() && bench.session.deadline() < at(30s)) bench.session.on_time(bench.session.deadline());
  bench.collect();
  EXPECT_EQ(bench.sent_of<protocol::RequestDataOnSimObject>().size(), 1U);
  EXPECT_EQ(bench.sent_of<protocol::SubscribeToSystemEvent>().size(), 6U);
}

TEST(SessionRequests, TheLoadedFlightIsTold) {
  SessionOptions with = options({variable(1)});
  ClientSession session(std::move(with), at(1s));
  protocol::RecvEventFilename loaded;
  loaded.group_id = protocol::kUnknownGroup;
  loaded.client_event_id = protocol::EventId{4};
  loaded.file_name = "flights\\other\\MainMenu.FLT";
  session.feed(test::open_frame());
  session.feed(test::frame(loaded));
  while (session.step(at(2s))) {
  }
  const auto events = session.take_events();
  ASSERT_THAT(events, SizeIs(2));
  const auto& event = std::get<SystemEventArrived>(events[1]);
  EXPECT_EQ(event.name, "FlightLoaded");
  EXPECT_EQ(event.file, "flights\\other\\MainMenu.FLT");
}

TEST(SessionRequests, TheLastFramesAreKept) {
  SessionOptions with = options({variable(1)});
  with.frames_kept = 4;
  Bench bench(std::move(with));
  bench.receive(answer(1, {{1, 10}}), 3s);
  const auto& frames = bench.session.frames().frames();
  ASSERT_THAT(frames, SizeIs(4));
  EXPECT_FALSE(frames.back().sent);
  EXPECT_TRUE(frames.front().sent);
  EXPECT_EQ(frames.back().bytes, answer(1, {{1, 10}}));
}

TEST(SessionRequests, WhatTheLastFramesCannotBeReadWithoutIsKeptToo) {
  SessionOptions with = options({variable(1)});
  with.frames_kept = 4;
  Bench bench(std::move(with));
  for (int i = 0; i < 10; ++i) bench.receive(answer(1, {{1, 10}}), 3s + 1s * i);
  const FrameLog& log = bench.session.frames();
  EXPECT_EQ(log.forgotten(), 6U) << "data alone";
  std::vector<std::byte> sent;
  std::vector<test::Bytes> received;
  for (const LoggedFrame& frame : log.opening()) {
    if (frame.sent) sent.insert(sent.end(), frame.bytes.begin(), frame.bytes.end());
    if (!frame.sent) received.push_back(frame.bytes);
  }
  EXPECT_EQ(sent, bench.sent);
  EXPECT_THAT(received, ElementsAre(test::open_frame()));
}

TEST(FrameLog, TheOpeningIsBoundedByBytes) {
  FrameLog log(1);
  const test::Bytes frame(FrameLog::kBytesMax / 4);
  for (int i = 0; i < 10; ++i) log.add(true, at(1s * i), frame);
  EXPECT_THAT(log.opening(), SizeIs(4));
  EXPECT_EQ(log.forgotten(), 5U);
}

RC_GTEST_PROP(SessionRequestsLaws, EveryVariableIsInOneGroupAndTheFirstGroupIsTheFastest, ()) {
  const auto periods = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5));
  std::vector<VariableConfig> variables;
  for (const int period : periods) {
    VariableConfig one = variable(static_cast<std::uint32_t>(variables.size() + 1));
    if (period > 0) one.period = 1s * period;
    one.epsilon = *rc::gen::inRange(0, 2);
    variables.push_back(one);
  }
  const auto groups = plan_groups(variables, 1s);
  std::vector<std::size_t> all;
  for (const RequestGroup& group : groups) {
    RC_ASSERT(groups.front().changed_only <= group.changed_only);
    if (groups.front().changed_only == group.changed_only) RC_ASSERT(groups.front().period <= group.period);
    all.insert(all.end(), group.variables.begin(), group.variables.end());
  }
  std::sort(all.begin(), all.end());
  RC_ASSERT(all.size() == variables.size());
  for (std::size_t i = 0; i < all.size(); ++i) RC_ASSERT(all[i] == i);
}

}  // namespace
}  // namespace checkride::runtime::link
