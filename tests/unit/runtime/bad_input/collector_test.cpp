// Goal: what is wrong in the section data_collector, or on the disk it uses, gets an error that says so.
// Method: a table of wrong inputs with a part of each error.
#include "../collector/collector_rig.hpp"
#include "../config/config_fixture.hpp"
#include "collector/journal.hpp"
#include "collector/sink.hpp"

namespace checkride::runtime::collector {
namespace {

using testing::HasSubstr;

struct OnDisk {
  const char* name;
  const char* path;  // below the folder
  const char* content;
  const char* error;  // part of the log or of the error of the start
};

const std::vector<OnDisk> kOnDisk{
    {"NoDatabase", "/telemetry.db", "this is no database, but long enough to look like one of them, if it has to be so",
     "file is not a database"},
    {"ADatabaseOfSomethingElse", "/telemetry.db/folder", "x", "unable to open database file"},
    {"NoFolder", "/journal", "a file where a folder should be", "/data/journal: "},
};

class BadDisk : public testing::TestWithParam<OnDisk> {};

TEST_P(BadDisk, RefusesTheStartAndSaysWhy) {
  Config config = test::collecting();
  config.data_collector.sqlite.emplace();
  test::CollectorRig rig(config);
  const std::string folder = test::kFolder;
  const std::string path = folder + GetParam().path;
  ASSERT_FALSE(rig.host.files().make_directories(path.substr(0, path.rfind('/'))).has_error());
  ASSERT_FALSE(rig.host.files().write(folder + GetParam().path, GetParam().content).has_error());
  runtime::test::ServiceBench bench(rig.host, config);
  DataCollector collector(bench.context);
  std::string error;
  const auto start = [](Service& service, std::string* into) -> world::Task<int> {
    const auto done = co_await service.start();
    *into = done ? "" : done.error().message();
    co_return 0;
  };
  rig.host.start("start", start(collector, &error));
  rig.run(std::chrono::seconds(1));
  EXPECT_THAT(error, HasSubstr(GetParam().error));
}

INSTANTIATE_TEST_SUITE_P(Table, BadDisk, testing::ValuesIn(kOnDisk));

TEST(BadPosition, IsFoundOutFromTheFilesAndTold) {
  for (const char* content : {"", "12", "checkride-sink-position 1 a b c\n", "checkride-sink-position 1 12 5"}) {
    SCOPED_TRACE(content);
    test::CollectorRig rig(test::collecting());
    const std::string folder = std::string(test::kFolder) + "/journal";
    ASSERT_FALSE(rig.host.files().make_directories(folder).has_error());
    ASSERT_FALSE(rig.host.files().write(folder + "/files.position", content).has_error());
    ASSERT_TRUE(rig.start());
    EXPECT_EQ(rig.bench->logged("sink_position_recovered"), 1U);
    EXPECT_THAT(rig.bench->log_text(), HasSubstr("does not say how far the sink is"));
  }
}

struct Damage {
  const char* bytes;
  const char* error;
};

const std::vector<Damage> kDamage{{"x", "cut off"},
                                  {"xxxxxxxx", "a frame of"},
                                  {"\x01\x01\x01\x00zzzz", "cut off"},
                                  {"\x02\x01\x01\x01zzzzzz", "a frame of"},
                                  {"\x01"
                                   "aaa",
                                   "cut off"}};

TEST(BadJournal, EveryDamageIsNamedAndCutOff) {
  for (const Damage& damage : kDamage) {
    SCOPED_TRACE(damage.bytes);
    test::CollectorRig rig(test::collecting());
    const std::string path = std::string(test::kFolder) + "/journal/00000000000000000005.journal";
    ASSERT_FALSE(rig.host.files().make_directories(std::string(test::kFolder) + "/journal").has_error());
    ASSERT_FALSE(rig.host.files().write(path, damage.bytes).has_error());
    const auto found = inspect_journal(rig.host.files(), std::string(test::kFolder) + "/journal");
    ASSERT_TRUE(found.has_value());
    ASSERT_EQ(found->size(), 1U);
    EXPECT_THAT(found->front().damage, HasSubstr(damage.error));
    ASSERT_TRUE(rig.start());
    EXPECT_EQ(rig.bench->logged("journal_cut"), 1U);
  }
}

struct WrongKey {
  const char* section;
  const char* error;
};

const std::vector<WrongKey> kWrongKeys{
    {"output_format: xml", "expected json, csv, influx or none"},
    {"output_path: \"\"", "expected the path of a folder"},
    {"measurement: \"\"", "expected a name"},
    {"compression_format: gzip", "nothing is compressed"},
    {"compression: true, compression_format: lzma", "gzip"},
    {"rotate_size: 5", "unit"},
    {"rotate_size: 5B", "1kB"},
    {"rotate_size: 2GB", "1GB"},
    {"rotate_interval: 1ms", "1s"},
    {"retention_age: -1s", "must not be negative"},
    {"journal_max_size: 1kB", "16MB"},
    {"fsync: sometimes", "always"},
    {"fsync_interval: 1h", "1m"},
    {"disk_warning_ratio: 80", "1"},
    {"buffer_size: 0", "1"},
    {"sqlite: {file: x}", "file"},
    {"sqlite: true", "map"},
    {"on_startup_failure: retri", "error, retry, ignore or probe"},
    {"sqlite: {on_startup_failure: 1}", "error, retry, ignore or probe"},
    {"influx: {url: \"http://x\", on_startup_failure: never}", "error, retry, ignore or probe"},
    {"influx: {}", "url"},
    {"influx: {url: \"ftp://x\"}", "http://"},
    {"influx: {url: \"http://x\", version: 3}", "2"},
    {"influx: {url: \"http://x\", token: t}", "belongs to version 2"},
    {"influx: {url: \"http://x\", version: 2, organization: o, bucket: b, database: d}", "belongs to version 1"},
    {"influx: {url: \"http://x\", version: 2}", "organization"},
    {"influx: {url: \"http://x\", batch_size: 0}", "1"},
};

TEST(BadCollectorConfig, EveryWrongKeyIsAMistakeThatNamesItsPlace) {
  for (const WrongKey& wrong : kWrongKeys) {
    SCOPED_TRACE(wrong.section);
    support::ConfigHost host;
    const auto loaded = host.load_text(support::kMinimal + "data_collector: {" + wrong.section + "}\n");
    ASSERT_TRUE(loaded.has_error());
    EXPECT_THAT(loaded.error().message(), HasSubstr("/c.yaml:3:"));
    EXPECT_THAT(loaded.error().message(), HasSubstr(wrong.error));
  }
}

TEST(CollectorConfig, EverySinkHasItsOwnWordForTheStart) {
  support::ConfigHost host;
  const auto loaded = host.load_text(support::kMinimal +
                                     "data_collector: {on_startup_failure: retry, sqlite: {on_startup_failure: ignore},"
                                     " influx: {url: \"http://x\", on_startup_failure: probe}}\n");
  ASSERT_TRUE(loaded.has_value()) << loaded.error();
  const SinkStartups& startup = loaded->config.data_collector.on_startup_failure;
  EXPECT_EQ(startup.files, SinkStartup::retry);
  EXPECT_EQ(startup.sqlite, SinkStartup::ignore);
  EXPECT_EQ(startup.influx, SinkStartup::probe);
  const auto silent = host.load_text(support::kMinimal + "data_collector: {sqlite: {}}\n");
  ASSERT_TRUE(silent.has_value()) << silent.error();
  EXPECT_EQ(silent->config.data_collector.on_startup_failure.sqlite, SinkStartup::error);
}

TEST(BadCollectorConfig, ASecretIsNotRepeated) {
  support::ConfigHost host;
  const auto loaded = host.load_text(support::kMinimal +
                                     "data_collector: {influx: {url: \"http://x\", token: hush, password: quiet}}\n");
  ASSERT_TRUE(loaded.has_error());
  EXPECT_THAT(loaded.error().message(), testing::Not(HasSubstr("hush")));
  EXPECT_THAT(loaded.error().message(), testing::Not(HasSubstr("quiet")));
}

}  // namespace
}  // namespace checkride::runtime::collector
