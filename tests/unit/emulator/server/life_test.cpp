// Goal: the life of a simulator process as a client sees it (semantics 2.1, 2.4, 17, 29, 30): refused before it
// listens, silent while it saves, QUIT and the end of the stream when it ends, a reset without a word when it crashes.
// Method: the whole program on a virtual host, a raw client on another.
#include "server/machines.hpp"
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace std::chrono_literals;
using namespace test;
using protocol::Period;
using protocol::Protocol;
using testing::ElementsAre;
using world::VirtualHost;

using Log = std::vector<std::string>;

// What the client hears after it asked to hear of SimStop: the names of the messages, and at last the error.
world::Task<int> hear_until_end(VirtualHost& host, Log& log) {
  auto client = co_await open_client(host, Protocol::msfs2024);
  if (!client) {
    log.push_back(client.error().message());
    co_return 1;
  }
  const auto sent = co_await client->send(subscribe(7, "SimStop"));
  if (!sent) co_return 2;
  log.emplace_back("open");
  while (true) {
    const auto message = co_await client->next();
    if (!message) {
      log.push_back(message.error().message());
      co_return 0;
    }
    const protocol::MessageInfo* info = info_of(*message);
    log.emplace_back(info == nullptr ? "Unknown" : info->name);
  }
}

// Runs until the client's log has `size` lines, and a second longer: what the client sent last is obeyed by then.
void run_until(Machines& machines, const Log& log, std::size_t size) {
  machines.world.run_until(machines.world.now() + 1min, [&] { return log.size() >= size; });
  machines.world.run_until(machines.world.now() + 1s);
}

TEST(Life, BeforeItListensConnectionsAreRefused) {
  Machines machines;
  Log log;
  machines.client_host.start("client", hear_until_end(machines.client_host, log));
  run_until(machines, log, 1);
  EXPECT_THAT(log, ElementsAre(testing::HasSubstr("Connection refused")));
}

TEST(Life, AnEndIsSimStopQuitAndTheEndOfTheStream) {
  Machines machines;
  machines.start();
  Log log;
  machines.client_host.start("client", hear_until_end(machines.client_host, log));
  run_until(machines, log, 1);
  EXPECT_EQ(machines.stop_with(world::Signal::terminate), 0);
  run_until(machines, log, 4);
  EXPECT_THAT(log, ElementsAre("open", "EVENT", "QUIT", testing::HasSubstr("End of file")));
}

TEST(Life, AnEndMayBeTheCloseAlone) {
  Machines machines;
  Options options;
  options.choices = {"quit_is_not_told=on"};
  machines.start(options);
  Log log;
  machines.client_host.start("client", hear_until_end(machines.client_host, log));
  run_until(machines, log, 1);
  EXPECT_EQ(machines.stop_with(world::Signal::terminate), 0);
  run_until(machines, log, 3);
  EXPECT_THAT(log, ElementsAre("open", "EVENT", testing::HasSubstr("End of file")));
}

TEST(Life, ACrashIsAResetWithoutAWord) {
  Machines machines;
  machines.start();
  Log log;
  machines.client_host.start("client", hear_until_end(machines.client_host, log));
  run_until(machines, log, 1);
  machines.simulator.crash();
  run_until(machines, log, 2);
  EXPECT_THAT(log, ElementsAre("open", testing::HasSubstr("reset")));
}

// What a client hears on a request for definition 1: data, or the code of an exception.
world::Task<int> ask_for_definition_1(VirtualHost& host, bool define) {
  auto client = co_await open_client(host, Protocol::msfs2024);
  if (!client) co_return 1;
  if (define && !co_await client->send(add_datum(1, "PLANE ALTITUDE", "feet"))) co_return 1;
  if (!co_await client->send(request_data(1, 1))) co_return 1;
  const auto message = co_await client->next();
  if (!message) co_return 1;
  if (const auto* refused = std::get_if<protocol::RecvException>(&*message)) {
    co_return 100 + static_cast<int>(refused->exception);
  }
  co_return std::holds_alternative<protocol::RecvSimObjectData>(*message) ? 0 : 1;
}

TEST(Life, AfterARestartAllRegistrationsAreGone) {
  Machines machines;
  machines.start();
  EXPECT_EQ(machines.run_client(ask_for_definition_1(machines.client_host, true)), 0);
  machines.simulator.crash();
  machines.simulator.restart();
  machines.start();
  EXPECT_EQ(machines.run_client(ask_for_definition_1(machines.client_host, false)), 103);
}

struct Saving {
  world::Duration longest_gap{};
  std::size_t messages = 0;
  bool answered = false;  // a request sent during the silence
  bool saved = false;     // FlightSaved was told
};

world::Task<Result<>> save_flight(VirtualHost& host, Saving& seen) {
  CO_TRY(RawClient client, co_await open_client(host, Protocol::msfs2024));
  CO_TRY_VOID(co_await client.send(add_datum(1, "PLANE ALTITUDE", "feet")));
  CO_TRY_VOID(co_await client.send(subscribe(3, "FlightSaved")));
  CO_TRY_VOID(co_await client.send(request_data(1, 1, Period::visual_frame)));
  CO_TRY_VOID(co_await client.next_of<protocol::RecvSimObjectData>());
  protocol::FlightSave save;
  save.file_name = "mine.flt";
  CO_TRY_VOID(co_await client.send(save));
  co_await host.clock().sleep_for(1s);
  CO_TRY_VOID(co_await client.send(request_data(2, 1)));
  world::Instant last = host.clock().now() - 1s;
  while (!seen.answered) {
    CO_TRY(const protocol::ServerMessage message, co_await client.next());
    seen.longest_gap = std::max(seen.longest_gap, host.clock().now() - last);
    last = host.clock().now();
    ++seen.messages;
    if (std::holds_alternative<protocol::RecvEventFilename>(message)) seen.saved = true;
    const auto* data = std::get_if<protocol::RecvSimObjectData>(&message);
    if (data != nullptr && data->request_id.value == 2) seen.answered = true;
  }
  co_return Result<>();
}

world::Task<int> save_main(VirtualHost& host, Saving& seen) {
  const Result<> done = co_await save_flight(host, seen);
  co_return done ? 0 : 1;
}

TEST(Life, ASaveSilencesTheServerAsLongAsChosenAndLosesNothing) {
  Machines machines;
  Options options;
  options.choices = {"flight_save_ms=5000"};
  machines.start(options);
  Saving seen;
  EXPECT_EQ(machines.run_client(save_main(machines.client_host, seen)), 0);
  EXPECT_GE(seen.longest_gap, 4900ms);
  EXPECT_LE(seen.longest_gap, 5100ms);
  EXPECT_TRUE(seen.saved);
  EXPECT_TRUE(seen.answered);
  EXPECT_LT(seen.messages, 10u) << "frames of the silence are not made good";
}

}  // namespace
}  // namespace checkride::emulator
