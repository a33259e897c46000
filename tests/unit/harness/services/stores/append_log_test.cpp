// The log of a store: what was acknowledged is there, whatever happens to the disk; what is torn is recognised.
#include "services/stores/append_log.hpp"

#include "checkride/test/property.hpp"
#include "checkride/test/result_matchers.hpp"
#include "checkride/world/virtual_world.hpp"

namespace checkride::harness::stores {
namespace {

using test::IsOk;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kPath = "/data/x.log";

struct Log : testing::Test {
  std::vector<std::string> recovered() {
    AppendLog log(files, kPath);
    auto entries = log.recover();
    EXPECT_THAT(entries, IsOk());
    return entries ? *entries : std::vector<std::string>();
  }
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("a");
  world::Files& files = host.files();
};

TEST_F(Log, KeepsAnyBytesInOrder) {
  AppendLog log(files, kPath);
  EXPECT_THAT(log.recover(), test::IsOkWith(IsEmpty()));
  const std::string bytes("a\n\0b 7", 6);
  for (const std::string& entry : {std::string("one"), std::string(), bytes})
    EXPECT_THAT(log.append_durably(entry), IsOk());
  EXPECT_EQ(log.size(), 3U);
  EXPECT_THAT(recovered(), ElementsAre("one", "", bytes));
}

TEST_F(Log, ATornEndIsCutOffAndWrittenOver) {
  const std::string whole = encode_entry("one") + encode_entry("two");
  for (std::size_t length = encode_entry("one").size(); length < whole.size(); ++length) {
    (void)files.make_directories("/data");
    ASSERT_THAT(files.write(kPath, whole.substr(0, length)), IsOk());
    AppendLog log(files, kPath);
    EXPECT_THAT(log.recover(), test::IsOkWith(ElementsAre("one")));
    EXPECT_THAT(log.append_durably("three"), IsOk());
    EXPECT_THAT(recovered(), ElementsAre("one", "three"));
  }
}

TEST_F(Log, AFlippedBitEndsItThere) {
  std::string text = encode_entry("one") + encode_entry("two") + encode_entry("three");
  char& byte = text[encode_entry("one").size() + 20];
  byte = static_cast<char>(byte ^ 1);
  const LogContents contents = read_entries(text);
  EXPECT_THAT(contents.entries, ElementsAre("one"));
  EXPECT_EQ(contents.damaged_bytes, text.size() - encode_entry("one").size());
}

TEST_F(Log, AnEntryThatFailedIsNotThereLater) {
  AppendLog log(files, kPath);
  ASSERT_THAT(log.recover(), IsOk());
  ASSERT_THAT(log.append_durably("one"), IsOk());
  const std::uint64_t before = host.disk_operations();
  ASSERT_THAT(log.append_durably("two"), IsOk());
  const std::uint64_t operations = host.disk_operations() - before;
  for (std::uint64_t n = 0; n < operations; ++n) {
    host.fail_disk({make_error_code(boost::system::errc::io_error), n, false});
    EXPECT_FALSE(log.append_durably("lost"));
    host.mend_disk();
    EXPECT_THAT(log.append_durably("kept"), IsOk());
  }
  std::vector<std::string> expected{"one", "two"};
  expected.insert(expected.end(), operations, "kept");
  EXPECT_EQ(recovered(), expected);
}

TEST_F(Log, RewritingTakesThePlaceOfAll) {
  AppendLog log(files, kPath);
  ASSERT_THAT(log.recover(), IsOk());
  ASSERT_THAT(log.append_durably("one"), IsOk());
  ASSERT_THAT(log.rewrite({"a", "b"}), IsOk());
  ASSERT_THAT(log.append_durably("c"), IsOk());
  EXPECT_THAT(recovered(), ElementsAre("a", "b", "c"));
}

// The power goes at every operation in turn: what append_durably() acknowledged is there, and nothing else in its
// midst.
TEST(LogPower, WhatWasAcknowledgedIsThere) {
  bool untouched = false;
  for (std::uint64_t n = 0; !untouched; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 500U);
    world::VirtualWorld world({.seed = n + 1});
    world::VirtualHost& host = world.add_host("a");
    host.cut_power_after(n);
    std::vector<std::string> acknowledged;
    AppendLog log(host.files(), kPath);
    const auto begun = log.recover();
    for (int i = 0; i < 20 && begun && !host.power_is_cut(); ++i) {
      const std::string entry = "entry " + std::to_string(i);
      if (log.append_durably(entry)) acknowledged.push_back(entry);
      if (i == 10 && !host.power_is_cut()) (void)log.rewrite(acknowledged);
    }
    untouched = !host.power_is_cut();
    host.lose_power();
    host.restart();
    AppendLog again(host.files(), kPath);
    const auto entries = again.recover();
    ASSERT_THAT(entries, IsOk());
    ASSERT_GE(entries->size(), acknowledged.size());
    ASSERT_LE(entries->size(), acknowledged.size() + 1) << "at most the one that was under way";
    EXPECT_TRUE(std::equal(acknowledged.begin(), acknowledged.end(), entries->begin()));
  }
}

RC_GTEST_PROP(LogLaws, ReadingIsTotalAndReadsBackWhatWasWritten, (std::vector<std::string> entries, std::string rest)) {
  std::string text;
  for (const std::string& entry : entries) text += encode_entry(entry);
  RC_ASSERT(read_entries(text).entries == entries);
  const LogContents contents = read_entries(text + rest);
  RC_ASSERT(contents.entries.size() >= entries.size());
  RC_ASSERT(contents.damaged_bytes <= rest.size());
}

}  // namespace
}  // namespace checkride::harness::stores
