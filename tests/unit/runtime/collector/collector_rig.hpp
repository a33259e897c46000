// CollectorRig: the data collector on a virtual host whose disk can be hurt, and what a reader finds afterwards.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "../link/service_bench.hpp"
#include "checkride/compress/zstd.hpp"
#include "collector/data_collector.hpp"
#include "collector/sqlite_database.hpp"
#include "metrics/table.hpp"

namespace checkride::runtime::collector::test {

using namespace std::chrono_literals;

inline constexpr const char* kFolder = "/var/log/simconnect/data";

inline Config collecting(Packing packing = Packing::none) {
  Config config = runtime::test::guide_like_config();
  config.data_collector.output_path = kFolder;
  config.data_collector.compression = packing;
  return config;
}

inline world::Task<int> start_service(Service& service) {
  auto started = co_await service.start();
  co_return started ? 0 : 1;
}

inline world::Task<int> stop_service(Service& service, world::Instant deadline) {
  auto stopped = co_await service.stop(deadline);
  co_return stopped ? 0 : 1;
}

class CollectorRig {
 public:
  explicit CollectorRig(Config config, std::uint64_t seed = 1, JournalLimits limits = {})
      : world_({.seed = seed}), host(world_.add_host("monitor")), config_(std::move(config)), limits_(limits) {}

  world::VirtualWorld& world() { return world_; }
  // A program with a fresh collector. False: it did not start.
  bool start() {
    collector.reset();
    bench = std::make_unique<runtime::test::ServiceBench>(host, config_);
    collector = std::make_unique<DataCollector>(bench->context, limits_);
    host.start("collector", start_service(*collector));
    run(100ms);
    return host.exit_code() == 0;
  }
  // The program is killed, or with the power the whole machine, which then is there again.
  void kill() { die(false); }
  void lose_power() { die(true); }
  void run(world::Duration duration) {
    world_.run_until(world_.now() + duration, [this] { return host.power_is_cut(); });
    EXPECT_EQ(host.failure(), "");
  }
  void samples(int count, world::Duration pause = 1s) {
    for (int i = 0; i < count && !host.power_is_cut(); ++i) {
      Sample sample;
      sample.ts = host.clock().utc_now();
      sample.simulator = "sim";
      sample.session = 1;
      sample.sequence = ++sequence;
      sample.values = {80, 110, 40};
      bench->samples.publish(std::move(sample));
      run(pause);
    }
  }
  int stop() {
    host.start("stop", stop_service(*collector, world_.now() + 30s));
    run(30s);
    return host.exit_code().value_or(-1);
  }
  double acknowledged() { return bench->metrics.counter(metric::kCollectorRecords).value(); }
  std::vector<std::string> names() {
    std::vector<std::string> out;
    const auto listed = host.files().list(kFolder);
    if (!listed) return out;
    for (const std::string& name : *listed) {
      if (name.starts_with("telemetry-")) out.push_back(name);
    }
    return out;
  }
  // The sequence numbers in the files of lines of JSON, in order of their names: each line is whole.
  std::vector<int> found() {
    std::vector<int> out;
    for (const std::string& name : names()) {
      std::string text = host.files().read(std::string(kFolder) + "/" + name).value();
      if (name.find(".gz") != std::string::npos) text = compress::gunzip(text).value();
      if (name.find(".zst") != std::string::npos) text = compress::unzstd(text).value();
      EXPECT_TRUE(text.empty() || text.ends_with('\n')) << name;
      for (std::size_t end; (end = text.find('\n')) != std::string::npos; text.erase(0, end + 1)) {
        const std::size_t at = text.find("\"sequence\":");
        EXPECT_LT(at, end);
        out.push_back(std::stoi(text.substr(at + 11)));
      }
    }
    return out;
  }
  std::vector<int> found_in_sqlite() {
    std::vector<int> out;
    const SqliteVfs vfs(host);
    auto database = SqliteDatabase::open_to_read(std::string(kFolder) + "/telemetry.db", &vfs);
    EXPECT_TRUE(database.has_value()) << database.error();
    if (!database) return out;
    const auto add = [&](std::string_view, std::uint64_t, std::uint64_t number) {
      out.push_back(static_cast<int>(number));
    };
    const auto read = (*database)->each_sample(add);
    EXPECT_TRUE(read.has_value()) << read.error();
    return out;
  }
  static std::vector<int> one_to(int last) {
    std::vector<int> all;
    for (int i = 1; i <= last; ++i) all.push_back(i);
    return all;
  }

 private:
  void die(bool power) {
    power ? host.lose_power() : host.crash();
    collector.reset();  // while nothing of the host runs, as a process's memory goes
    bench.reset();
    host.restart();
  }
  world::VirtualWorld world_;

 public:
  world::VirtualHost& host;
  std::unique_ptr<runtime::test::ServiceBench> bench;
  std::unique_ptr<DataCollector> collector;
  std::uint64_t sequence = 0;

 private:
  Config config_;
  JournalLimits limits_;
};

}  // namespace checkride::runtime::collector::test
