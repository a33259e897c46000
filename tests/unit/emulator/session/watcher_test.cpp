// Goal: who looks on is told everything that clients do; clients that are dismissed hear QUIT; while time stands
// packets are answered and nothing is due twice. Method: sessions over a fake simulator, frames run by hand.
#include "session/session_watcher.hpp"

#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;
using protocol::Period;
using testing::ElementsAre;

// Keeps what it is told as lines.
class Diary final : public SessionWatcher {
 public:
  void connected(ClientId client, std::string_view remote) override { note(client, "connected", remote); }
  void opened(ClientId client, std::string_view application) override { note(client, "opened", application); }
  void gone(ClientId client, const Departure& why) override {
    note(client, why.by == Departure::By::limit ? "cut off" : "gone", why.reason);
  }
  void turned_away(std::string_view remote, std::string_view reason) override {
    note(0, "turned away", std::string(remote) + " " + std::string(reason));
  }
  void called(const CallSeen& call) override {
    const auto frame = protocol::decode_client(call.frame);
    note(call.client, "called", frame ? protocol::info_of(frame->message)->name : frame.error().message);
    if (call.definition != nullptr) note(call.client, "of", call.definition->datums.front().name);
  }
  void refused(ClientId client, protocol::SendId send_id, std::uint32_t exception, std::uint32_t) override {
    note(client, "refused", std::to_string(send_id.value) + " by " + std::to_string(exception));
  }
  void happened(const SystemEvent& event) override { note(0, "happened", event.name); }

  std::vector<std::string> lines;

 private:
  void note(ClientId client, std::string_view what, std::string_view which) {
    lines.push_back(std::to_string(client) + " " + std::string(what) + " " + std::string(which));
  }
};

template <class M>
void send(Sessions& sessions, ClientId client, std::uint32_t send_id, const M& message) {
  std::vector<std::byte> bytes;
  protocol::encode(message, protocol::Protocol::msfs2024, protocol::SendId{send_id}, bytes);
  sessions.receive(client, bytes);
}

TEST(SessionWatcher, NamesAreReadableInEitherEncoding) {
  FakeSimulator simulator;
  FaultBoard faults;
  Diary diary;
  Sessions sessions(simulator, faults, *find_profile("msfs2024"), {}, &diary);
  for (const std::string_view name : {"Tr\xE8s", "Tr\xC3\xA8s"}) {
    const ClientId client = sessions.connect("10.0.0.2:4000", FakeSimulator::kStart);
    protocol::Open open;
    open.application_name = name;
    send(sessions, client, 1, open);
    (void)sessions.run_frame(simulator.frame_time(client));
    EXPECT_EQ(diary.lines.back(), std::to_string(client) + " opened Tr\xC3\xA8s");
  }
}

TEST(SessionWatcher, IsToldOfEverythingInOrder) {
  FakeSimulator simulator;
  FaultBoard faults;
  Diary diary;
  Sessions sessions(simulator, faults, *find_profile("msfs2024"), {}, &diary);
  const ClientId client = sessions.connect("10.0.0.2:4000", FakeSimulator::kStart);
  protocol::Open open;
  open.application_name = "probe";
  send(sessions, client, 1, open);
  send(sessions, client, 2, add_datum(7, "PLANE ALTITUDE", "feet"));
  send(sessions, client, 3, add_datum(7, "NO SUCH VARIABLE", "feet"));
  protocol::SetDataOnSimObject set;
  set.define_id = protocol::DefinitionId{7};
  send(sessions, client, 4, set);
  (void)sessions.run_frame(FakeSimulator::kStart);
  simulator.raise("Pause", 1, "");
  (void)sessions.run_frame(simulator.frame_time(1));
  sessions.disconnect(client);
  EXPECT_THAT(diary.lines, ElementsAre("1 connected 10.0.0.2:4000", "1 called Open", "1 opened probe",
                                       "1 called AddToDataDefinition", "1 called AddToDataDefinition",
                                       "1 refused 3 by 7", "1 called SetDataOnSimObject", "1 of PLANE ALTITUDE",
                                       "1 refused 4 by 2", "0 happened Pause", "1 gone left by itself"));
}

// How the client that sent these bytes first of all went, at a door that takes frames of 4096 bytes.
std::string end_of_who_sent(std::span<const std::byte> bytes) {
  FakeSimulator simulator;
  FaultBoard faults;
  Diary diary;
  Sessions sessions(simulator, faults, *find_profile("msfs2024"), {}, &diary);
  const ClientId client = sessions.connect("10.0.0.2:4000", FakeSimulator::kStart, 4096);
  sessions.receive(client, bytes);
  (void)sessions.run_frame(FakeSimulator::kStart);
  sessions.disconnect(client);
  return diary.lines.back();
}

template <class M>
std::vector<std::byte> frame_of(const M& message, std::uint32_t version = 5) {
  std::vector<std::byte> bytes;
  protocol::encode(message, static_cast<protocol::Protocol>(version), protocol::SendId{1}, bytes);
  return bytes;
}

TEST(SessionWatcher, IsToldWhyAClientIsCutOff) {
  std::vector<std::byte> length(4);
  protocol::store_little_endian(length.data(), std::uint32_t{3});
  EXPECT_EQ(end_of_who_sent(length), "1 cut off a frame of 3 bytes; at least 16 are needed");
  protocol::store_little_endian(length.data(), std::uint32_t{5000});
  EXPECT_EQ(end_of_who_sent(length), "1 cut off a frame of 5000 bytes; at most 4096 are allowed (MaxRecvSize)");
  EXPECT_EQ(end_of_who_sent(frame_of(subscribe(1, "Pause"))), "1 cut off no OPEN first: SubscribeToSystemEvent");
  EXPECT_EQ(end_of_who_sent(frame_of(protocol::Open(), 7)), "1 cut off its version is newer than the simulator's");
  EXPECT_EQ(end_of_who_sent({}), "1 gone left by itself");
}

TEST(SessionWatcher, IsToldWhichEndsTheSimulatorMade) {
  FakeSimulator simulator;
  FaultBoard faults;
  Diary diary;
  Sessions sessions(simulator, faults, *find_profile("msfs2024"), {}, &diary);
  const ClientId first = sessions.connect("10.0.0.2:4000", FakeSimulator::kStart);
  send(sessions, first, 1, protocol::Open());
  (void)sessions.run_frame(FakeSimulator::kStart);
  (void)sessions.quit();
  EXPECT_EQ(diary.lines.back(), "1 gone told QUIT");
  const ClientId second = sessions.connect("10.0.0.2:4001", FakeSimulator::kStart);
  send(sessions, second, 1, protocol::Open());
  ASSERT_TRUE(faults.add(Fault(FaultKind::reset), FakeSimulator::kStart));
  (void)sessions.run_frame(simulator.frame_time(1));
  EXPECT_EQ(diary.lines.back(), "2 gone a fault reset the connection");
}

// QUIT is for those who opened, who are there, and if neither a fault nor a choice keeps it from them.
TEST(SessionWatcher, IsToldWhoWasNotToldQuit) {
  const auto reason = [](bool opens, bool silent, bool lost, std::string_view choice) {
    FakeSimulator simulator;
    FaultBoard faults;
    Diary diary;
    Profile profile = *find_profile("msfs2024");
    profile.choices.quit_is_not_told = choice == "quit_is_not_told";
    Sessions sessions(simulator, faults, profile, {}, &diary);
    const ClientId client = sessions.connect("10.0.0.2:4000", FakeSimulator::kStart);
    if (opens) send(sessions, client, 1, protocol::Open());
    (void)sessions.run_frame(FakeSimulator::kStart);
    if (silent) (void)faults.add(Fault(FaultKind::silent), FakeSimulator::kStart).value();
    if (lost) sessions.lose(client, {Departure::By::simulator, "it is lost"});
    const std::vector<Output> outputs = sessions.quit();
    const Output& output = outputs.at(0);
    EXPECT_EQ(output.connection, lost ? Connection::reset : Connection::closed);
    return diary.lines.back() + (output.bytes.empty() ? ", without a byte" : ", with bytes");
  };
  EXPECT_EQ(reason(true, false, false, ""), "1 gone told QUIT, with bytes");
  EXPECT_EQ(reason(false, false, false, ""), "1 gone closed without QUIT, without a byte");
  EXPECT_EQ(reason(true, false, false, "quit_is_not_told"), "1 gone closed without QUIT, without a byte");
  EXPECT_EQ(reason(true, true, false, ""),
            "1 gone closed without QUIT: a fault silences the simulator, without a byte");
  EXPECT_EQ(reason(true, false, true, ""), "1 gone it is lost, without a byte");
}

TEST(Sessions, ThoseWhoAreDismissedHearQuit) {
  Cockpit cockpit;
  const ClientId first = cockpit.open();
  const ClientId second = cockpit.open();
  cockpit.sessions.begin_again(SessionControl::Clients::dismissed);
  const ClientId early = cockpit.connect();  // before the others have heard
  cockpit.send(early, protocol::Open());
  cockpit.run_frame();
  for (const ClientId client : {first, second}) {
    const Heard heard = cockpit.take(client);
    EXPECT_EQ(heard.all<protocol::RecvQuit>().size(), 1u);
    EXPECT_TRUE(heard.closed);
  }
  EXPECT_EQ(cockpit.sessions.size(), 1u);
  EXPECT_EQ(cockpit.take(early).all<protocol::RecvOpen>().size(), 1u) << "those who come later are welcome";
}

TEST(Sessions, WhileTimeStandsPacketsAreAnsweredAndNothingIsDueTwice) {
  Cockpit cockpit;
  const ClientId client = cockpit.open();
  cockpit.send(client, add_datum(1, "PLANE ALTITUDE", "feet"));
  cockpit.send(client, subscribe(1, "Frame"));
  cockpit.send(client, request_data(1, 1, Period::visual_frame));
  cockpit.send(client, request_data(2, 1, Period::second));
  cockpit.sessions.let_time_stand();
  const world::Instant standing = cockpit.now;
  cockpit.run_frame();
  EXPECT_EQ(cockpit.now, standing);
  EXPECT_EQ(cockpit.take(client).all<protocol::RecvSimObjectData>().size(), 2u) << "the first of each comes at once";
  for (std::uint32_t request = 10; request < 15; ++request) {
    cockpit.send(client, request_data(request, 1));
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    EXPECT_EQ(heard.all<protocol::RecvSimObjectData>().size(), 1u);
    EXPECT_EQ(heard.all<protocol::RecvEventFrame>().size(), 0u);
  }
  EXPECT_EQ(cockpit.now, standing);
  cockpit.now = cockpit.simulator.frame_time(cockpit.simulator.frame_at(standing) + 1);
  cockpit.run_frame();
  const Heard heard = cockpit.take(client);
  EXPECT_EQ(heard.all<protocol::RecvSimObjectData>().size(), 1u);
  EXPECT_EQ(heard.all<protocol::RecvEventFrame>().size(), 1u);
}

}  // namespace
}  // namespace checkride::emulator
