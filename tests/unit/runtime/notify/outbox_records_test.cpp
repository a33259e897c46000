// Goal: what an outbox writes it reads again, and no damage to the file costs more than the lines it touched. Method:
// laws over arbitrary parcels; a file cut at every byte and with every byte changed.
#include "notify/outbox_records.hpp"

#include <fmt/format.h>

#include <cmath>

#include "checkride/test/property.hpp"
#include "notify/labels.hpp"

namespace checkride::runtime::notify {
namespace {

using namespace std::chrono_literals;

Notification some_notification() {
  Notification n;
  n.kind = *rc::gen::element(NotificationKind::firing, NotificationKind::resolved, NotificationKind::acknowledged,
                             NotificationKind::status_update);
  if (*rc::gen::arbitrary<bool>()) n.observed = world::Duration(*rc::gen::arbitrary<std::int64_t>());
  if (*rc::gen::arbitrary<bool>()) n.respond_by = world::UtcTime(world::Duration(*rc::gen::arbitrary<std::int64_t>()));
  n.count = *rc::gen::arbitrary<std::uint32_t>();
  n.tier = *rc::gen::inRange(0, 4);
  n.reason = "the \"value\" stayed";
  n.breach = *rc::gen::element<std::string>("", "between 1 and 2 feet");
  n.standing = *rc::gen::element<std::string>("", "no value is received");
  n.rule = *rc::gen::string<std::string>();
  n.unit = *rc::gen::element<std::string>("feet", "°C", "", "\"quoted\"\n");
  n.threshold = *rc::gen::element(0.0, 100.0, -1e300, 0.1, 5e-324);
  n.value = *rc::gen::element(80.5, 1e17, -0.5, 3.0);
  n.duration = world::Duration(*rc::gen::arbitrary<std::int64_t>());
  n.fired_at = world::UtcTime(world::Duration(*rc::gen::arbitrary<std::int64_t>()));
  n.at = world::UtcTime(1s);
  return n;
}

// Only text that is valid UTF-8 comes back as it was; these parcels have such text.
Parcel some_parcel(std::string id) {
  Parcel parcel;
  parcel.id = std::move(id);
  parcel.targets = {"ops@company.com", "高@x"};
  parcel.queued = world::UtcTime(world::Duration(*rc::gen::arbitrary<std::int64_t>()));
  parcel.failures = *rc::gen::arbitrary<std::uint32_t>();
  parcel.group.key = "key";
  parcel.group.labels = {{"severity", "critical"}};
  parcel.group.omitted = 3;
  parcel.group.own_target = *rc::gen::arbitrary<bool>();
  parcel.group.alerts = {some_notification(), some_notification()};
  for (Notification& alert : parcel.group.alerts) {
    for (char& c : alert.rule) {
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
  }
  return parcel;
}

Parcel plain_parcel(std::string id) {
  Parcel parcel;
  parcel.id = std::move(id);
  parcel.targets = {"ops@company.com"};
  parcel.group.alerts = {Notification{}};
  return parcel;
}

RC_GTEST_PROP(OutboxRecord, EveryParcelIsReadBack, ()) {
  const Parcel parcel = some_parcel("0123456789abcdef");
  const std::string line = encode_record(parcel);
  RC_ASSERT(line.find('\n') == line.size() - 1);
  const auto read = decode_record(std::string_view(line).substr(0, line.size() - 1));
  RC_ASSERT(read.has_value() && std::holds_alternative<Parcel>(*read));
  RC_ASSERT(encode_record(*read) == line);
  const Parcel& back = std::get<Parcel>(*read);
  RC_ASSERT(back.targets == parcel.targets);
  RC_ASSERT(back.failures == parcel.failures);
  RC_ASSERT(back.group.own_target == parcel.group.own_target);
  RC_ASSERT(back.group.alerts[1].rule == parcel.group.alerts[1].rule);
  RC_ASSERT(back.group.alerts[1].breach == parcel.group.alerts[1].breach);
  RC_ASSERT(back.group.alerts[1].standing == parcel.group.alerts[1].standing);
  RC_ASSERT(back.group.alerts[1].fired_at == parcel.group.alerts[1].fired_at);
  RC_ASSERT(back.group.alerts[1].kind == parcel.group.alerts[1].kind);
  RC_ASSERT(back.group.alerts[1].threshold == parcel.group.alerts[1].threshold);
}

TEST(OutboxRecord, KeepsWhatFiresBesides) {
  Parcel parcel = plain_parcel("a");
  parcel.group.firing_beside = 3;
  parcel.group.unattended_beside = 2;
  const std::string line = encode_record(parcel);
  const auto read = decode_record(std::string_view(line).substr(0, line.size() - 1));
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<Parcel>(*read).group.firing_beside, 3U);
  EXPECT_EQ(std::get<Parcel>(*read).group.unattended_beside, 2U);
}

TEST(OutboxRecord, OneOfAnEarlierVersionSaysNothingOfIt) {
  const std::string text = R"({"op":"post","id":"a","group":{"key":"g","omitted":1,"alerts":[{"rule":"Low"}]}})";
  const auto read = decode_record(fmt::format("{:016x} {}", fnv1a(text), text));
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<Parcel>(*read).group.omitted, 1U);
  EXPECT_EQ(std::get<Parcel>(*read).group.firing_beside, 0U);
}

TEST(OutboxRecord, WhatIsNoNumberStaysNone) {
  Parcel parcel = plain_parcel("a");
  parcel.group.alerts[0].value = std::nan("");
  const std::string line = encode_record(parcel);
  const auto read = decode_record(std::string_view(line).substr(0, line.size() - 1));
  ASSERT_TRUE(read);
  EXPECT_TRUE(std::isnan(std::get<Parcel>(*read).group.alerts[0].value));
}

std::string file_of_three() {
  return encode_record(plain_parcel("a")) + encode_record(plain_parcel("b")) + encode_record(Settled{"a"}) +
         encode_record(plain_parcel("c"));
}

TEST(OutboxReplay, KeepsWhatIsNotSettled) {
  std::string text = file_of_three();
  text += encode_record(Progress{"b", {}, 4});
  text += encode_record(DeadLetter{plain_parcel("c"), world::UtcTime(5s), "expired", "HTTP 503"});
  const OutboxContents contents = replay_records(text, 10);
  ASSERT_EQ(contents.waiting.size(), 1U);
  EXPECT_EQ(contents.waiting[0].id, "b");
  EXPECT_EQ(contents.waiting[0].failures, 4U);
  EXPECT_TRUE(contents.waiting[0].targets.empty());
  ASSERT_EQ(contents.dead.size(), 1U);
  EXPECT_EQ(contents.dead[0].reason, "HTTP 503");
  EXPECT_EQ(contents.dead[0].at, world::UtcTime(5s));
  EXPECT_EQ(contents.damaged_lines, 0U);
}

TEST(OutboxReplay, AFileCutAnywhereKeepsItsWholeLines) {
  const std::string text = file_of_three();
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const std::string front = text.substr(0, size);
    const OutboxContents contents = replay_records(front, 10);
    const bool whole = front.empty() || front.ends_with('\n');
    EXPECT_EQ(contents.damaged_lines, whole ? 0U : 1U) << size;
    EXPECT_EQ(contents.damaged_bytes, whole ? 0U : size - (front.rfind('\n') + 1)) << size;
  }
}

TEST(OutboxReplay, AChangedByteCostsItsLineAlone) {
  const std::string text = file_of_three();
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    const OutboxContents contents = replay_records(changed, 10);
    // A newline that is gone makes one line of two.
    EXPECT_GE(contents.damaged_lines, 1U) << at;
    EXPECT_LE(contents.damaged_lines, 2U) << at;
    EXPECT_LE(contents.waiting.size(), 3U) << at;
  }
}

TEST(OutboxReplay, DeadLettersAreBounded) {
  std::string text;
  for (int i = 0; i < 20; ++i)
    text += encode_record(DeadLetter{plain_parcel(std::to_string(i)), {}, "permanent", "no"});
  const OutboxContents contents = replay_records(text, 5);
  ASSERT_EQ(contents.dead.size(), 5U);
  EXPECT_EQ(contents.dead.front().parcel.id, "15");
}

RC_GTEST_PROP(OutboxReplay, TakesAnyBytes, ()) {
  const auto text = *rc::gen::arbitrary<std::string>();
  (void)replay_records(text, 3);
  (void)replay_records(file_of_three() + text, 3);
}

}  // namespace
}  // namespace checkride::runtime::notify
