#include "real/system_usage.hpp"

#include <sys/statvfs.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "real/real_files.hpp"

namespace checkride::world::real {
namespace {

constexpr double kKibibyte = 1024.0;
constexpr double kTicksPerSecond = 100.0;  // USER_HZ, the same on every Linux of today
constexpr double kUnlimited = 1e18;        // version 1 writes a number beyond any memory where there is no limit
constexpr std::size_t kGroupsMax = 64;     // of one path, from the group upwards

std::string_view next_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\n"), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(" \t\n"));
  text.remove_prefix(word.size());
  return word;
}

std::optional<double> number(std::string_view word) {
  double value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end == word.data()) return std::nullopt;
  return value;
}

// The number behind `name` at the beginning of a line.
std::optional<double> number_behind(std::string_view text, std::string_view name) {
  for (std::size_t at = 0; at < text.size(); at = std::min(text.find('\n', at), text.size() - 1) + 1) {
    std::string_view line = text.substr(at);
    if (!line.starts_with(name)) continue;
    line.remove_prefix(name.size());
    return number(next_word(line));
  }
  return std::nullopt;
}

// The files of one machine; what cannot be read is empty.
class Machine {
 public:
  explicit Machine(const std::string& root) : root_(root) {}
  std::string text(const std::string& path) {
    const Result<std::string> read = files_.read(root_ + path);
    return read ? *read : std::string();
  }
  std::optional<double> number_in(const std::string& path) {
    const std::string content = text(path);
    std::string_view rest = content;
    return number(next_word(rest));
  }

 private:
  RealFiles files_;
  std::string root_;
};

// The group's path in the hierarchy of that controller; version 2 has one for all, with an empty list of names.
std::optional<std::string> group_path(std::string_view groups, std::string_view controller) {
  while (!groups.empty()) {
    std::string_view line = groups.substr(0, groups.find('\n'));
    groups.remove_prefix(std::min(line.size() + 1, groups.size()));
    line.remove_prefix(std::min(line.find(':') + 1, line.size()));
    std::string_view names = line.substr(0, line.find(':'));
    const std::string_view path = line.substr(std::min(names.size() + 1, line.size()));
    if (controller.empty() && names.empty() && path.starts_with('/')) return std::string(path);
    while (!controller.empty() && !names.empty()) {
      const std::string_view name = names.substr(0, names.find(','));
      if (name == controller && path.starts_with('/')) return std::string(path);
      names.remove_prefix(std::min(name.size() + 1, names.size()));
    }
  }
  return std::nullopt;
}

// The folders of a group and of those above it, from itself to the root. Inside a container only the root may be there.
std::vector<std::string> group_folders(const std::string& mount, std::string path) {
  std::vector<std::string> folders;
  while (path.size() > 1 && folders.size() < kGroupsMax) {
    folders.push_back(mount + path);
    path.resize(path.rfind('/'));  // each begins with one
  }
  folders.push_back(mount);
  return folders;
}

void limit_memory(World::SystemUsage& usage, double limit, std::optional<double> used) {
  if (limit <= 0 || limit >= kUnlimited || (usage.memory_limit_bytes > 0 && limit > usage.memory_limit_bytes)) return;
  usage.memory_limit_bytes = limit;
  if (used) usage.memory_used_bytes = *used;
  usage.confined = true;
}

void limit_cores(World::SystemUsage& usage, double quota, double period, std::optional<double> spent) {
  if (quota <= 0 || period <= 0 || quota / period > usage.cpu_cores) return;
  usage.cpu_cores = quota / period;
  if (spent) usage.cpu_seconds = *spent;
  usage.confined = true;
}

std::optional<double> scaled(std::optional<double> value, double by) {
  return value ? std::optional(*value * by) : std::nullopt;
}

// What the kernel could give back at once does not count as used.
std::optional<double> without_cache(std::optional<double> used, std::optional<double> cache) {
  return used ? std::optional(std::max(*used - cache.value_or(0), 0.0)) : std::nullopt;
}

void read_version_2(Machine& machine, const std::string& path, World::SystemUsage& usage) {
  for (const std::string& folder : group_folders("/sys/fs/cgroup", path)) {
    if (const auto limit = machine.number_in(folder + "/memory.max")) {
      const auto cache = number_behind(machine.text(folder + "/memory.stat"), "inactive_file ");
      limit_memory(usage, *limit, without_cache(machine.number_in(folder + "/memory.current"), cache));
    }
    const std::string cpu = machine.text(folder + "/cpu.max");
    std::string_view rest = cpu;
    const auto quota = number(next_word(rest));  // or the word "max"
    const auto period = number(next_word(rest));
    if (!quota || !period) continue;
    const auto spent = number_behind(machine.text(folder + "/cpu.stat"), "usage_usec ");
    limit_cores(usage, *quota, *period, scaled(spent, 1e-6));
  }
}

void read_version_1(Machine& machine, std::string_view groups, World::SystemUsage& usage) {
  for (const std::string& folder : group_folders("/sys/fs/cgroup/memory", group_path(groups, "memory").value_or("/"))) {
    if (const auto limit = machine.number_in(folder + "/memory.limit_in_bytes")) {
      const auto cache = number_behind(machine.text(folder + "/memory.stat"), "total_inactive_file ");
      limit_memory(usage, *limit, without_cache(machine.number_in(folder + "/memory.usage_in_bytes"), cache));
    }
  }
  for (const std::string& folder : group_folders("/sys/fs/cgroup/cpu", group_path(groups, "cpu").value_or("/"))) {
    const auto quota = machine.number_in(folder + "/cpu.cfs_quota_us");
    const auto period = machine.number_in(folder + "/cpu.cfs_period_us");
    const auto spent = machine.number_in(folder + "/cpuacct.usage");
    if (quota && period) limit_cores(usage, *quota, *period, scaled(spent, 1e-9));
  }
}

void read_machine(Machine& machine, World::SystemUsage& usage) {
  const std::string memory = machine.text("/proc/meminfo");
  usage.memory_limit_bytes = number_behind(memory, "MemTotal:").value_or(0) * kKibibyte;
  const double available = number_behind(memory, "MemAvailable:").value_or(0) * kKibibyte;
  usage.memory_used_bytes = std::max(usage.memory_limit_bytes - available, 0.0);
  const std::string stat = machine.text("/proc/stat");
  std::string_view rest = stat;
  (void)next_word(rest);  // "cpu": user nice system idle iowait irq softirq steal
  for (int column = 0; column < 8; ++column) {
    const double ticks = number(next_word(rest)).value_or(0);
    if (column != 3 && column != 4) usage.cpu_seconds += ticks / kTicksPerSecond;
  }
  for (std::size_t at = stat.find("\ncpu"); at != std::string::npos; at = stat.find("\ncpu", at + 1)) ++usage.cpu_cores;
  const std::string load = machine.text("/proc/loadavg");
  rest = load;
  for (double& average : usage.load) average = number(next_word(rest)).value_or(0);
}

}  // namespace

World::SystemUsage read_system_usage(const std::string& root) {
  Machine machine(root);
  World::SystemUsage usage;
  read_machine(machine, usage);
  const std::string groups = machine.text("/proc/self/cgroup");
  if (const auto path = group_path(groups, "")) read_version_2(machine, *path, usage);
  if (group_path(groups, "memory") || group_path(groups, "cpu")) read_version_1(machine, groups, usage);
  return usage;
}

void read_disk(const std::string& path, World::SystemUsage& usage) {
  struct statvfs disk {};
  std::string folder = path.empty() ? "." : path;
  while (::statvfs(folder.c_str(), &disk) != 0) {
    const std::size_t slash = folder.find_last_of('/');
    if (folder == "/" || folder == ".") return;
    folder = slash == std::string::npos ? "." : folder.substr(0, std::max<std::size_t>(slash, 1));
  }
  const auto block = static_cast<double>(disk.f_frsize);
  usage.disk_total_bytes = static_cast<double>(disk.f_blocks - disk.f_bfree + disk.f_bavail) * block;  // as df counts
  usage.disk_free_bytes = static_cast<double>(disk.f_bavail) * block;
}

}  // namespace checkride::world::real
