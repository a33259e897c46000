// Goal: every sample ends in a file exactly once, in whole lines, whatever the disk does. Method: the service on a
// virtual disk behind a layer that fails at the n-th operation.
#include "collector/data_collector.hpp"

#include <boost/system/errc.hpp>

#include "../link/service_bench.hpp"
#include "checkride/compress/gzip.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::collector {
namespace {

using namespace std::chrono_literals;
using runtime::test::guide_like_config;
using runtime::test::ServiceBench;
using testing::ElementsAre;
using testing::HasSubstr;

// Operations of the disk still to come before one fails; negative: never.
struct Trouble {
  int fail_at = -1;
  int operations = 0;
  bool lasting = false;
  bool now() {
    const int n = operations++;
    return fail_at >= 0 && (lasting ? n >= fail_at : n == fail_at);
  }
};

Error no_space() {
  return Error(make_error_code(boost::system::errc::no_space_on_device), "disk");
}

class TroubledFile final : public world::File {
 public:
  TroubledFile(std::unique_ptr<world::File> file, Trouble& trouble) : file_(std::move(file)), trouble_(trouble) {}
  // A failed append leaves its first half in the file.
  Result<> append(std::string_view bytes) override {
    if (!trouble_.now()) return file_->append(bytes);
    if (auto half = file_->append(bytes.substr(0, bytes.size() / 2)); !half) return half;
    return no_space();
  }
  Result<> sync() override { return trouble_.now() ? Result<>(no_space()) : file_->sync(); }
  std::uint64_t size() const override { return file_->size(); }

 private:
  std::unique_ptr<world::File> file_;
  Trouble& trouble_;
};

class TroubledFiles final : public world::Files {
 public:
  TroubledFiles(world::Files& files, Trouble& trouble) : files_(files), trouble_(trouble) {}
  Result<std::string> read(const std::string& path) override { return files_.read(path); }
  Result<std::string> read_part(const std::string& path, std::uint64_t offset, std::size_t bytes_max) override {
    return files_.read_part(path, offset, bytes_max);
  }
  Result<> write(const std::string& path, std::string_view bytes) override { return files_.write(path, bytes); }
  Result<std::unique_ptr<world::File>> append_to(const std::string& path) override {
    if (trouble_.now()) return no_space();
    auto file = files_.append_to(path);
    if (!file) return file;
    return std::unique_ptr<world::File>(std::make_unique<TroubledFile>(std::move(*file), trouble_));
  }
  Result<> make_directories(const std::string& path) override { return files_.make_directories(path); }
  Result<> rename(const std::string& from, const std::string& to) override { return files_.rename(from, to); }
  Result<> remove(const std::string& path) override { return files_.remove(path); }
  bool exists(const std::string& path) override { return files_.exists(path); }
  Result<std::vector<std::string>> list(const std::string& path) override { return files_.list(path); }

 private:
  world::Files& files_;
  Trouble& trouble_;
};

// The host with another disk.
class TroubledWorld final : public world::World {
 public:
  TroubledWorld(world::VirtualHost& host, Trouble& trouble) : host_(host), files_(host.files(), trouble) {}
  world::asio::any_io_executor executor() override { return host_.executor(); }
  world::Clock& clock() override { return host_.clock(); }
  world::Network& network() override { return host_.network(); }
  world::Files& files() override { return files_; }
  world::ServiceManager& manager() override { return host_.manager(); }
  world::Random& random(std::string_view stream) override { return host_.random(stream); }
  void fill_secret(std::span<std::byte> into) override { host_.fill_secret(into); }
  world::Task<world::Signal> next_signal() override { return host_.next_signal(); }
  world::Task<> offload(std::function<void()> job, world::Duration cost) override {
    return host_.offload(std::move(job), cost);
  }
  bool print_line(std::string_view line) override { return host_.print_line(line); }
  bool print_error_line(std::string_view line) override { return host_.print_error_line(line); }
  std::optional<std::string> environment(const std::string& name) const override { return host_.environment(name); }
  ProcessUsage process_usage() override { return host_.process_usage(); }

 private:
  world::VirtualHost& host_;
  TroubledFiles files_;
};

Config collecting(bool compression) {
  Config config = guide_like_config();
  config.data_collector.output_path = "/var/log/simconnect/data";
  config.data_collector.compression = compression;
  return config;
}

world::Task<int> start_service(Service& service) {
  auto started = co_await service.start();
  co_return started ? 0 : 1;
}

world::Task<int> stop_service(Service& service, world::Instant deadline) {
  auto stopped = co_await service.stop(deadline);
  co_return stopped ? 0 : 1;
}

class Rig {
 public:
  explicit Rig(Config config, Trouble with = {})
      : trouble(with), host(world_.add_host("monitor")), troubled_(host, trouble), bench(troubled_, std::move(config)) {
    collector = std::make_unique<DataCollector>(bench.context);
    host.start("collector", start_service(*collector));
    run(0s);
  }
  void run(world::Duration duration) {
    world_.run_until(world_.now() + duration);
    EXPECT_EQ(host.failure(), "");
  }
  void samples(int count) {
    for (int i = 0; i < count; ++i) {
      Sample sample;
      sample.ts = host.clock().utc_now();
      sample.simulator = "sim";
      sample.session = 1;
      sample.sequence = ++sequence;
      sample.values = {80, 110, 40};
      bench.samples.publish(std::move(sample));
      run(1s);
    }
  }
  int stop() {
    host.start("stop", stop_service(*collector, world_.now() + 30s));
    run(30s);
    return host.exit_code().value_or(-1);
  }
  std::vector<std::string> names() { return host.files().list("/var/log/simconnect/data").value(); }
  // The sequence numbers that a reader finds: whole lines only, files in order of their names.
  std::vector<int> found() {
    std::vector<int> out;
    for (const std::string& name : names()) {
      std::string text = host.files().read("/var/log/simconnect/data/" + name).value();
      if (name.ends_with(".gz")) text = compress::gunzip(text, compress::CutEnd::ignored).value();
      for (std::size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1)) {
        const std::size_t at = text.find("\"sequence\":");
        EXPECT_LT(at, end);
        out.push_back(std::stoi(text.substr(at + 11)));
      }
    }
    return out;
  }
  std::vector<int> one_to(int last) const {
    std::vector<int> all;
    for (int i = 1; i <= last; ++i) all.push_back(i);
    return all;
  }

  Trouble trouble;

 private:
  world::VirtualWorld world_;

 public:
  world::VirtualHost& host;

 private:
  TroubledWorld troubled_;

 public:
  ServiceBench bench;
  std::unique_ptr<DataCollector> collector;
  std::uint64_t sequence = 0;
};

TEST(DataCollector, FlushesAtTheIntervalAndNamesTheFileAfterItsBeginning) {
  Rig rig(collecting(false));
  rig.samples(29);
  EXPECT_THAT(rig.names(), testing::IsEmpty());
  rig.samples(2);
  EXPECT_THAT(rig.names(), ElementsAre("telemetry-20260105T080030Z.jsonl"));
  EXPECT_EQ(rig.found().size(), 30U);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_EQ(rig.found(), rig.one_to(31));
  EXPECT_EQ(rig.bench.metrics.counter(metric::kCollectorRecords).value(), 31);
}

TEST(DataCollector, CompressedFilesHoldTheSameRecords) {
  Rig rig(collecting(true));
  rig.samples(65);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_THAT(rig.names(), ElementsAre("telemetry-20260105T080030Z.jsonl.gz"));
  EXPECT_EQ(rig.found(), rig.one_to(65));
}

TEST(DataCollector, AHalfFullBufferDoesNotWaitForTheInterval) {
  Config config = collecting(false);
  config.data_collector.buffer_size = 10;
  Rig rig(config);
  rig.samples(5);
  EXPECT_EQ(rig.found(), rig.one_to(5));
}

TEST(DataCollector, ANewFileBeginsWithTheDay) {
  Rig rig(collecting(false));
  rig.samples(31);
  rig.run(16h);
  rig.samples(31);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_EQ(rig.names().size(), 2U);
  EXPECT_EQ(rig.found(), rig.one_to(62));
}

TEST(DataCollector, ARestartInTheSameSecondTakesAnotherName) {
  Rig rig(collecting(false));
  rig.bench.samples.publish([] {
    Sample sample;
    sample.simulator = "sim";
    sample.sequence = 1;
    sample.values = {1, 2, 3};
    return sample;
  }());
  EXPECT_EQ(rig.host.files()
                .write("/var/log/simconnect/data/telemetry-20260105T080000Z.jsonl", "{\"sequence\":0")
                .has_error(),
            false);
  EXPECT_EQ(rig.stop(), 0);
  EXPECT_THAT(rig.names(), ElementsAre("telemetry-20260105T080000Z-2.jsonl", "telemetry-20260105T080000Z.jsonl"));
  EXPECT_THAT(rig.found(), ElementsAre(1));
}

class DataCollectorFailures : public testing::TestWithParam<bool> {};

TEST_P(DataCollectorFailures, AtEveryDiskOperationNothingIsLostDoubledOrTorn) {
  bool untouched = false;
  for (int n = 0; !untouched; ++n) {
    SCOPED_TRACE(n);
    ASSERT_LT(n, 100);
    Trouble trouble;
    trouble.fail_at = n;
    Rig rig(collecting(GetParam()), trouble);
    rig.samples(100);
    EXPECT_EQ(rig.stop(), 0);
    EXPECT_EQ(rig.found(), rig.one_to(100));
    untouched = rig.trouble.operations <= n;
  }
}

INSTANTIATE_TEST_SUITE_P(PlainAndCompressed, DataCollectorFailures, testing::Bool());

TEST(DataCollector, AFullDiskNeitherGrowsMemoryNorLosesSilently) {
  Config config = collecting(false);
  config.data_collector.buffer_size = 20;
  Trouble trouble;
  trouble.fail_at = 0;
  trouble.lasting = true;
  Rig rig(config, trouble);
  rig.samples(50);
  EXPECT_EQ(rig.bench.metrics.gauge(metric::kCollectorBuffered).value(), 20);
  EXPECT_EQ(rig.bench.metrics.counter(metric::kCollectorDropped, {"buffer_full"}).value(), 30);
  EXPECT_EQ(rig.collector->health().status, Status::degraded);
  EXPECT_EQ(rig.bench.logged("telemetry_write_failed"), 1U) << "once per outage";
  rig.trouble.fail_at = -1;
  rig.run(10s);
  EXPECT_EQ(rig.collector->health().status, Status::healthy);
  EXPECT_EQ(rig.found().front(), 31);
  EXPECT_EQ(rig.found().size(), 20U);
}

TEST(DataCollector, StopSaysWhatWasLeftBehind) {
  Trouble trouble;
  trouble.fail_at = 0;
  trouble.lasting = true;
  Rig rig(collecting(false), trouble);
  rig.samples(5);
  EXPECT_EQ(rig.stop(), 1);
}

TEST(DataCollector, AFolderThatCannotBeMadeRefusesTheStart) {
  world::VirtualWorld world;
  world::VirtualHost& host = world.add_host("monitor");
  EXPECT_FALSE(host.files().write("/file", "").has_error());
  Config config = collecting(false);
  config.data_collector.output_path = "/file/data";
  ServiceBench bench(host, config);
  DataCollector collector(bench.context);
  host.start("start", start_service(collector));
  world.run_until(world.now() + 1s);
  EXPECT_EQ(host.exit_code(), 1);
}

TEST(DataCollector, AKillLeavesWhatWasFlushed) {
  Rig rig(collecting(true));
  rig.samples(45);
  rig.host.crash();
  rig.host.restart();
  EXPECT_EQ(rig.found(), rig.one_to(30));
}

}  // namespace
}  // namespace checkride::runtime::collector
