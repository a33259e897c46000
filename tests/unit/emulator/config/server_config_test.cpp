// Goal: a configuration file gives the simulators it says, on top of the command line; their SimConnect.cfg names every
// address. Method: files of a virtual host, mistakes as a table, the program itself with two simulators.
#include "checkride/emulator/server_config.hpp"

#include "checkride/test/world_test.hpp"
#include "server/raw_client.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using test::RawClient;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using world::VirtualHost;
using world::VirtualWorld;

constexpr std::string_view kTwo = R"(simulators:
  north:
    profile: msfs2020
    listen: [127.0.0.1:5111, "[::1]:5111"]
    control: 127.0.0.1:5112
    max_clients: 3
    max_recv_size: 8192
    frame_rate: 60
  south:
    simconnect_xml: SimConnect.xml
    control: 127.0.0.1:5114
    flight: flights/south.yaml
    extra_airports: 10
    rate: 2
)";

constexpr std::string_view kXml = R"(<SimBase.Document Type="SimConnect" version="1,0">
  <SimConnect.Comm><Protocol>IPv4</Protocol><Scope>global</Scope><Port>500</Port><MaxClients>7</MaxClients></SimConnect.Comm>
</SimBase.Document>
)";

// Files, and what they give.
class Desk {
 public:
  Desk() {
    put("etc/servers.yaml", kTwo);
    put("etc/SimConnect.xml", kXml);
  }
  void put(const std::string& path, std::string_view text) {
    EXPECT_FALSE(host.files().make_directories("etc").has_error());
    EXPECT_FALSE(host.files().write(path, text).has_error());
  }
  Result<std::vector<Options>> load(Options base = {}) {
    base.config = "etc/servers.yaml";
    return load_simulators(host.files(), base, notes);
  }

  VirtualWorld world;
  VirtualHost& host = world.add_host("machine");
  std::vector<std::string> notes;
};

TEST(ServerConfig, OneAddressNeedsNoList) {
  Desk desk;
  desk.put("etc/servers.yaml", "simulators: {a: {listen: \"[::1]:5111\"}}\n");
  const auto simulators = desk.load();
  ASSERT_TRUE(simulators.has_value()) << simulators.error().message();
  ASSERT_THAT(simulators->front().listen, SizeIs(1));
  EXPECT_EQ(simulators->front().listen.front().text(), "[::1]:5111");
}

TEST(ServerConfig, SaysEverythingOfEachSimulator) {
  Desk desk;
  const auto simulators = desk.load();
  ASSERT_TRUE(simulators.has_value()) << simulators.error().message();
  ASSERT_THAT(*simulators, SizeIs(2));
  const Options& north = simulators->at(0);
  EXPECT_EQ(north.name, "north");
  EXPECT_EQ(north.profile, "msfs2020");
  EXPECT_EQ(north.control.text(), "127.0.0.1:5112");
  EXPECT_EQ(north.frame_rate, 60u);
  const auto endpoints = endpoints_of(north);
  ASSERT_THAT(endpoints, SizeIs(2));
  EXPECT_EQ(endpoints[1].where.text(), "[::1]:5111");
  EXPECT_EQ(endpoints[1].max_clients, 3u);
  EXPECT_EQ(endpoints[1].max_recv_size, 8192u);
  const Options& south = simulators->at(1);
  EXPECT_EQ(south.flight, "etc/flights/south.yaml") << "beside the file";
  EXPECT_EQ(south.extra_airports, 10u);
  EXPECT_EQ(south.rate, 2);
  ASSERT_THAT(endpoints_of(south), SizeIs(1));
  EXPECT_EQ(endpoints_of(south)[0].where.text(), "0.0.0.0:500");
  EXPECT_EQ(endpoints_of(south)[0].max_clients, 7u);
}

TEST(ServerConfig, WhatTheFileLeavesOutIsAsOnTheCommandLine) {
  Desk desk;
  Options line;
  line.profile = "fsx_sp2";
  line.frame_rate = 18;
  line.max_clients = 5;
  const auto simulators = desk.load(line);
  ASSERT_TRUE(simulators.has_value());
  EXPECT_EQ(simulators->at(0).profile, "msfs2020");
  EXPECT_EQ(simulators->at(0).frame_rate, 60u);
  EXPECT_EQ(simulators->at(1).profile, "fsx_sp2");
  EXPECT_EQ(simulators->at(1).frame_rate, 18u);
}

TEST(ServerConfig, WithoutAFileThereIsTheSimulatorOfTheCommandLine) {
  Desk desk;
  const auto simulators = load_simulators(desk.host.files(), Options(), desk.notes);
  ASSERT_TRUE(simulators.has_value());
  ASSERT_THAT(*simulators, SizeIs(1));
  EXPECT_EQ(simulators->at(0).name, "");
  EXPECT_EQ(endpoints_of(simulators->at(0)).at(0).where.text(), "127.0.0.1:5111");
}

struct Mistake {
  std::string yaml;
  std::string message;
};

class ServerConfigMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(ServerConfigMistakes, AreToldWithTheirPlace) {
  Desk desk;
  desk.put("etc/servers.yaml", GetParam().yaml);
  const auto result = desk.load();
  ASSERT_TRUE(result.has_error());
  EXPECT_THAT(result.error().message(), HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Table, ServerConfigMistakes,
    testing::Values(
        Mistake{"simulators: {}\n", "expected simulators: a map of at least one simulator"},
        Mistake{"simulator: {a: {listen: [127.0.0.1:1]}}\n",
                "etc/servers.yaml:1:1: unknown key \"simulator\", did you mean \"simulators\"?"},
        Mistake{"simulators: {a: {listen: [127.0.0.1:1], profil: msfs2020}}\n", "did you mean \"profile\"?"},
        Mistake{"simulators: {a: {listen: [127.0.0.1:1], profile: msfs2021}}\n", "did you mean \"msfs2020\"?"},
        Mistake{"simulators:\n  a: {listen: [5111]}\n", "etc/servers.yaml:2:16: \"5111\" is not an address"},
        Mistake{"simulators: {a: {}}\n", "simulator \"a\": give listen or simconnect_xml"},
        Mistake{"simulators: {a: {listen: [127.0.0.1:1], max_clients: 0}}\n", "etc/servers.yaml:1:54"},
        Mistake{"simulators: {a: {listen: [127.0.0.1:1], frame_rate: 1001}}\n", "1000"},
        Mistake{"simulators: {a: {listen: [127.0.0.1:1], flight: \"\"}}\n", "expected the name of a file"},
        Mistake{"simulators: {a: {simconnect_xml: none.xml}}\n", "etc/none.xml"},
        Mistake{"simulators: {a: {listen: [127.0.0.1:9]}, b: {listen: [127.0.0.1:9]}}\n",
                "simulators.b.listen: 127.0.0.1:9 is given to simulators.a.listen already"},
        Mistake{"simulators: {a: {listen: [127.0.0.1:1], choices: [no_such=on]}}\n", "etc/servers.yaml:1:51: "},
        Mistake{"simulators: {a: {listen: [127.0.0.1:1], step: 2}}\n", "etc/servers.yaml:1:47: "},
        Mistake{"simulators: {a: {listen: [127.0.0.1:1], fault_tape: t}, b: {listen: [127.0.0.1:2], fault_tape: t}}\n",
                "simulators.b.fault_tape: etc/t is that of a already"},
        Mistake{"simulators: [\n", "etc/servers.yaml:"}));

TEST(ServerConfig, ChoicesStepAndTapesAreOfOneSimulator) {
  Desk desk;
  desk.put(
      "etc/servers.yaml",
      "simulators:\n"
      "  a: {listen: [127.0.0.1:1], choices: [timers_stop_in_pause=on], step: true, menu: true, fault_tape: a.jsonl}\n"
      "  b: {listen: [127.0.0.1:2], replay_faults: old.jsonl, control: 10.0.0.1:5}\n");
  Options line;
  line.choices = {"flight_save_ms=700"};
  line.control_hosts = {"sim.lan"};
  const auto simulators = desk.load(line);
  ASSERT_TRUE(simulators.has_value()) << simulators.error().message();
  const Options& a = simulators->at(0);
  const Options& b = simulators->at(1);
  EXPECT_THAT(a.choices, ElementsAre("timers_stop_in_pause=on"));
  EXPECT_THAT(b.choices, ElementsAre("flight_save_ms=700"));
  EXPECT_TRUE(a.step);
  EXPECT_TRUE(a.menu);
  EXPECT_FALSE(b.step);
  EXPECT_EQ(a.fault_tape, "etc/a.jsonl");
  EXPECT_EQ(b.fault_tape, std::nullopt);
  EXPECT_EQ(b.replay_faults, "etc/old.jsonl");
  EXPECT_THAT(b.control_hosts, ElementsAre("sim.lan"));
  EXPECT_THAT(desk.notes, ElementsAre(HasSubstr("simulators.b.control: the control API has no authentication")));
}

TEST(SimConnectCfg, HasASectionForEachAddress) {
  Desk desk;
  const auto simulators = desk.load();
  ASSERT_TRUE(simulators.has_value());
  const auto text = simconnect_cfg(*simulators, "");
  ASSERT_TRUE(text.has_value());
  EXPECT_EQ(*text,
            "; north, profile msfs2020\n[SimConnect]\nProtocol=IPv4\nAddress=127.0.0.1\nPort=5111\n"
            "MaxReceiveSize=41088\nDisableNagle=1\n\n"
            "; north, profile msfs2020\n[SimConnect.1]\nProtocol=IPv6\nAddress=::1\nPort=5111\n"
            "MaxReceiveSize=41088\nDisableNagle=1\n\n"
            "; south, profile msfs2024\n[SimConnect.2]\nProtocol=IPv4\nAddress=127.0.0.1\nPort=500\n"
            "MaxReceiveSize=41088\nDisableNagle=1\n");
}

TEST(SimConnectCfg, AHostStandsForThisMachine) {
  Options options;
  options.listen = {{"0.0.0.0", 500}};
  const std::vector<Options> simulators{options};
  const auto text = simconnect_cfg(simulators, "simpc.lan");
  ASSERT_TRUE(text.has_value());
  EXPECT_THAT(*text, HasSubstr("Protocol=IPv4\nAddress=simpc.lan\nPort=500\n"));
}

TEST(SimConnectCfg, APortThatIsNotKnownYetCannotBeNamed) {
  Options options;
  options.listen = {{"127.0.0.1", 0}};
  const std::vector<Options> simulators{options};
  const auto text = simconnect_cfg(simulators, "");
  ASSERT_TRUE(text.has_error());
  EXPECT_THAT(text.error().message(), HasSubstr("the port is chosen at start"));
}

// Which simulator answers at an address: the major version of its OPEN.
world::Task<int> ask_version(VirtualHost& host, std::string address, std::uint16_t port, std::uint32_t& version) {
  auto client = co_await RawClient::connect(host, std::move(address), port, protocol::Protocol::msfs2020);
  if (!client) co_return 1;
  protocol::Open open;
  if (!co_await client->send(open)) co_return 2;
  const auto answer = co_await client->next_of<protocol::RecvOpen>();
  if (!answer) co_return 3;
  version = answer->application_version_major;
  co_return 0;
}

TEST(ServerConfig, SeveralSimulatorsServeInOneProcess) {
  Desk desk;
  desk.put("etc/servers.yaml",
           "simulators:\n  old: {profile: msfs2020, listen: [0.0.0.0:5111, \"[::]:5111\"], control: 127.0.0.1:1}\n"
           "  new: {simconnect_xml: SimConnect.xml, control: 127.0.0.1:2}\n");
  Options options;
  options.config = "etc/servers.yaml";
  desk.host.start("checkride-emulator", run(desk.host, options));
  desk.world.run_until(desk.world.now() + 1s);
  EXPECT_THAT(desk.host.printed(),
              ElementsAre("listening on 0.0.0.0:5111 (simconnect) of old", "listening on [::]:5111 (simconnect) of old",
                          "listening on 127.0.0.1:1 (control) of old", "listening on 0.0.0.0:500 (simconnect) of new",
                          "listening on 127.0.0.1:2 (control) of new"));
  std::vector<std::uint32_t> versions;
  for (const auto& [address, port] : {std::pair{"10.0.0.1", 5111}, {"fd00::1", 5111}, {"10.0.0.1", 500}}) {
    VirtualHost& client = desk.world.add_host("client" + std::to_string(versions.size()));
    std::uint32_t version = 0;
    client.start("ask", ask_version(client, address, static_cast<std::uint16_t>(port), version));
    desk.world.run_until(desk.world.now() + 1s);
    EXPECT_EQ(client.exit_code(), 0);
    versions.push_back(version);
  }
  EXPECT_THAT(versions, ElementsAre(11, 11, 12));
  desk.host.send_signal(world::Signal::terminate);
  desk.world.run_until(desk.world.now() + 10s);
  EXPECT_EQ(desk.host.exit_code(), 0);
}

TEST(ServerConfig, AFaultThatEndsOneSimulatorEndsTheProgramAndEachWritesItsTape) {
  Desk desk;
  desk.put("etc/servers.yaml",
           "simulators:\n  a: {listen: [127.0.0.1:1], fault_tape: a.jsonl}\n"
           "  b: {listen: [127.0.0.1:2], fault_tape: b.jsonl, replay_faults: old.jsonl}\n");
  desk.put("etc/old.jsonl",
           "{\"format\":\"checkride.fault-tape\",\"version\":1}\n"
           "{\"at_ns\":1000000000,\"event\":\"added\",\"fault\":1,\"parameters\":"
           "{\"kind\":\"crash_to_desktop\",\"exit\":true}}\n");
  Options options;
  options.config = "etc/servers.yaml";
  options.terminate = [&desk] { desk.host.send_signal(world::Signal::terminate); };
  desk.host.start("checkride-emulator", run(desk.host, options));
  desk.world.run_until(desk.world.now() + 10s, [&] { return desk.host.exit_code().has_value(); });
  EXPECT_EQ(desk.host.exit_code(), kExitCrash);
  EXPECT_THAT(desk.host.files().read("etc/a.jsonl").value(), testing::Not(HasSubstr("crash_to_desktop")));
  EXPECT_THAT(desk.host.files().read("etc/b.jsonl").value(), HasSubstr("crash_to_desktop"));
}

TEST(ServerConfig, AFileThatCannotBeUsedEndsTheProgram) {
  Desk desk;
  desk.put("etc/servers.yaml", "simulators: {a: {listen: [nowhere]}}\n");
  Options options;
  options.config = "etc/servers.yaml";
  desk.host.start("checkride-emulator", run(desk.host, options));
  desk.world.run_until(desk.world.now() + 1s);
  EXPECT_EQ(desk.host.exit_code(), kExitConfiguration);
}

}  // namespace
}  // namespace checkride::emulator
