// Goal: a ledger gives back what was put in, knows what it forgot, and no bytes pretend to be one. Method: laws.
#include "collector/ledger.hpp"

#include "checkride/test/property.hpp"
#include "checkride/test/world_test.hpp"

namespace checkride::runtime::collector {
namespace {

RC_GTEST_PROP(SequenceSet, RangesAreTheSameAsOneByOne, ()) {
  const auto firsts = *rc::gen::container<std::vector<std::uint64_t>>(rc::gen::inRange<std::uint64_t>(1, 60));
  SequenceSet ranges;
  SequenceSet single;
  for (const std::uint64_t first : firsts) {
    const std::uint64_t last = first + *rc::gen::inRange<std::uint64_t>(0, 5);
    ranges.add_range({first, last});
    for (std::uint64_t i = first; i <= last; ++i) single.add(i);
  }
  RC_ASSERT(ranges.ranges() == single.ranges());
  RC_ASSERT(ranges.doubles() == 0U);
}

RC_GTEST_PROP(Ledger, GivesBackWhatWasPutIn, (std::uint64_t session, const std::string& bytes)) {
  Ledger ledger;
  const std::string name = "sim " + std::to_string(bytes.size()) + " \"x\"\n";
  ledger.receive({name, session}, 7);
  ledger.at({name, session}).taken.add_range({1, 4});
  ledger.at({name, session}).dead.add(6);
  ledger.end_all(Ledger::End::open, Ledger::End::killed);
  const auto read = Ledger::parse(ledger.text());
  RC_ASSERT(read.has_value());
  const Ledger::Entry* entry = read->find({name, session});
  RC_ASSERT(entry != nullptr);
  RC_ASSERT(entry->last == 7U);
  RC_ASSERT(entry->end == Ledger::End::killed);
  RC_ASSERT(entry->taken.ranges() == (std::vector<SequenceSet::Range>{{1, 4}}));
  RC_ASSERT(entry->dead.ranges() == (std::vector<SequenceSet::Range>{{6, 6}}));
  RC_ASSERT(read->text() == ledger.text());
}

RC_GTEST_PROP(Ledger, AnyBytesAreALedgerOrAnError, (const std::string& bytes)) {
  RC_ASSERT(Ledger::parse(bytes).has_error());
  (void)Ledger::parse(Ledger().text() + bytes);
}

TEST(Ledger, WhatIsCutOffIsNoLedger) {
  Ledger ledger;
  ledger.receive({"sim", 1}, 5);
  const std::string text = ledger.text();
  for (std::size_t size = 0; size < text.size(); ++size) {
    if (size == text.find('\n') + 1) continue;  // an empty one
    EXPECT_TRUE(Ledger::parse(text.substr(0, size)).has_error()) << size;
  }
  for (const char* line :
       {"{\"simulator\":\"s\",\"session\":1,\"last\":2,\"state\":\"gone\"}\n",
        "{\"simulator\":\"s\",\"session\":1,\"taken\":[[3,2]]}\n",
        "{\"simulator\":\"s\",\"session\":1,\"taken\":[[0,2]]}\n",
        "{\"simulator\":\"s\",\"session\":1,\"taken\":[1]}\n", "{\"simulator\":1,\"session\":1}\n"}) {
    EXPECT_TRUE(Ledger::parse(Ledger().text() + line).has_error()) << line;
  }
}

TEST(Ledger, ForgetsTheOldestSessionsAndKnowsThat) {
  Ledger ledger;
  for (std::uint64_t session = 1; session <= Ledger::kSessionsMax; ++session) ledger.receive({"sim", session}, 1);
  EXPECT_EQ(ledger.known_from(), 0U);
  ledger.receive({"sim", Ledger::kSessionsMax + 1}, 1);
  EXPECT_EQ(ledger.entries().size(), Ledger::kSessionsMax);
  EXPECT_EQ(ledger.known_from(), 2U);
  EXPECT_EQ(Ledger::parse(ledger.text())->known_from(), 2U);
}

TEST(Ledger, ASessionEndsWithTheNextOfItsSimulator) {
  Ledger ledger;
  ledger.receive({"a", 1}, 5);
  ledger.receive({"b", 1}, 5);
  ledger.receive({"a", 2}, 1);
  EXPECT_EQ(ledger.find({"a", 1})->end, Ledger::End::ended);
  EXPECT_EQ(ledger.find({"b", 1})->end, Ledger::End::open);
  EXPECT_EQ(ledger.find({"a", 2})->end, Ledger::End::open);
}

WORLD_TEST(Ledger, InThePlaceOfADamagedOneBeginsOneThatKnowsNothingOfBefore) {
  const std::string path = "/x.ledger";
  EXPECT_TRUE(read_ledger(host.files(), path)->whole());
  CO_ASSERT_OK(host.files().write(path, "{"));
  EXPECT_TRUE(read_ledger(host.files(), path).has_error());
  const auto late = read_ledger_or_begin(host.files(), path);
  CO_ASSERT_OK(late);
  EXPECT_FALSE(late->whole());
  co_return;
}

}  // namespace
}  // namespace checkride::runtime::collector
