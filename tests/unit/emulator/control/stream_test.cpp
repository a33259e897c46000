// Goal: the stream tells what happens, as often and as much as was wanted, and who was away can go on. Method: the
// source of a stream read piece by piece on a virtual world, where times are exact.
#include "checkride/test/world_test.hpp"
#include "control/calls_fixture.hpp"

namespace checkride::emulator {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

world::Task<int> read_until(http::BodySource& source, world::Clock& clock, world::Instant end, std::string& text) {
  while (clock.now() < end) text += co_await source.next();
  co_return 0;
}

class ControlStream : public ControlCalls {
 protected:
  // What a reader is told within that time.
  std::string listen(const std::string& query, world::Duration time, const std::string& last_id = "") {
    http::Request request;
    request.target = "/v1/stream" + query;
    request.headers.add("Host", "localhost");
    if (!last_id.empty()) request.headers.add("Last-Event-ID", last_id);
    const http::Response response = router.route(request);
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_EQ(response.headers.find("Content-Type"), "text/event-stream");
    if (response.stream == nullptr) return {};
    std::string text;
    host.start("reader", read_until(*response.stream, host.clock(), host.clock().now() + time, text));
    world.run_until(world.now() + 1h, [this] { return host.exit_code().has_value(); });
    EXPECT_EQ(host.failure(), "");
    return text;
  }
  static std::size_t count(const std::string& text, const std::string& part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
  }
};

TEST_F(ControlStream, TellsTheStateAsOftenAsWanted) {
  const std::string text = listen("?events=state&state_hz=10", 2s);
  EXPECT_EQ(count(text, "event: state\n"), 21u);
  EXPECT_THAT(text, HasSubstr("\"latitude_deg\":"));
  EXPECT_THAT(text, Not(HasSubstr("id: "))) << "there is no going back to a state";
}

TEST_F(ControlStream, SaysSomethingEvenWhenNothingHappens) {
  EXPECT_EQ(count(listen("?state_hz=0", 45s), ": still there\n\n"), 3u);
}

TEST_F(ControlStream, WhoWasAwayHearsWhatWasMissed) {
  connect(1, "probe");
  set_data(1, 7, three_values(80, 100, 1));
  succeed("POST", "/v1/faults", R"({"kind": "silent"})", 201);
  recorder.happened({"Pause", 1, "", 30});
  const std::string text = listen("?state_hz=0", 1s, "0");
  EXPECT_THAT(text, HasSubstr("id: 1\nevent: client\ndata: {\"state\":\"connected\",\"client\":1,"));
  EXPECT_THAT(text, HasSubstr("\"message\":\"SetDataOnSimObject\""));
  EXPECT_THAT(text, HasSubstr("event: fault\ndata: {\"change\":\"added\",\"answer\":{\"id\":1,\"kind\":\"silent\""));
  EXPECT_THAT(text, HasSubstr("event: system\ndata: {\"event\":\"Pause\",\"data\":1,"));
  EXPECT_THAT(listen("?state_hz=0", 1s, "5"), AllOf(Not(HasSubstr("id: 5\n")), HasSubstr("id: 6\n")));
  EXPECT_THAT(listen("?state_hz=0", 1s), Not(HasSubstr("id: "))) << "others hear from now on";
}

TEST_F(ControlStream, OnlyTheWantedKindsAreTold) {
  connect(1, "probe");
  recorder.happened({"Pause", 1, "", 30});
  EXPECT_THAT(listen("?events=system", 1s, "0"),
              AllOf(HasSubstr("event: system"), Not(HasSubstr("event: call")), Not(HasSubstr("event: client"))));
}

TEST_F(ControlStream, ALongAbsenceIsToldAsLost) {
  for (std::size_t i = 0; i < EventJournal::kEntriesMax + 10; ++i) recorder.happened({"Pause", 1, "", 30});
  const std::string text = listen("?events=system", 1s, "3");
  EXPECT_THAT(text, HasSubstr("event: lost\ndata: {\"events\":7}\n\nid: 11\n"));
  EXPECT_EQ(count(text, "event: system"), EventJournal::kEntriesMax);
}

TEST_F(ControlStream, ItsReadersAreBounded) {
  std::vector<http::Response> readers;
  while (readers.size() < kStreamReadersMax) readers.push_back(ask("GET", "/v1/stream"));
  EXPECT_EQ(readers.back().status, 200);
  EXPECT_THAT(fail("GET", "/v1/stream", "", 503), HasSubstr("1536 readers"));
  readers.pop_back();
  EXPECT_EQ(ask("GET", "/v1/stream").status, 200) << "who goes makes room";
}

TEST_F(ControlStream, NumbersOfAnotherRunAreNoHarm) {
  recorder.happened({"Pause", 1, "", 30});
  EXPECT_THAT(listen("?events=system", 1s, "999999"), Not(HasSubstr("id: ")));
}

TEST_F(ControlStream, MistakesAreTold) {
  EXPECT_THAT(fail("GET", "/v1/stream?events=state,cals", "", 400), HasSubstr("did you mean \"call\""));
  EXPECT_THAT(fail("GET", "/v1/stream?state_hz=61", "", 400), HasSubstr("state_hz"));
  EXPECT_THAT(fail("GET", "/v1/stream?events=", "", 400), HasSubstr("name some"));
  EXPECT_THAT(fail("GET", "/v1/stream?event=state", "", 400), HasSubstr("did you mean \"events\""));
  EXPECT_THAT(fail("GET", "/v1/stream?state_hz=often", "", 400), HasSubstr("often"));
}

// A reader that is asleep in next() is woken by what happens.
world::Task<int> publish_later(EventJournal& journal, world::Clock& clock) {
  co_await clock.sleep_for(std::chrono::milliseconds(250));
  journal.publish("system", "{}");
  co_return 0;
}

TEST_F(ControlStream, NewsComeAtOnce) {
  world::VirtualHost& other = world.add_host("other");
  other.start("publisher", publish_later(recorder.journal(), other.clock()));
  const std::string text = listen("?state_hz=0", 200ms);
  EXPECT_THAT(text, HasSubstr("id: 1\nevent: system\ndata: {}\n\n"));
  EXPECT_EQ(world.now() - world::Instant(), 250ms + 1us);
}

}  // namespace
}  // namespace checkride::emulator
