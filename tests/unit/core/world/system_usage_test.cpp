// Goal: a program in a container is told the container's limits, of either version of control groups, and the machine's
// where there are none. Method: proc and sys file systems made by hand in a temporary folder; the real ones once.
#include "real/system_usage.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "both_worlds.hpp"
#include "checkride/test/test_folder.hpp"

namespace checkride::world {
namespace {

class SystemUsageTest : public testing::Test {
 protected:
  SystemUsageTest() {
    write("/proc/meminfo", "MemTotal:        8192 kB\nMemFree: 1 kB\nMemAvailable:    6144 kB\n");
    write("/proc/stat", "cpu  100 50 50 1000 900 0 0 100 0 0\ncpu0 1 1\ncpu1 1 1\ncpu2 1\ncpu3 1\nintr 5\n");
    write("/proc/loadavg", "0.50 1.25 2.00 1/100 4242\n");
  }

  void write(const std::string& path, const std::string& text) {
    const std::string file = root_.path() + path;
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    std::ofstream(file) << text;
  }
  World::SystemUsage read() const { return real::read_system_usage(root_.path()); }

  const test::TestFolder root_;
};

constexpr double kKibibyte = 1024;

TEST_F(SystemUsageTest, WithoutGroupsTheMachineIsTheLimit) {
  const World::SystemUsage usage = read();
  EXPECT_FALSE(usage.confined);
  EXPECT_EQ(usage.memory_limit_bytes, 8192 * kKibibyte);
  EXPECT_EQ(usage.memory_used_bytes, 2048 * kKibibyte);
  EXPECT_EQ(usage.cpu_cores, 4);
  EXPECT_DOUBLE_EQ(usage.cpu_seconds, 3);  // what is neither idle nor waiting
  EXPECT_EQ(usage.load, (std::array<double, 3>{0.5, 1.25, 2}));
}

TEST_F(SystemUsageTest, Version2TheTightestLimitOnTheWayUpCounts) {
  write("/proc/self/cgroup", "0::/pod/app\n");
  write("/sys/fs/cgroup/pod/app/memory.max", "max\n");
  write("/sys/fs/cgroup/pod/memory.max", "1048576\n");
  write("/sys/fs/cgroup/pod/memory.current", "786432\n");
  write("/sys/fs/cgroup/pod/memory.stat", "anon 1\nfile 2\ninactive_file 262144\n");
  write("/sys/fs/cgroup/pod/app/cpu.max", "150000 100000\n");
  write("/sys/fs/cgroup/pod/app/cpu.stat", "usage_usec 2500000\nuser_usec 1\n");
  write("/sys/fs/cgroup/pod/cpu.max", "max 100000\n");
  const World::SystemUsage usage = read();
  EXPECT_TRUE(usage.confined);
  EXPECT_EQ(usage.memory_limit_bytes, 1048576);
  EXPECT_EQ(usage.memory_used_bytes, 524288);
  EXPECT_EQ(usage.cpu_cores, 1.5);
  EXPECT_EQ(usage.cpu_seconds, 2.5);
}

TEST_F(SystemUsageTest, Version1IsKnownTooAndAHugeLimitIsNone) {
  write("/proc/self/cgroup", "4:memory:/docker/x\n3:cpu,cpuacct:/docker/x\n");
  write("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  write("/sys/fs/cgroup/memory/docker/x/memory.limit_in_bytes", "2097152\n");
  write("/sys/fs/cgroup/memory/docker/x/memory.usage_in_bytes", "1048576\n");
  write("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n");
  write("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  write("/sys/fs/cgroup/cpu/cpuacct.usage", "1500000000\n");
  const World::SystemUsage usage = read();
  EXPECT_TRUE(usage.confined);
  EXPECT_EQ(usage.memory_limit_bytes, 2097152);
  EXPECT_EQ(usage.memory_used_bytes, 1048576);
  EXPECT_EQ(usage.cpu_cores, 0.5);
  EXPECT_EQ(usage.cpu_seconds, 1.5);
}

TEST_F(SystemUsageTest, NonsenseIsAsGoodAsNothing) {
  for (const char* text : {"", "\n\n", ":::", "0::", "0::/", "1:memory:", "0::x\n5:cpu:y\n", "a:b"}) {
    write("/proc/self/cgroup", text);
    write("/sys/fs/cgroup/memory.max", "-5\n");
    write("/sys/fs/cgroup/cpu.max", "x y\n");
    EXPECT_FALSE(read().confined) << text;
  }
  write("/proc/meminfo", "MemTotal");
  write("/proc/stat", "cpu");
  EXPECT_EQ(read().memory_limit_bytes, 0);
}

BOTH_WORLDS_TEST(World, SystemUsageIsPlausible) {
  const World::SystemUsage usage = world.system_usage("not/there/yet");
  EXPECT_GT(usage.memory_limit_bytes, 1e6);
  EXPECT_GT(usage.cpu_cores, 0);
  EXPECT_GT(usage.disk_total_bytes, 0);
  EXPECT_LE(usage.disk_free_bytes, usage.disk_total_bytes);
  co_return;
}

}  // namespace
}  // namespace checkride::world
