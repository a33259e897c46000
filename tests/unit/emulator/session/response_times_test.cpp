// Goal: RequestResponseTimes is always answered, or the caller's library would wait for ever (semantics 26;
// wire.md 4.8).
#include "session/session_fixture.hpp"

namespace checkride::emulator {
namespace {

using namespace test;

TEST(ResponseTimes, AreAnsweredInTheirPlaceWithTheServersCounter) {
  for (const auto& [profile, version] :
       {std::pair{"fsx_rtm", protocol::Protocol::fsx_rtm}, std::pair{"msfs2020", protocol::Protocol::msfs2020},
        std::pair{"msfs2024", protocol::Protocol::msfs2024}}) {
    Cockpit cockpit(profile);
    const ClientId client = cockpit.open(version);
    cockpit.send(client, protocol::RequestResponseTimes());
    cockpit.run_frame();
    const world::Instant first = cockpit.now;
    cockpit.send(client, map_event(1, "no such event"));
    cockpit.send(client, protocol::RequestResponseTimes());
    cockpit.run_frame();
    const Heard heard = cockpit.take(client);
    ASSERT_EQ(heard.messages.size(), 3u);
    EXPECT_TRUE(std::holds_alternative<protocol::RecvException>(heard.messages[1]));
    const auto answers = heard.all<protocol::RecvResponseTimes>();
    ASSERT_EQ(answers.size(), 2u);
    EXPECT_EQ(answers[0].server_tick_at_receipt, first.time_since_epoch().count());
    EXPECT_EQ(answers[1].server_tick_at_receipt, cockpit.now.time_since_epoch().count());
    EXPECT_GE(answers[1].server_tick_at_response, answers[1].server_tick_at_receipt);
    EXPECT_EQ(protocol::load_little_endian<std::uint32_t>(heard.bytes.data()), 44u);
    EXPECT_EQ(protocol::load_little_endian<std::uint32_t>(heard.bytes.data() + 8), 0x00010001u);
  }
}

}  // namespace
}  // namespace checkride::emulator
