// Goal: answers are played in the order in which they were captured, whatever the client's own pace. Method: captures
// made in memory, clients that speak earlier and later than the recorded one, and what they hear when.
#include "capture/talks.hpp"
#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "replay/player.hpp"

namespace checkride::emulator {
namespace {

using namespace protocol;
using namespace std::chrono_literals;
using harness::test::TalkWriter;
using testing::ElementsAre;

constexpr world::Instant kStart{1h};

RequestSystemState question(std::uint32_t number) {
  return {RequestId{number}, "Sim"};
}

// A recorded connection, and a client that it is played to. Answers are told as "NUMBER at MILLISECONDS": the number is
// that of the question, or the altitude of periodic data.
struct Stage {
  explicit Stage(TalkWriter writer) {
    auto read = read_recording("test.pcapng", harness::test::bytes_of(writer.take()));
    EXPECT_THAT(read, checkride::test::IsOk());
    if (read) recording = std::move(*read);
    player.emplace(recording.connections.at(0), kStart);
  }
  template <class M>
  void say(const M& message, world::Duration at) {
    hear_until(at);
    std::vector<std::byte> bytes;
    encode(message, Protocol::msfs2020, SendId{++send_id}, bytes);
    (void)player->hear(bytes, kStart + at);
  }
  void request(world::Duration at) {
    say(
        RequestDataOnSimObject{
            .request_id = RequestId{7}, .define_id = DefinitionId{1}, .object_id = {}, .period = Period::second},
        at);
  }
  void hear_until(world::Duration until) {
    while (const auto due = player->next_due()) {
      if (*due > kStart + until) return;
      const Played played = player->take_due(*due);
      std::span<const std::byte> rest(played.bytes);
      while (!rest.empty()) {
        const auto frame = std::get<Frame>(next_frame(rest, Direction::server_to_client)).bytes;
        rest = rest.subspan(frame.size());
        note(decode_server(frame)->message, (*due - kStart) / 1ms);
      }
    }
  }
  void note(const ServerMessage& message, std::int64_t milliseconds) {
    const auto* state = std::get_if<RecvSystemState>(&message);
    const auto* data = std::get_if<RecvSimObjectData>(&message);
    const double number = state != nullptr  ? state->integer
                          : data != nullptr ? load_little_endian<double>(data->data.data())
                                            : -1.0;
    numbers.push_back(number);
    heard.push_back(std::to_string(static_cast<int>(number)) + " at " + std::to_string(milliseconds));
  }

  Recording recording{};
  std::optional<Player> player;
  std::uint32_t send_id = 1000;
  std::vector<std::string> heard;
  std::vector<double> numbers;
};

// Question 1 was answered after half a second; then came question 2, and its answer at once.
TEST(PlayerOrder, WhoAsksEverythingAtOnceIsAnsweredInTheCapturedOrder) {
  TalkWriter writer;
  (void)writer.say(question(1));
  writer.wait(500);
  writer.answer(RecvSystemState{.request_id = RequestId{1}, .integer = 1});
  writer.wait(100);
  (void)writer.say(question(2));
  writer.answer(RecvSystemState{.request_id = RequestId{2}, .integer = 2});
  Stage stage(std::move(writer));
  stage.say(question(1), 0s);
  stage.say(question(2), 0s);
  stage.hear_until(1h);
  EXPECT_THAT(stage.heard, ElementsAre("1 at 500", "2 at 500"));
}

// The later it was asked the sooner it was answered: who asks all of it at once lets each wait for all before it. Who
// asked all of them about all others for each answer would be at it for seconds.
TEST(PlayerOrder, ManyThatWaitForEachOtherAreFoundQuickly) {
  constexpr std::uint32_t kQuestions = 300;
  TalkWriter writer;
  for (std::uint32_t number = 1; number <= kQuestions; ++number) {
    (void)writer.say(question(number));
    writer.wait(1);
  }
  for (std::uint32_t number = 1; number <= kQuestions; ++number) {
    writer.answer(RecvSystemState{.request_id = RequestId{number}, .integer = number});
  }
  Stage stage(std::move(writer));
  for (std::uint32_t number = 1; number <= kQuestions; ++number) stage.say(question(number), 0s);
  stage.hear_until(1h);
  ASSERT_EQ(stage.numbers.size(), kQuestions);
  EXPECT_TRUE(std::ranges::is_sorted(stage.numbers));
  EXPECT_EQ(stage.heard.front(), "1 at 300");
}

// Data every second for half a minute, the first after 20 ms; a question in the 16th second.
TalkWriter stream_and_question() {
  TalkWriter writer;
  writer.define();
  writer.request(RequestId{7});
  writer.wait(20);
  for (int second = 0; second < 30; ++second) {
    writer.data(RequestId{7}, 1000 + second, 90);
    writer.wait(second == 15 ? 500 : 1000);
    if (second != 15) continue;
    (void)writer.say(question(1));
    writer.answer(RecvSystemState{.request_id = RequestId{1}, .integer = 1});
    writer.wait(500);
  }
  return writer;
}

TEST(PlayerOrder, AnAnswerWaitsForPeriodicDataThatCameBeforeIt) {
  Stage stage(stream_and_question());
  stage.request(0s);
  stage.say(question(1), 14'900ms);
  stage.hear_until(16'500ms);
  ASSERT_EQ(stage.heard.size(), 18u);
  EXPECT_THAT(std::vector<std::string>(stage.heard.end() - 4, stage.heard.end()),
              ElementsAre("1014 at 14020", "1015 at 15020", "1 at 15020", "1016 at 16020"));
}

TEST(PlayerOrder, WhoAsksMuchEarlierDoesNotWaitForAllOfTheData) {
  TalkWriter writer;
  writer.define();
  writer.request(RequestId{7});
  for (int second = 0; second < 60; ++second) {
    writer.data(RequestId{7}, 1000 + second, 90);
    writer.wait(1000);
  }
  (void)writer.say(question(1));
  writer.answer(RecvSystemState{.request_id = RequestId{1}, .integer = 1});
  Stage stage(std::move(writer));
  stage.request(0s);
  stage.say(question(1), 500ms);
  stage.hear_until(1s);
  EXPECT_THAT(stage.heard, ElementsAre("1000 at 0", "1 at 500", "1001 at 1000"));
}

TEST(PlayerOrder, ARequestThatComesLateHoldsNobodyUp) {
  TalkWriter writer;
  writer.define();
  writer.request(RequestId{8});
  writer.request(RequestId{7});
  for (int second = 0; second < 60; ++second) {
    writer.data(RequestId{8}, 2000 + second, 90);
    writer.data(RequestId{7}, 1000 + second, 90);
    writer.wait(1000);
  }
  Stage stage(std::move(writer));
  const auto request = [](std::uint32_t id) {
    return RequestDataOnSimObject{
        .request_id = RequestId{id}, .define_id = DefinitionId{1}, .object_id = {}, .period = Period::second};
  };
  stage.say(request(7), 0s);  // the first of the capture that says so
  stage.say(request(8), 10'100ms);
  stage.hear_until(11'500ms);
  ASSERT_EQ(stage.heard.size(), 14u);
  EXPECT_THAT(std::vector<std::string>(stage.heard.end() - 4, stage.heard.end()),
              ElementsAre("2010 at 10000", "1000 at 10100", "2011 at 11000", "1001 at 11100"));
}

// However a client's pace differs, by less than the wait, the order is that of the capture.
RC_GTEST_PROP(PlayerOrder, NoPaceTurnsAnswersRound, ()) {
  const auto waits = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 300), rc::gen::inRange(0, 300))));
  TalkWriter writer;
  std::uint32_t number = 0;
  for (const auto& [before, after] : waits) {
    writer.wait(before);
    (void)writer.say(question(++number));
    writer.wait(after);
    writer.answer(RecvSystemState{.request_id = RequestId{number}, .integer = number});
  }
  Stage stage(std::move(writer));
  world::Duration now{};
  for (std::uint32_t asked = 1; asked <= number; ++asked) {
    now += std::chrono::milliseconds(*rc::gen::inRange(0, 300));
    stage.say(question(asked), now);
  }
  stage.hear_until(1h);
  RC_ASSERT(stage.numbers.size() == number);
  RC_ASSERT(std::ranges::is_sorted(stage.numbers));
}

}  // namespace
}  // namespace checkride::emulator
