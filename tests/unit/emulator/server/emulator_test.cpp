// Goal: the whole emulator answers a client and its control API on a virtual host, and ends as documented. Method: the
// program itself, a raw client, HTTP by the project's own client.
#include "checkride/emulator/emulator.hpp"

#include <memory>

#include "checkride/http/http.hpp"
#include "checkride/test/world_test.hpp"
#include "server/raw_client.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Period;
using protocol::Protocol;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using world::VirtualHost;
using world::VirtualWorld;

class Machines {
 public:
  void start(Options options = {}) {
    for (world::Endpoint& where : options.listen) where.host = "0.0.0.0";
    options.control.host = "0.0.0.0";
    options.control_hosts.push_back("simulator");
    simulator.start("checkride-emulator", run(simulator, std::move(options)));
  }
  // Runs a client program to its end and gives its exit code.
  std::optional<int> run_client(world::Task<int> client) {
    client_host.start("client", std::move(client));
    world.run_until(world.now() + 1h, [this] { return client_host.exit_code().has_value(); });
    EXPECT_EQ(client_host.failure(), "");
    return client_host.exit_code();
  }
  std::optional<int> stop_with(world::Signal signal) {
    simulator.send_signal(signal);
    world.run_until(world.now() + 1min, [this] { return simulator.exit_code().has_value(); });
    EXPECT_EQ(simulator.failure(), "");
    return simulator.exit_code();
  }

  VirtualWorld world;
  VirtualHost& simulator = world.add_host("simulator");
  VirtualHost& client_host = world.add_host("client");
};

world::Task<Result<RawClient>> open_client(VirtualHost& host, Protocol version) {
  CO_TRY(RawClient client, co_await RawClient::connect(host, "simulator", 5111, version));
  protocol::Open open;
  open.application_name = "raw client";
  CO_TRY_VOID(co_await client.send(open));
  CO_TRY_VOID(co_await client.next_of<protocol::RecvOpen>());
  co_return std::move(client);
}

struct Observed {
  double once = 0;
  std::vector<world::Instant> seconds;
  std::vector<world::Instant> frames;
  protocol::RecvException exception;
  std::uint32_t wrong_send_id = 0;
};

world::Task<Result<>> observe(VirtualHost& host, Protocol version, Observed& seen) {
  CO_TRY(RawClient client, co_await open_client(host, version));
  CO_TRY_VOID(co_await client.send(add_datum(1, "PLANE ALTITUDE", "feet")));
  CO_TRY_VOID(co_await client.send(request_data(1, 1)));
  CO_TRY(const auto once, co_await client.next_of<protocol::RecvSimObjectData>());
  seen.once = double_at(once.data);
  CO_TRY(seen.wrong_send_id, co_await client.send(add_datum(1, "NO SUCH VARIABLE", "feet")));
  CO_TRY(seen.exception, co_await client.next_of<protocol::RecvException>());
  CO_TRY_VOID(co_await client.send(request_data(2, 1, Period::second)));
  for (int i = 0; i < 5; ++i) {
    CO_TRY_VOID(co_await client.next_of<protocol::RecvSimObjectData>());
    seen.seconds.push_back(host.clock().now());
  }
  CO_TRY_VOID(co_await client.send(request_data(2, 1, Period::never)));
  CO_TRY_VOID(co_await client.send(request_data(3, 1, Period::sim_frame)));
  for (int i = 0; i < 5; ++i) {
    CO_TRY_VOID(co_await client.next_of<protocol::RecvSimObjectData>());
    seen.frames.push_back(host.clock().now());
  }
  co_return Result<>();
}

world::Task<int> observe_main(VirtualHost& host, Protocol version, Observed& seen) {
  const Result<> done = co_await observe(host, version, seen);
  if (!done) host.print_error_line(done.error().message());
  co_return done ? 0 : 1;
}

class EmulatorVersions : public testing::TestWithParam<Protocol> {};

TEST_P(EmulatorVersions, AnswersAClientFromOpenToFrames) {
  Machines machines;
  machines.start();
  Observed seen;
  EXPECT_EQ(machines.run_client(observe_main(machines.client_host, GetParam(), seen)), 0);
  EXPECT_THAT(machines.client_host.printed(), ElementsAre());
  EXPECT_EQ(seen.once, 437);  // the resting value of the catalogue
  EXPECT_EQ(seen.exception.exception, protocol::Exception::name_unrecognized);
  EXPECT_EQ(seen.exception.send_id.value, seen.wrong_send_id);
  EXPECT_EQ(seen.exception.index, 2u);
  for (std::size_t i = 2; i < seen.seconds.size(); ++i) EXPECT_EQ(seen.seconds[i] - seen.seconds[i - 1], 1s);
  for (std::size_t i = 2; i < seen.frames.size(); ++i) {
    EXPECT_NEAR(world::to_seconds(seen.frames[i] - seen.frames[i - 1]), 1.0 / 30, 2e-9);
  }
}

INSTANTIATE_TEST_SUITE_P(All, EmulatorVersions, testing::ValuesIn(protocol::kProtocols),
                         [](const auto& chosen) { return std::string(to_string(chosen.param)); });

TEST(Emulator, SaysWhereItListens) {
  Machines machines;
  machines.start();
  machines.world.run_until(machines.world.now() + 1s);
  EXPECT_THAT(machines.simulator.printed(),
              ElementsAre("listening on 0.0.0.0:5111 (simconnect)", "listening on 0.0.0.0:5112 (control)"));
}

TEST(Emulator, EndsWithZeroOnBothSignals) {
  for (const world::Signal signal : {world::Signal::interrupt, world::Signal::terminate}) {
    Machines machines;
    machines.start();
    machines.world.run_until(machines.world.now() + 1s);
    EXPECT_EQ(machines.stop_with(signal), 0);
  }
}

// What a program prints that ends at once because it cannot listen.
std::vector<std::string> printed_without_listening(Options options) {
  Machines machines;
  machines.simulator.start("checkride-emulator", run(machines.simulator, std::move(options)));
  machines.world.run_until(machines.world.now() + 1min, [&] { return machines.simulator.exit_code().has_value(); });
  EXPECT_EQ(machines.simulator.exit_code(), kExitUnavailable);
  return machines.simulator.printed();
}

TEST(Emulator, AnAddressInUseEndsWith69AndNamesTheOptionAndWhatToDo) {
  Options options;
  options.control = options.listen.front();
  EXPECT_THAT(printed_without_listening(options),
              ElementsAre("checkride-emulator: --control: 127.0.0.1:5111 is in use: choose another port, or 0 for any "
                          "free one"));
  options = Options();
  options.listen.push_back(options.listen.front());
  EXPECT_THAT(printed_without_listening(options), ElementsAre(HasSubstr("--listen: 127.0.0.1:5111 is in use")));
}

TEST(Emulator, AHostThatCannotBeResolvedEndsWith69AndNamesTheOption) {
  Options options;
  options.listen.front().host = "example.invalid";
  EXPECT_THAT(printed_without_listening(options),
              ElementsAre(HasSubstr("--listen: cannot resolve \"example.invalid\"")));
  options = Options();
  options.control.host = "example.invalid";
  EXPECT_THAT(printed_without_listening(options),
              ElementsAre(HasSubstr("--control: cannot resolve \"example.invalid\"")));
}

TEST(Emulator, AFlightThatCannotBeUsedEndsWith78AndNamesTheFile) {
  for (const std::string content : {"", "name: [", "phases: 7\n"}) {
    Machines machines;
    Options options;
    options.flight = "/flights/odd.yaml";
    if (!content.empty()) {
      ASSERT_TRUE(machines.simulator.files().make_directories("/flights"));
      ASSERT_TRUE(machines.simulator.files().write("/flights/odd.yaml", content));
    }
    machines.start(options);
    machines.world.run_until(machines.world.now() + 1min, [&] { return machines.simulator.exit_code().has_value(); });
    EXPECT_EQ(machines.simulator.exit_code(), kExitConfiguration) << content;
    EXPECT_THAT(machines.simulator.printed(), Contains(HasSubstr("odd.yaml"))) << content;
  }
}

TEST(Emulator, HelpAndVersionPrintAndEnd) {
  Machines machines;
  Options options;
  options.help = true;
  machines.start(options);
  machines.world.run_until(machines.world.now() + 1s);
  EXPECT_EQ(machines.simulator.exit_code(), 0);
  EXPECT_THAT(machines.simulator.printed(), Contains(HasSubstr("--listen")));
}

// A request to the control API; the body of its answer, with the status in front.
world::Task<std::string> control(VirtualHost& host, std::string method, std::string target, std::string body) {
  http::Url url;
  url.scheme = "http";
  url.host = "simulator";
  url.port = 5112;
  url.target = target;
  http::Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.body = std::move(body);
  request.headers.add("Content-Type", "application/json");
  auto response = co_await http::fetch(host, std::move(url), std::move(request), 10s);
  if (!response) co_return response.error().message();
  co_return std::to_string(response->status) + " " + response->body;
}

struct Controlled {
  std::string clients;
  std::string paused;
  std::vector<std::uint32_t> pause_events;
  double altitude = 0;
  std::string fault;
  bool reset = false;
};

world::Task<Result<>> drive(VirtualHost& host, Controlled& seen) {
  CO_TRY(RawClient client, co_await open_client(host, Protocol::msfs2024));
  CO_TRY_VOID(co_await client.send(subscribe(1, "Pause")));
  CO_TRY(const auto at_once, co_await client.next_of<protocol::RecvEvent>());
  seen.pause_events.push_back(at_once.data);
  seen.clients = co_await control(host, "GET", "/v1/clients", "");
  seen.paused = co_await control(host, "POST", "/v1/events/PAUSE_ON", "{}");
  CO_TRY(const auto paused, co_await client.next_of<protocol::RecvEvent>());
  seen.pause_events.push_back(paused.data);
  (void)co_await control(host, "PUT", "/v1/variables/PLANE%20ALTITUDE", R"({"value":80,"unit":"feet"})");
  CO_TRY_VOID(co_await client.send(add_datum(1, "PLANE ALTITUDE", "feet")));
  CO_TRY_VOID(co_await client.send(request_data(1, 1)));
  CO_TRY(const auto data, co_await client.next_of<protocol::RecvSimObjectData>());
  seen.altitude = double_at(data.data);
  seen.fault = co_await control(host, "POST", "/v1/faults", R"({"kind":"reset"})");
  const auto after = co_await client.next();
  seen.reset = after.has_error() && after.error().code() == boost::system::errc::connection_reset;
  co_return Result<>();
}

world::Task<int> drive_main(VirtualHost& host, Controlled& seen) {
  const Result<> done = co_await drive(host, seen);
  if (!done) host.print_error_line(done.error().message());
  co_return done ? 0 : 1;
}

TEST(Emulator, TheControlApiDrivesWhatClientsSee) {
  Machines machines;
  machines.start();
  Controlled seen;
  EXPECT_EQ(machines.run_client(drive_main(machines.client_host, seen)), 0);
  EXPECT_THAT(machines.client_host.printed(), ElementsAre());
  EXPECT_THAT(seen.clients, HasSubstr("raw client"));
  EXPECT_THAT(seen.paused, HasSubstr("20"));  // 200 or 204
  EXPECT_EQ(seen.pause_events, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(seen.altitude, 80);
  EXPECT_THAT(seen.fault, HasSubstr("reset"));
  EXPECT_TRUE(seen.reset);
}

std::uint64_t hash_of_a_run() {
  Machines machines;
  machines.start();
  Observed seen;
  machines.run_client(observe_main(machines.client_host, Protocol::msfs2024, seen));
  machines.stop_with(world::Signal::terminate);
  return machines.world.trace_hash();
}

TEST(Emulator, TheSameRunHasTheSameHash) {
  EXPECT_EQ(hash_of_a_run(), hash_of_a_run());
}

}  // namespace
}  // namespace checkride::emulator
