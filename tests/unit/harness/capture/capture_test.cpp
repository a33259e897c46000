// Goal: the capture between clients and an emulator, on virtual time: what is written is what was said, whatever
// happens to the connections, the proxy or the simulator.
#include "capture/capture.hpp"

#include "capture/capture_file.hpp"
#include "checkride/emulator/emulator.hpp"
#include "checkride/test/world_test.hpp"
#include "server/raw_client.hpp"
#include "talks.hpp"

namespace checkride::harness::test {
namespace {

using namespace std::chrono_literals;
using namespace protocol;
using emulator::test::RawClient;
using talk::TalkEvent;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using world::VirtualHost;
using world::VirtualWorld;

// Hosts of an emulator, a capture in front of it, and a client.
struct Stage {
  explicit Stage(bool with_simulator = true) {
    if (with_simulator) {
      emulator::Options options;
      options.listen = {{"0.0.0.0", 500}};
      options.control = {"0.0.0.0", 501};
      simulator.start("emulator", emulator::run(simulator, options));
    }
    proxy.start("capture", capture(proxy, {{"0.0.0.0", 5111}, {"simulator", 500}, "talk.pcapng"}));
    world.run_until(world.now() + 1s);
  }
  talk::Talk talk() {
    const auto content = proxy.files().read("talk.pcapng");
    EXPECT_TRUE(content.has_value());
    if (!content) return {};
    auto read = talk::read_talk("talk.pcapng", bytes_of(*content));
    EXPECT_TRUE(read.has_value()) << read.error().message();
    return read ? std::move(*read) : talk::Talk{};
  }
  void end() {
    proxy.send_signal(world::Signal::terminate);
    world.run_until(world.now() + 10s, [this] { return proxy.exit_code().has_value(); });
  }
  VirtualWorld world;
  VirtualHost& simulator = world.add_host("simulator");
  VirtualHost& proxy = world.add_host("proxy");
  VirtualHost& client = world.add_host("client");
};

Open open_message(const std::string& name) {
  const auto identity = client_identity(Protocol::msfs2020);
  Open open;
  open.application_name = name;
  open.client_tag = identity.client_tag;
  open.version_major = identity.version_major;
  open.build_major = identity.build_major;
  return open;
}

world::Task<int> ask_once(world::World& world, std::string name) {
  auto client = co_await RawClient::connect(world, "proxy", 5111, Protocol::msfs2020);
  if (!client) co_return 1;
  Open open = open_message(name);
  const auto sent = co_await client->send(open);
  const auto opened = co_await client->next_of<RecvOpen>();
  client->stream().close();
  co_return sent&& opened ? 0 : 2;
}

std::vector<TalkEvent::Kind> kinds_of(const talk::Talk& talk, std::size_t connection) {
  std::vector<TalkEvent::Kind> kinds;
  for (const TalkEvent& event : talk.events) {
    if (event.connection == connection) kinds.push_back(event.kind);
  }
  return kinds;
}

using Kind = TalkEvent::Kind;

TEST(Capture, WhatTwoClientsSaidIsInTheFile) {
  Stage setup;
  setup.client.start("one", ask_once(setup.client, "one"));
  setup.world.run_until(setup.world.now() + 5s);
  EXPECT_EQ(setup.client.exit_code(), 0);
  setup.client.start("two", ask_once(setup.client, "two"));
  setup.world.run_until(setup.world.now() + 5s);
  setup.end();
  EXPECT_EQ(setup.proxy.exit_code(), 0);
  EXPECT_THAT(setup.proxy.printed(), ElementsAre("listening on 0.0.0.0:5111", HasSubstr("captured 2 connections: ")));
  const talk::Talk talk = setup.talk();
  ASSERT_EQ(talk.connections.size(), 2U);
  EXPECT_EQ(talk.connections[0].interface, "0.0.0.0:5111 > simulator:500");
  for (const std::size_t connection : {0U, 1U}) {
    EXPECT_THAT(kinds_of(talk, connection),
                ElementsAre(Kind::opened, Kind::frame, Kind::frame, Kind::finished, Kind::finished));
  }
}

TEST(Capture, AKilledRunLeavesAReadableFile) {
  Stage setup;
  setup.client.start("one", ask_once(setup.client, "one"));
  setup.world.run_until(setup.world.now() + 5s);
  setup.proxy.crash();
  setup.proxy.restart();
  EXPECT_THAT(kinds_of(setup.talk(), 0), Contains(Kind::frame).Times(2));
}

TEST(Capture, ASimulatorThatRefusesIsSeenAndTold) {
  Stage setup(false);
  setup.client.start("one", ask_once(setup.client, "one"));
  setup.world.run_until(setup.world.now() + 5s);
  EXPECT_NE(setup.client.exit_code(), 0) << "the client was reset";
  setup.end();
  EXPECT_THAT(setup.proxy.printed(), Contains(HasSubstr("was reset, for there is no connection to the simulator")));
  const talk::Talk talk = setup.talk();
  EXPECT_THAT(kinds_of(talk, 0), ElementsAre(Kind::opened, Kind::comment, Kind::reset));
  EXPECT_THAT(talk.events[1].text, HasSubstr("no connection: "));
}

TEST(Capture, WhatCannotBeUsedIsTwo) {
  Stage setup(false);
  VirtualHost& other = setup.world.add_host("other");
  other.start("capture", capture(other, {{"10.9.9.9", 5111}, {"simulator", 500}, "talk.pcapng"}));
  setup.world.run_until(setup.world.now() + 5s);
  EXPECT_EQ(other.exit_code(), 2);
  EXPECT_THAT(other.printed(), ElementsAre(HasSubstr("--listen: \"10.9.9.9\" is no address of this machine")));
}

TEST(Capture, AReadOnlyFileIsToldAtTheStartAndStays) {
  VirtualWorld world;
  VirtualHost& proxy = world.add_host("proxy");
  ASSERT_TRUE(proxy.files().write("talk.pcapng", "kept"));
  proxy.set_permissions("talk.pcapng", 0444);
  proxy.start("capture", capture(proxy, {{"0.0.0.0", 5111}, {"simulator", 500}, "talk.pcapng"}));
  world.run_until(world.now() + 5s);
  EXPECT_EQ(proxy.exit_code(), 2);
  EXPECT_THAT(proxy.printed(), ElementsAre(HasSubstr("--out: talk.pcapng is read-only")));
  EXPECT_EQ(proxy.files().read("talk.pcapng").value(), "kept");
}

// As root a renamed device would be gone for the whole machine.
TEST(Capture, WhatIsNoFileIsNotRotated) {
  VirtualWorld world;
  int hosts = 0;
  for (const std::string out : {"/dev/null", "/dev/stdout", "//dev/../dev/fd/1", "/proc/self/fd/1"}) {
    VirtualHost& proxy = world.add_host("proxy" + std::to_string(++hosts));
    proxy.start("capture", capture(proxy, {{"0.0.0.0", 5111}, {"simulator", 500}, out, {.bytes_max = 1'000'000}}));
    world.run_until(world.now() + 5s);
    EXPECT_EQ(proxy.exit_code(), 2) << out;
    EXPECT_THAT(proxy.printed(), ElementsAre(HasSubstr("--out " + out + " is no file that can be rotated")));
    EXPECT_FALSE(proxy.files().exists(out));
  }
}

// Faults of the proxy stand beside the packets that they touched.
WORLD_TEST(CaptureFile, FaultsAreComments) {
  auto file = CaptureFile::create({host.clock(), host.files(), [](const std::string&) {}}, "faults.pcapng", "link");
  CO_ASSERT_OK(file);
  (*file)->opened(1, {"10.0.0.2", 40'000}, {"10.0.0.1", 500});
  (*file)->passed(1, Way::to_server, "abc", "fault: bit 3 of byte 1 of these flipped");
  (*file)->disturbed("fault: partition");
  (*file)->broken(1, Way::to_client, "fault: reset");
  CO_ASSERT_OK((*file)->finish());
  const auto content = host.files().read("faults.pcapng");
  CO_ASSERT_OK(content);
  capture::StreamReader reader("faults.pcapng", bytes_of(*content));
  std::vector<std::string> comments;
  while (true) {
    const auto event = reader.next();
    if (!event || !*event) break;
    if ((*event)->kind == capture::StreamEvent::Kind::comment) comments.push_back((*event)->text);
  }
  EXPECT_THAT(comments, ElementsAre("fault: bit 3 of byte 1 of these flipped", "fault: partition", "fault: reset"));
  co_return;
}

}  // namespace
}  // namespace checkride::harness::test
