// Goal: a frame allocates nothing once every buffer has been used. Method: operator new counts while frames of a real
// simulation are run for clients that ask for data in every way and hear timers; what they say is thrown away.
#include "allocations/counted_memory.hpp"
#include "server/simulation_adapter.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::Period;
using protocol::RequestFlags;

constexpr std::size_t kClients = 40;
constexpr FrameNumber kWarmUp = 200;
constexpr FrameNumber kFrames = 200;

class Host {
 public:
  explicit Host(const std::vector<std::byte>& hello) {
    for (std::size_t i = 0; i < kClients; ++i) {
      sessions_.receive(sessions_.connect("10.0.0.2:1", adapter_.frame_time(0)), hello);
    }
  }

  // Allocations of `count` frames, and what they told.
  std::size_t run(FrameNumber count) {
    const std::size_t before = allocations();
    for (FrameNumber i = 0; i < count; ++i) sessions_.run_frame(adapter_.frame_time(++frame_), hear_);
    return allocations() - before;
  }
  std::size_t bytes_heard() const { return heard_; }

 private:
  Profile profile_ = *find_profile("fsx_sp2");
  Simulation simulation_{SimulationOptions()};
  SimulationAdapter adapter_{simulation_, profile_};
  FaultBoard faults_;
  Sessions sessions_{adapter_, faults_, profile_};
  FrameNumber frame_ = 0;
  std::size_t heard_ = 0;
  std::function<void(const ReadyOutput&)> hear_{[this](const ReadyOutput& output) { heard_ += output.bytes.size(); }};
};

class Hello {
 public:
  Hello() {
    say(protocol::Open());
    for (const std::string_view name : {"PLANE ALTITUDE", "PLANE LATITUDE", "AIRSPEED INDICATED", "ABSOLUTE TIME"}) {
      say(add_datum(1, name));
    }
  }
  template <class M>
  void say(const M& message) {
    protocol::encode(message, protocol::Protocol::fsx_sp2, protocol::SendId{++send_id_}, bytes_);
  }
  void ask(Period period, RequestFlags flags) {
    auto request = request_data(++requests_, 1, period);
    request.flags = flags;
    say(request);
  }
  const std::vector<std::byte>& bytes() const { return bytes_; }

 private:
  std::uint32_t send_id_ = 0;
  std::uint32_t requests_ = 0;
  std::vector<std::byte> bytes_;
};

void expect_no_allocation(const Hello& hello) {
  Host host(hello.bytes());
  (void)host.run(kWarmUp);
  const std::size_t heard = host.bytes_heard();
  EXPECT_EQ(host.run(kFrames), 0u);
  EXPECT_GT(host.bytes_heard(), heard);
}

TEST(SteadyFrames, DataOfEveryFrameAllocateNothing) {
  Hello hello;
  hello.ask(Period::visual_frame, RequestFlags::none);
  hello.ask(Period::sim_frame, RequestFlags::none);
  expect_no_allocation(hello);
}

TEST(SteadyFrames, DataOfEverySecondAllocateNothing) {
  Hello hello;
  hello.ask(Period::second, RequestFlags::none);
  expect_no_allocation(hello);
}

TEST(SteadyFrames, ChangesAndTagsAllocateNothing) {
  Hello hello;
  hello.ask(Period::visual_frame, RequestFlags::tagged);
  hello.ask(Period::visual_frame, RequestFlags::changed);
  hello.ask(Period::visual_frame, RequestFlags::changed | RequestFlags::tagged);
  expect_no_allocation(hello);
}

TEST(SteadyFrames, TimersAndFramesAllocateNothing) {
  Hello hello;
  std::uint32_t event = 0;
  for (const std::string_view name : {"1sec", "4sec", "6Hz", "Frame"}) hello.say(subscribe(++event, name));
  hello.ask(Period::visual_frame, RequestFlags::none);
  expect_no_allocation(hello);
}

TEST(SteadyFrames, WhatAllocatesIsCounted) {
  Hello hello;
  hello.ask(Period::visual_frame, RequestFlags::none);
  Host host(hello.bytes());
  EXPECT_GT(host.run(1), 0u);
}

}  // namespace
}  // namespace checkride::emulator
