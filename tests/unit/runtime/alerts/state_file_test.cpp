// Goal: what was saved is what is read, and nothing else is. Method: a law over random states; every bit of a saved
// file flipped, every prefix of it.
#include "alerts/state_file.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "alerts/checksum.hpp"
#include "checkride/test/property.hpp"
#include "notify/outbox_records.hpp"

namespace checkride::runtime::alerts {
namespace {

using namespace std::chrono_literals;

world::UtcTime any_time() {
  return world::UtcTime(std::chrono::microseconds(*rc::gen::inRange<std::int64_t>(0, 2'000'000'000'000'000)));
}

// Texts that YAML and JSON agree on; odd ones are for the API's own tests.
std::string any_text() {
  return *rc::gen::container<std::string>(rc::gen::elementOf(std::string("aZ 09:{}[]\"'\\#\n*&-,")));
}

SavedState any_state() {
  SavedState state;
  state.saved_at = any_time();
  AlertMemory& alert = state.alerts.emplace_back();
  alert.rule = any_text();
  alert.simulator = any_text();
  alert.definition = any_text();
  alert.state = static_cast<AlertState>(*rc::gen::inRange(0, 4));
  if (*rc::gen::arbitrary<bool>()) alert.value = *rc::gen::inRange(-1000, 1000) / 8.0;
  alert.since_age = std::chrono::nanoseconds(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000));
  if (*rc::gen::arbitrary<bool>()) alert.seen_age = 3s;
  alert.by_silence = *rc::gen::arbitrary<bool>();
  alert.fired_at = any_time();
  alert.fired_count = *rc::gen::inRange<std::uint64_t>(0, 1000);
  EpisodeMemory& episode = state.episodes.emplace_back();
  episode.rule = any_text();
  episode.fired_at = alert.fired_at;
  episode.told = *rc::gen::arbitrary<bool>();
  episode.tier = *rc::gen::inRange(0, 4);
  if (*rc::gen::arbitrary<bool>()) episode.respond_by = any_time();
  Recipient team(Action::email);
  team.receiver = any_text();
  team.mail_to = {"a@example.com", any_text()};
  team.slack_channel = any_text();
  team.own_target = *rc::gen::arbitrary<bool>();
  episode.audience = {Action::slack, team, Action::email};
  if (*rc::gen::arbitrary<bool>()) episode.acknowledged = Acknowledgement{any_text(), any_text(), any_time()};
  episode.announce = *rc::gen::arbitrary<bool>();
  if (*rc::gen::arbitrary<bool>()) episode.ending = Ending{any_text(), {{"rule", any_text()}}, {}, any_text()};
  state.endings = {{any_text(), {{any_text(), any_text()}}, {Action::slack}, any_text()}, {}};
  return state;
}

RC_GTEST_PROP(StateFileLaws, WhatWasSavedIsWhatIsRead, ()) {
  const SavedState state = any_state();
  const auto read = decode_state(encode_state(state));
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == state);
}

SavedState small_state() {
  SavedState state;
  state.saved_at = world::UtcTime(1s);
  state.silences.push_back({"a1", {{"rule", "Low", true}}, world::UtcTime(2s), world::UtcTime(3s), "me", "known"});
  state.alerts.emplace_back().rule = "Low";
  return state;
}

TEST(StateFile, SilencesComeBack) {
  const auto read = decode_state(encode_state(small_state()));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, small_state());
}

TEST(StateFile, ARegularExpressionComesBack) {
  SavedState state = small_state();
  state.silences[0].matchers = {{"rule", "low|\\d+", false, *Regex::compile("low|\\d+")}};
  const auto read = decode_state(encode_state(state));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, state);
  EXPECT_TRUE(read->silences[0].matchers[0].regex->matches("747"));
}

TEST(StateFile, ANotificationComesBackWhateverItsNamesAre) {
  notify::Notification notification;
  notification.rule = "\"Low\" \\ {tür}\n\t高 \x01\xf0\x9f\x9b\xa9";
  SavedState state = small_state();
  state.endings.push_back({"g", {}, {Action::slack}, notify::encode_notification(notification)});
  const auto read = decode_state(encode_state(state));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, state);
  const auto back = notify::decode_notification(read->endings[0].notification);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->rule, notification.rule);
}

TEST(StateFile, OneOfAnEarlierVersionIsRead) {
  std::string body = encode_state(small_state());
  body.erase(0, body.find('\n') + 1);
  const std::string_view added = "\"endings\":[],";
  ASSERT_NE(body.find(added), std::string::npos);
  body.erase(body.find(added), added.size());
  const auto read = decode_state(fmt::format("checkride-alerts 1 {:016x}\n{}", checksum(body), body));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, small_state());
}

TEST(StateFile, EveryFlippedBitAndEveryCutIsNoticed) {
  const std::string whole = encode_state(small_state());
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_FALSE(decode_state(whole.substr(0, i)).has_value()) << i;
    std::string flipped = whole;
    flipped[i] = static_cast<char>(flipped[i] ^ 4);
    EXPECT_FALSE(decode_state(flipped).has_value()) << i;
  }
}

}  // namespace
}  // namespace checkride::runtime::alerts
