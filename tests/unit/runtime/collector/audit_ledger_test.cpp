// Goal: an audit knows what was lost behind the last record that anybody holds, what InfluxDB acknowledged, and says
// what it does not know. Method: runs of the collector whose ledgers say more than its sinks; a server that refuses.
#include "collector/audit.hpp"
#include "collector_rig.hpp"
#include "fake_influx.hpp"

namespace checkride::runtime::collector {
namespace {

using test::collecting;
using test::CollectorRig;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

std::string text_of(CollectorRig& rig, const Config& config) {
  const auto report = audit(rig.host, config.data_collector);
  EXPECT_TRUE(report.has_value()) << report.error();
  return report ? audit_text(*report) : std::string();
}

bool is_clean(CollectorRig& rig, const Config& config) {
  const auto report = audit(rig.host, config.data_collector);
  return report && report->clean();
}

TEST(AuditLedger, SaysHowSureTheLastNumberIs) {
  const Config config = collecting();
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(40);
  EXPECT_THAT(text_of(rig, config), HasSubstr("received 1-40 so far; if the monitor does not run"));
  rig.kill();
  EXPECT_THAT(text_of(rig, config), HasSubstr("received 1-40 so far; if the monitor does not run"));
  ASSERT_TRUE(rig.start());
  rig.run(31s);
  EXPECT_THAT(text_of(rig, config),
              HasSubstr("received 1-40; the monitor did not end in order: what came at the very"));
  rig.samples(1);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_THAT(text_of(rig, config), HasSubstr("received 1-41, which is all that came\n"));
  EXPECT_TRUE(is_clean(rig, config));
}

TEST(AuditLedger, WhatNobodyHoldsBehindTheLastOneIsMissing) {
  const Config config = collecting();
  const std::string path = ledger_path(config.data_collector.journal_folder(), Ledger::kReceived);
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(40);
  ASSERT_EQ(rig.stop(), 0);
  Ledger ledger = read_ledger(rig.host.files(), path).value();
  ledger.receive({"sim", 1}, 43);
  ledger.receive({"sim", 2}, 5);
  ledger.end_all(Ledger::End::open, Ledger::End::ended);
  ASSERT_FALSE(write_ledger(rig.host.files(), path, ledger).has_error());
  const std::string text = text_of(rig, config);
  EXPECT_THAT(text, HasSubstr("received 1-43, which is all that came\n"));
  EXPECT_THAT(text, HasSubstr("missing 41-43\n"));
  EXPECT_THAT(text, HasSubstr("session 2: received 1-5,"));
  EXPECT_THAT(text, HasSubstr("missing 1-5\n"));
  EXPECT_THAT(text, HasSubstr("\nfiles: 8 records are missing\n"));
  EXPECT_FALSE(is_clean(rig, config));
}

// The journal's end is lost with the power; the ledger was synced.
TEST(AuditLedger, WhatThePowerTookFromTheEndOfASessionShows) {
  Config config = collecting();
  config.data_collector.fsync = FsyncPolicy::never;
  config.data_collector.output_format = OutputFormat::none;
  config.data_collector.influx.emplace();  // takes nothing, so that nobody syncs
  config.data_collector.influx->url = "http://influx:8086";
  int lost = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CollectorRig rig(config, seed);
    ASSERT_TRUE(rig.start());
    rig.samples(61);
    rig.lose_power();
    std::uint64_t held = 0;
    const auto keep = [&held](JournalRecord&& record) { held = record.sample.sequence; };
    ASSERT_FALSE(inspect_journal(rig.host.files(), config.data_collector.journal_folder(), keep).has_error());
    const auto told = read_ledger(rig.host.files(), ledger_path(config.data_collector.journal_folder(), "received"));
    ASSERT_TRUE(told.has_value());
    const std::uint64_t last = told->find({"sim", 1})->last;
    if (held < last) ++lost;
    EXPECT_EQ(is_clean(rig, config), held >= last) << text_of(rig, config);
  }
  EXPECT_GT(lost, 0);
}

// Without the reserve 32 ... 50 would be lost, and nobody would know that they had come.
TEST(AuditLedger, AStopOnAFullDiskHasRoomForTheEnd) {
  const Config config = collecting();
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(31);
  constexpr std::uint64_t kPlenty = 10'000'000;
  rig.host.set_disk({.capacity_bytes = kPlenty});
  const std::uint64_t used = kPlenty - rig.host.files().space(test::kFolder)->free_bytes;
  rig.host.set_disk({.capacity_bytes = used});
  rig.samples(19);
  EXPECT_EQ(rig.collector->health().status, Status::degraded);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_THAT(text_of(rig, config), HasSubstr("received 1-50, which is all that came\n"));
  EXPECT_TRUE(is_clean(rig, config)) << text_of(rig, config);
  rig.host.set_disk({});
  ASSERT_TRUE(rig.start());
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_EQ(rig.found(), rig.one_to(50));
}

TEST(AuditLedger, ALedgerThatCannotBeReadIsTold) {
  const Config config = collecting();
  CollectorRig rig(config);
  ASSERT_TRUE(rig.start());
  rig.samples(40);
  ASSERT_EQ(rig.stop(), 0);
  for (const std::string_view name : {Ledger::kReceived, Ledger::kRetired}) {
    const std::string path = ledger_path(config.data_collector.journal_folder(), name);
    ASSERT_FALSE(rig.host.files().write(path, "x").has_error());
  }
  EXPECT_THAT(text_of(rig, config), HasSubstr("received.ledger: no ledger, or a damaged one"));
  EXPECT_THAT(text_of(rig, config), HasSubstr("retired.ledger: no ledger, or a damaged one"));
  EXPECT_THAT(text_of(rig, config), HasSubstr("received 1-40, as far as anybody holds it\n"));
  ASSERT_TRUE(rig.start());
  EXPECT_EQ(rig.bench->logged("ledger_unreadable"), 1U);
}

class AuditInflux : public testing::Test {
 protected:
  AuditInflux() {
    config_.data_collector.influx.emplace();
    config_.data_collector.influx->url = "http://influx:8086";
    rig_.emplace(config_);
    server_ = &rig_->world().add_host("influx");
    server_->start("influx", test::serve(*server_, influx_));
  }

  Config config_ = collecting();
  std::optional<CollectorRig> rig_;
  world::VirtualHost* server_ = nullptr;
  test::FakeInflux influx_;
};

TEST_F(AuditInflux, CountsWhatWasAcknowledgedDeadAndWaits) {
  influx_.refused = "sequence=7i";
  ASSERT_TRUE(rig_->start());
  rig_->samples(40);
  rig_->kill();
  const std::string killed = text_of(*rig_, config_);
  EXPECT_THAT(killed, HasSubstr("influx   29 acknowledged, 10 waiting, 0 missing, 0 doubled, 1 dead letters\n"));
  EXPECT_THAT(killed, HasSubstr("    dead 7-7\n"));
  EXPECT_THAT(killed, HasSubstr("wait in the journal"));
  EXPECT_THAT(killed, HasSubstr("\ninflux: 1 records are dead letters\n"));
  EXPECT_THAT(killed, HasSubstr("\ninflux: audited by what it acknowledged; what it holds now only it can say\n"));
  EXPECT_FALSE(is_clean(*rig_, config_));
  ASSERT_TRUE(rig_->start());
  EXPECT_EQ(rig_->stop(), 0);
  EXPECT_THAT(text_of(*rig_, config_), Not(HasSubstr("wait in the journal")));
}

TEST_F(AuditInflux, WhatWasNeverAcknowledgedIsMissing) {
  ASSERT_TRUE(rig_->start());
  rig_->samples(40);
  ASSERT_EQ(rig_->stop(), 0);
  ASSERT_TRUE(is_clean(*rig_, config_)) << text_of(*rig_, config_);
  const std::string path = ledger_path(config_.data_collector.journal_folder(), Ledger::kInflux);
  Ledger ledger;
  ledger.at({"sim", 1}).taken.add_range({1, 30});
  ASSERT_FALSE(write_ledger(rig_->host.files(), path, ledger).has_error());
  EXPECT_THAT(text_of(*rig_, config_), HasSubstr("missing 31-40\n"));
  EXPECT_THAT(text_of(*rig_, config_), HasSubstr("\ninflux: 10 records are missing\n"));
}

// As after an update from a version without ledgers.
TEST_F(AuditInflux, WhatWasTakenBeforeThereWereLedgersIsNotKnown) {
  ASSERT_TRUE(rig_->start());
  rig_->samples(40);
  ASSERT_EQ(rig_->stop(), 0);
  const std::string path = ledger_path(config_.data_collector.journal_folder(), Ledger::kInflux);
  ASSERT_FALSE(rig_->host.files().remove(path).has_error());
  EXPECT_THAT(text_of(*rig_, config_), HasSubstr("influx   0 acknowledged, 0 missing, 0 doubled, not all is known\n"));
  ASSERT_TRUE(rig_->start());
  rig_->samples(40);
  ASSERT_EQ(rig_->stop(), 0);
  EXPECT_THAT(text_of(*rig_, config_), HasSubstr("influx   40 acknowledged, 0 missing, 0 doubled, not all is known\n"));
  EXPECT_TRUE(is_clean(*rig_, config_));
}

TEST_F(AuditInflux, APositionThatCannotBeReadSendsTheJournalOnceMore) {
  ASSERT_TRUE(rig_->start());
  rig_->samples(40);
  rig_->kill();
  const std::string path = position_path(config_.data_collector.journal_folder(), "influx");
  ASSERT_FALSE(rig_->host.files().write(path, "").has_error());
  ASSERT_TRUE(rig_->start());
  EXPECT_EQ(rig_->bench->logged("sink_position_recovered"), 1U);
  ASSERT_EQ(rig_->stop(), 0);
  EXPECT_EQ(std::set<std::string>(influx_.lines.begin(), influx_.lines.end()).size(), 40U);
  EXPECT_TRUE(is_clean(*rig_, config_)) << text_of(*rig_, config_);
}

}  // namespace
}  // namespace checkride::runtime::collector
