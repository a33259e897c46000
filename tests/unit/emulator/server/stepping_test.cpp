// Goal: with --step time moves only when it is told to, clients get their answers meanwhile, nothing is due twice, and
// what they hear of a step is the same however it is cut. Method: the program itself, a raw client, HTTP by our own
// client.
#include <memory>

#include "checkride/emulator/emulator.hpp"
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
using testing::ElementsAre;
using testing::HasSubstr;
using world::VirtualHost;
using world::VirtualWorld;

class SteppedMachines {
 public:
  SteppedMachines() {
    Options options;
    options.listen.front().host = "0.0.0.0";
    options.control.host = "0.0.0.0";
    options.control_hosts.push_back("simulator");
    options.step = true;
    simulator.start("checkride-emulator", run(simulator, std::move(options)));
  }
  void run_client(world::Task<int> client) {
    client_host.start("client", std::move(client));
    world.run_until(world.now() + 1h, [this] { return client_host.exit_code().has_value(); });
    EXPECT_EQ(client_host.failure(), "");
    EXPECT_EQ(client_host.exit_code(), 0) << testing::PrintToString(client_host.printed());
  }

  VirtualWorld world;
  VirtualHost& simulator = world.add_host("simulator");
  VirtualHost& client_host = world.add_host("client");
};

world::Task<Result<std::string>> post(VirtualHost& host, std::string target, std::string body) {
  http::Url url;
  url.scheme = "http";
  url.host = "simulator";
  url.port = 5112;
  url.target = std::move(target);
  http::Request request;
  request.method = "POST";
  request.body = std::move(body);
  request.headers.add("Content-Type", "application/json");
  CO_TRY(const http::Response response, co_await http::fetch(host, std::move(url), std::move(request), 1min));
  co_return std::to_string(response.status) + " " + response.body;
}

world::Task<Result<>> open_as(RawClient& client, const char* name) {
  protocol::Open open;
  open.application_name = name;
  CO_TRY_VOID(co_await client.send(open));
  CO_TRY_VOID(co_await client.next_of<protocol::RecvOpen>());
  co_return Result<>();
}

// The answer to a message sent now: all that came before it.
world::Task<Result<std::size_t>> count_data(RawClient& client) {
  protocol::RequestSystemState barrier;
  barrier.request_id = protocol::RequestId{99};
  barrier.state_name = "Sim";
  CO_TRY_VOID(co_await client.send(barrier));
  std::size_t data = 0;
  while (true) {
    CO_TRY(const auto message, co_await client.next());
    if (std::holds_alternative<protocol::RecvSystemState>(message)) co_return data;
    if (std::holds_alternative<protocol::RecvSimObjectData>(message)) ++data;
  }
}

struct Seen {
  std::vector<std::size_t> data;
  std::vector<std::string> times;
  double zulu_before = 0;
  double zulu_after = 0;
};

world::Task<Result<>> step_and_count(VirtualHost& host, Seen& seen) {
  CO_TRY(RawClient client, co_await RawClient::connect(host, "simulator", 5111, Protocol::msfs2024));
  CO_TRY_VOID(co_await open_as(client, "stepper"));
  CO_TRY_VOID(co_await client.send(add_datum(1, "ABSOLUTE TIME", "seconds")));
  CO_TRY_VOID(co_await client.send(request_data(1, 1)));
  CO_TRY(const auto before, co_await client.next_of<protocol::RecvSimObjectData>());
  seen.zulu_before = double_at(before.data);
  CO_TRY_VOID(co_await client.send(request_data(2, 1, Period::sim_frame)));
  CO_TRY_VOID(co_await client.send(request_data(3, 1, Period::second)));
  co_await host.clock().sleep_for(1min);  // of the world, not of the simulator
  for (const char* body : {"", R"({"frames":1})", R"({"frames":29})", R"({"to_frame":90})"}) {
    if (*body != '\0') {
      CO_TRY(std::string time, co_await post(host, "/v1/time/step", body));
      seen.times.push_back(std::move(time));
    }
    CO_TRY(const std::size_t data, co_await count_data(client));
    seen.data.push_back(data);
  }
  CO_TRY_VOID(co_await client.send(request_data(2, 1, Period::never)));
  CO_TRY_VOID(co_await client.send(request_data(4, 1)));
  CO_TRY(const auto after, co_await client.next_of<protocol::RecvSimObjectData>());
  seen.zulu_after = double_at(after.data);
  co_return Result<>();
}

world::Task<int> step_main(VirtualHost& host, Seen& seen) {
  const Result<> done = co_await step_and_count(host, seen);
  if (!done) host.print_line(done.error().message());
  co_return done ? 0 : 1;
}

TEST(Stepping, ClientsAreAnsweredWhileTimeStandsAndNothingIsDueTwice) {
  SteppedMachines machines;
  Seen seen;
  machines.run_client(step_main(machines.client_host, seen));
  // The first of each request comes at once; then 30 frames to a second.
  EXPECT_THAT(seen.data, ElementsAre(2u, 1u, 30u, 62u));
  ASSERT_EQ(seen.times.size(), 3u);
  EXPECT_THAT(seen.times[0], HasSubstr(R"({"frame":1,)"));
  EXPECT_THAT(seen.times[1], HasSubstr(R"({"frame":30,)"));
  EXPECT_THAT(seen.times[2], HasSubstr(R"("frame":90,"frame_rate":30,"simulation_frame":90,"paused":false)"));
  EXPECT_THAT(seen.times[2], HasSubstr(R"("stepped":true,"running_seconds":3,"simulated_seconds":3})"));
  EXPECT_NEAR(seen.zulu_after - seen.zulu_before, 3, 1e-6) << "a minute of the world has passed, three seconds here";
}

// What a client hears of 300 frames, in steps of a size.
world::Task<Result<>> hear(VirtualHost& host, int frames, std::vector<std::byte>& heard) {
  CO_TRY(RawClient client, co_await RawClient::connect(host, "simulator", 5111, Protocol::msfs2024));
  CO_TRY_VOID(co_await open_as(client, "listener"));
  CO_TRY_VOID(co_await client.send(add_datum(1, "ABSOLUTE TIME", "seconds")));
  CO_TRY_VOID(co_await client.send(request_data(1, 1, Period::visual_frame)));
  CO_TRY_VOID(co_await client.send(request_data(2, 1, Period::second)));
  CO_TRY_VOID(co_await client.send(subscribe(1, "1sec")));
  CO_TRY_VOID(co_await client.send(subscribe(2, "Frame")));
  CO_TRY_VOID(co_await count_data(client));
  const std::string body = "{\"frames\":" + std::to_string(frames) + "}";
  for (int done = 0; done < 300; done += frames) CO_TRY_VOID(co_await post(host, "/v1/time/step", body));
  protocol::RequestSystemState barrier;
  barrier.state_name = "Sim";
  CO_TRY_VOID(co_await client.send(barrier));
  while (true) {
    CO_TRY(const auto message, co_await client.next());
    if (std::holds_alternative<protocol::RecvSystemState>(message)) co_return Result<>();
    protocol::encode(message, Protocol::msfs2024, heard);
  }
}

world::Task<int> hear_main(VirtualHost& host, int frames, std::vector<std::byte>& heard) {
  const Result<> done = co_await hear(host, frames, heard);
  if (!done) host.print_line(done.error().message());
  co_return done ? 0 : 1;
}

TEST(Stepping, TheSameIsHeardHoweverTheStepsAreCut) {
  std::vector<std::vector<std::byte>> heard(3);
  const int frames[] = {1, 30, 300};
  for (std::size_t i = 0; i < heard.size(); ++i) {
    SteppedMachines machines;
    machines.run_client(hear_main(machines.client_host, frames[i], heard[i]));
  }
  EXPECT_GT(heard[0].size(), 300u * 48);
  EXPECT_EQ(heard[0], heard[1]);
  EXPECT_EQ(heard[0], heard[2]);
}

world::Task<> step_once(VirtualHost& host, std::vector<std::string>& answers) {
  const auto answer = co_await post(host, "/v1/time/step", R"({"frames":3000})");
  answers.push_back(answer ? answer->substr(0, 3) : answer.error().message());
}

constexpr std::size_t kAtOnce = 8;

world::Task<int> step_all_at_once(VirtualHost& host, std::vector<std::string>& answers) {
  world::TaskGroup steps(host.executor());
  for (std::size_t i = 0; i < kAtOnce; ++i) steps.spawn("step", step_once(host, answers));
  co_await steps.join();
  co_await step_once(host, answers);
  co_return 0;
}

// Regression: a second was let in before the first had begun, and ended the program. How many come too early depends on
// how their requests are cut; ControlSteps.OneStepAtATimeFromTheRequestOn has the exact case.
TEST(Stepping, StepsAtTheSameTimeAreDoneOrRefused) {
  SteppedMachines machines;
  std::vector<std::string> answers;
  machines.run_client(step_all_at_once(machines.client_host, answers));
  ASSERT_EQ(answers.size(), kAtOnce + 1);
  EXPECT_THAT(answers, testing::Each(testing::AnyOf("200", "409")));
  EXPECT_EQ(answers.back(), "200") << "when no other is under way";
  EXPECT_EQ(machines.simulator.failure(), "");
}

}  // namespace
}  // namespace checkride::emulator
