// Goal: the camera API as semantics 20.2 says. Method: two clients that take the camera from each other, a third that
// watches; places over the real simulation.
#include <cmath>
#include <limits>

#include "commons/camera_place.hpp"
#include "server/simulation_adapter.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::CameraAvailability;
using protocol::CameraReferential;
using protocol::Protocol;
using protocol::WorldLockerStatus;
using Exceptions = std::pair<std::uint32_t, std::uint32_t>;

constexpr Exceptions kDone{0, 0};
constexpr Exceptions kRefused{46, protocol::kUnknownIndex};

protocol::CameraAcquire acquire(std::string_view name = "test") {
  protocol::CameraAcquire message;
  message.client_id = name;
  return message;
}

protocol::CameraRelease release(std::string_view definition = "") {
  protocol::CameraRelease message;
  message.camera_def_name = definition;
  return message;
}

protocol::CameraGet get(std::uint32_t referential = 1) {
  protocol::CameraGet message;
  message.referential = static_cast<CameraReferential>(referential);
  return message;
}

protocol::CameraSet set(std::uint32_t mask, const protocol::CameraData& data) {
  protocol::CameraSet message;
  message.camera_data = data;
  message.data_mask = mask;
  return message;
}

protocol::CameraData at(protocol::Xyz position, CameraReferential referential = CameraReferential::simobject) {
  protocol::CameraData data;
  data.position = position;
  data.position_referential = referential;
  return data;
}

protocol::CameraSetUsingCameraDefinition use(std::string_view definition) {
  protocol::CameraSetUsingCameraDefinition message;
  message.camera_definition = definition;
  return message;
}

template <class Message>
Message flags(std::uint32_t value) {
  Message message;
  message.flags = value;
  return message;
}

protocol::RequestCameraWorldLocker locker(CameraReferential referential, std::uint32_t object = 0) {
  protocol::RequestCameraWorldLocker message;
  message.referential = referential;
  message.object_id.value = object;
  return message;
}

struct CameraTest : testing::Test {
  template <class Message>
  Exceptions outcome(ClientId client, const Message& message) {
    return cockpit.exception_of(client, message);
  }
  // (state, game controls) of every CAMERA_STATUS since the last call.
  using Told = std::vector<std::pair<CameraAvailability, bool>>;
  Told told(ClientId client) {
    cockpit.run_frame();
    Told result;
    for (const auto& status : cockpit.take(client).all<protocol::RecvCameraStatus>()) {
      result.emplace_back(status.acquired_state, status.game_controlled);
    }
    return result;
  }
  std::vector<WorldLockerStatus> lockers(ClientId client) {
    cockpit.run_frame();
    std::vector<WorldLockerStatus> result;
    for (const auto& status : cockpit.take(client).all<protocol::RecvCameraWorldLocker>()) {
      result.push_back(status.status);
    }
    return result;
  }
  protocol::CameraData seen(std::uint32_t referential = 1) {
    cockpit.send(watcher, get(referential));
    cockpit.run_frame();
    const Heard heard = cockpit.take(watcher);
    const auto answers = heard.all<protocol::RecvCameraData>();
    EXPECT_EQ(answers.size(), 1u);
    return answers.empty() ? protocol::CameraData() : answers[0].camera_data;
  }
  void hold(ClientId client) {
    cockpit.send(client, acquire());
    cockpit.run_frame();
    (void)cockpit.take(client);
  }

  Cockpit cockpit;
  ClientId one = cockpit.open();
  ClientId other = cockpit.open();
  ClientId watcher = cockpit.open();
  static constexpr auto kFree = CameraAvailability::not_acquired;
  static constexpr auto kOwn = CameraAvailability::acquired;
  static constexpr auto kTaken = CameraAvailability::acquired_by_other;
};

TEST_F(CameraTest, TheLatestToAskHasItAndTheFormerGetsItBack) {
  cockpit.send(watcher, protocol::SubscribeToCameraStatusUpdate());
  cockpit.run_frame();
  cockpit.send(one, acquire());
  EXPECT_EQ(told(one), (Told{{kOwn, false}}));
  EXPECT_EQ(told(watcher), (Told{{kTaken, false}}));
  cockpit.send(other, acquire());
  EXPECT_EQ(told(other), (Told{{kOwn, false}}));
  EXPECT_EQ(told(one), (Told{{kTaken, false}}));
  cockpit.send(other, release());
  EXPECT_EQ(told(one), (Told{{kOwn, false}}));
  EXPECT_EQ(told(other), (Told{{kTaken, false}}));
  cockpit.send(one, release());
  EXPECT_EQ(told(one), (Told{{kFree, false}}));
  EXPECT_EQ(told(watcher), (Told{{kTaken, false}, {kTaken, false}, {kFree, false}}));
}

TEST_F(CameraTest, AnEmptyNameIsRefused) {
  EXPECT_EQ(outcome(one, acquire("")), kRefused);
  cockpit.send(one, protocol::CameraGetStatus());
  EXPECT_EQ(told(one), (Told{{kFree, false}}));
}

TEST_F(CameraTest, EarlyClientsSendNoNameAtAll) {  // wire.md 3.12
  std::vector<std::byte> frame;
  protocol::append_client_frame(frame, protocol::CameraAcquire::kInfo.id, 0, Protocol::msfs2024,
                                protocol::SendId{1000});
  cockpit.send_bytes(one, frame);
  EXPECT_EQ(told(one), (Told{{kOwn, false}}));
}

TEST_F(CameraTest, TheStatusIsThatOfTheAsker) {
  hold(one);
  cockpit.send(one, protocol::CameraGetStatus());
  cockpit.send(other, protocol::CameraGetStatus());
  EXPECT_EQ(told(one), (Told{{kOwn, false}}));
  EXPECT_EQ(told(other), (Told{{kTaken, false}}));
}

TEST_F(CameraTest, AnEndedSubscriptionIsSilent) {
  cockpit.send(watcher, protocol::SubscribeToCameraStatusUpdate());
  cockpit.send(watcher, protocol::UnsubscribeToCameraStatusUpdate());
  hold(one);
  EXPECT_TRUE(told(watcher).empty());
}

TEST_F(CameraTest, WithoutTheCameraNothingIsDone) {
  hold(one);
  hold(other);
  for (const ClientId client : {one, watcher}) {
    EXPECT_EQ(outcome(client, release()), kRefused);
    EXPECT_EQ(outcome(client, set(1, at({1, 2, 3}))), kRefused);
    EXPECT_EQ(outcome(client, use("Chase")), kRefused);
    EXPECT_EQ(outcome(client, flags<protocol::CameraEnableFlag>(1)), kRefused);
    EXPECT_EQ(outcome(client, flags<protocol::CameraDisableFlag>(1)), kRefused);
    EXPECT_EQ(outcome(client, locker(CameraReferential::world)), kRefused);
    EXPECT_EQ(outcome(client, protocol::DeleteCameraWorldLocker()), kRefused);
  }
}

TEST_F(CameraTest, WhatIsSetIsSeenByOthers) {
  hold(one);
  EXPECT_EQ(outcome(one, set(1, at({1, 2, 3}))), kDone);
  protocol::CameraData data;
  data.pbh = {10, 20, 30};
  data.fov = 0.5;
  EXPECT_EQ(outcome(one, set(2 | 8, data)), kDone);
  const auto now = seen();
  EXPECT_EQ(now.position.z, 3);
  EXPECT_EQ(now.pbh.heading, 30);
  EXPECT_EQ(now.fov, 0.5);
  EXPECT_EQ(now.position_referential, CameraReferential::simobject);
}

TEST_F(CameraTest, ARotationIsLostBesideAPosition) {
  hold(one);
  auto data = at({1, 2, 3});
  data.pbh = {10, 20, 30};
  EXPECT_EQ(outcome(one, set(1 | 2, data)), kDone);
  EXPECT_EQ(seen().position.x, 1);
  EXPECT_EQ(seen().pbh.heading, 0);
}

TEST_F(CameraTest, ATargetWinsOverARotation) {
  hold(one);
  auto data = at({0, 10, -10});
  data.targeted_pos = {0, 0, 0};
  data.pbh = {1, 2, 3};
  EXPECT_EQ(outcome(one, set(1 | 2 | 4, data)), kDone);
  EXPECT_NEAR(static_cast<double>(seen().pbh.pitch), 45, 1e-4) << "positive looks down";
  EXPECT_NEAR(static_cast<double>(seen().pbh.heading), 0, 1e-4);
}

TEST_F(CameraTest, UnusableSettingsAreRefused) {
  hold(one);
  EXPECT_EQ(outcome(one, set(0x20, at({1, 2, 3}))), kRefused);
  EXPECT_EQ(outcome(one, set(1, at({1, 2, 3}, static_cast<CameraReferential>(5)))), kRefused);
  EXPECT_EQ(outcome(one, set(1, at({std::numeric_limits<double>::infinity(), 2, 3}))), kRefused);
  EXPECT_EQ(outcome(one, get(5)), kRefused);
  EXPECT_EQ(outcome(one, release("No Such Camera")), kRefused);
  EXPECT_EQ(outcome(one, use("No Such Camera")), kRefused);
  EXPECT_EQ(outcome(one, flags<protocol::CameraEnableFlag>(3)), kRefused);
  EXPECT_EQ(outcome(one, flags<protocol::CameraEnableFlag>(1)), kDone);
}

TEST_F(CameraTest, DefinitionsAreListedAndUsed) {
  cockpit.send(one, protocol::EnumerateCameraDefinitions());
  cockpit.run_frame();
  const Heard heard = cockpit.take(one);
  const auto pages = heard.all<protocol::RecvCameraDefinitionList>();
  ASSERT_EQ(pages.size(), 1u);
  EXPECT_EQ(pages[0].request_id.value, 0u);
  hold(one);
  for (const auto& element : pages[0].elements) EXPECT_EQ(outcome(one, use(element.name)), kDone) << element.name;
  EXPECT_EQ(outcome(one, use("Left Wing")), kDone);
  EXPECT_EQ(seen().position.x, -5.5);
  EXPECT_EQ(outcome(one, release("Pilot")), kDone);
  EXPECT_EQ(seen(3).position.x, 0);
}

TEST_F(CameraTest, ReleasingBringsTheViewBeforeBack) {
  hold(one);
  cockpit.send(one, set(1, at({1, 2, 3})));
  hold(other);
  cockpit.send(other, set(1, at({7, 8, 9})));
  EXPECT_EQ(seen().position.x, 7);
  cockpit.send(other, release());
  EXPECT_EQ(seen().position.x, 1);
}

TEST_F(CameraTest, InPauseTheGameHasTheCamera) {
  hold(one);
  cockpit.send(watcher, protocol::SubscribeToCameraStatusUpdate());
  cockpit.run_frame();
  cockpit.simulator.trigger("PAUSE_ON", {});
  EXPECT_EQ(told(one), (Told{{kOwn, true}}));
  EXPECT_EQ(told(watcher), (Told{{kTaken, true}}));
  EXPECT_EQ(outcome(one, set(1, at({1, 2, 3}))), kRefused);
  EXPECT_EQ(outcome(one, use("Chase")), kRefused);
  cockpit.simulator.trigger("PAUSE_OFF", {});
  EXPECT_EQ(told(one), (Told{{kOwn, false}}));
  EXPECT_EQ(outcome(one, set(1, at({1, 2, 3}))), kDone);
}

// Until then nobody of it had anything to do with the camera.
TEST_F(CameraTest, WhoComesInPauseFindsThatTheGameHasIt) {
  cockpit.simulator.event_values["pause"] = 1;  // the fake one does not keep it itself
  cockpit.simulator.trigger("PAUSE_ON", {});
  cockpit.run_frame();
  cockpit.send(one, acquire());
  EXPECT_EQ(told(one), (Told{{kOwn, true}}));
  cockpit.simulator.trigger("PAUSE_OFF", {});
  EXPECT_EQ(told(one), (Told{{kOwn, false}}));
}

TEST_F(CameraTest, TheCameraOfAClientThatGoesIsHandedOn) {
  hold(one);
  hold(other);
  (void)told(one);
  cockpit.sessions.disconnect(other);
  EXPECT_NE(cockpit.sessions.next_wake(cockpit.now), std::nullopt) << "there is something to tell";
  EXPECT_EQ(told(one), (Told{{kOwn, false}}));
  hold(watcher);
  cockpit.sessions.disconnect(one);  // one that does not hold it
  cockpit.send(watcher, release());
  EXPECT_EQ(told(watcher), (Told{{kFree, false}}));
}

TEST_F(CameraTest, AWorldLockerIsToldToItsSubscribers) {
  hold(one);
  cockpit.send(watcher, protocol::SubscribeToCameraWorldLockerStatusUpdate());
  cockpit.run_frame();
  cockpit.send(one, locker(CameraReferential::world, 99));
  EXPECT_EQ(lockers(watcher), (std::vector{WorldLockerStatus::start}));
  EXPECT_EQ(lockers(watcher), (std::vector{WorldLockerStatus::success}));
  EXPECT_EQ(lockers(one), std::vector<WorldLockerStatus>()) << "not subscribed";
  cockpit.send(one, protocol::DeleteCameraWorldLocker());
  EXPECT_EQ(lockers(watcher), (std::vector{WorldLockerStatus::cancel}));
  EXPECT_EQ(outcome(one, protocol::DeleteCameraWorldLocker()), kRefused);
  cockpit.send(one, locker(CameraReferential::simobject, 99));
  EXPECT_EQ(lockers(watcher), (std::vector{WorldLockerStatus::start, WorldLockerStatus::fail}));
  // An AI object is there as well.
  const protocol::ObjectId made = cockpit.make_ai_object(one);
  (void)lockers(watcher);
  cockpit.send(one, locker(CameraReferential::simobject, made.value));
  EXPECT_EQ(lockers(watcher), (std::vector{WorldLockerStatus::start}));
  EXPECT_EQ(lockers(watcher), (std::vector{WorldLockerStatus::success}));
  cockpit.send(one, protocol::DeleteCameraWorldLocker());
  EXPECT_EQ(lockers(watcher), (std::vector{WorldLockerStatus::cancel}));
  cockpit.send(one, locker(CameraReferential::simobject));
  cockpit.send(one, release());
  EXPECT_EQ(lockers(watcher), (std::vector{WorldLockerStatus::start, WorldLockerStatus::cancel}));
  cockpit.send(watcher, protocol::UnsubscribeToCameraWorldLockerStatusUpdate());
  cockpit.run_frame();
  hold(one);
  cockpit.send(one, locker(CameraReferential::simobject));
  EXPECT_TRUE(lockers(watcher).empty());
}

TEST_F(CameraTest, OlderSimulatorsDoNotKnowIt) {
  Cockpit older("msfs2020");
  const ClientId client = older.open(Protocol::msfs2020);
  EXPECT_EQ(older.exception_of(client, protocol::CameraGetStatus()), Exceptions(1, protocol::kUnknownIndex));
}

// ---- places

struct CameraPlace : testing::Test {
  protocol::Xyz world(protocol::Xyz place) {
    return convert_place(place, CameraReferential::simobject, CameraReferential::world, adapter);
  }
  Simulation simulation{SimulationOptions()};
  SimulationAdapter adapter{simulation, *find_profile("msfs2024")};
};

TEST_F(CameraPlace, AheadIsWhereTheAircraftHeads) {
  ASSERT_TRUE(adapter.set_number(*adapter.resolve("PLANE HEADING DEGREES TRUE"), 1.5707963267948966));
  const auto here = world({0, 0, 0});
  const auto ahead = world({0, 5, 1000});
  EXPECT_NEAR(ahead.x, here.x, 1e-6);
  EXPECT_GT(ahead.y, here.y) << "east";
  EXPECT_NEAR(ahead.z - here.z, 5, 1e-6);
}

TEST_F(CameraPlace, EveryReferentialLeadsBack) {
  for (const auto there : {CameraReferential::none, CameraReferential::world, CameraReferential::eyepoint,
                           CameraReferential::simobject_datum}) {
    const auto place = convert_place({3, -4, 50}, CameraReferential::simobject, there, adapter);
    const auto back = convert_place(place, there, CameraReferential::simobject, adapter);
    EXPECT_NEAR(back.x, 3, 1e-6);
    EXPECT_NEAR(back.y, -4, 1e-6);
    EXPECT_NEAR(back.z, 50, 1e-6);
  }
}

TEST_F(CameraPlace, TheWorldKnowsItsGround) {
  EXPECT_NEAR(ground_altitude(adapter).value_or(-1), world({0, 0, 0}).z, 3) << "the aircraft is parked";
  const auto north = look_at({47, 8, 100}, {48, 8, 100}, CameraReferential::world);
  EXPECT_NEAR(static_cast<double>(north.heading), 0, 1e-4);
  const auto down = look_at({47, 8, 100}, {47, 8, 0}, CameraReferential::world);
  EXPECT_NEAR(static_cast<double>(down.pitch), 90, 1e-4);
}

}  // namespace
}  // namespace checkride::emulator
