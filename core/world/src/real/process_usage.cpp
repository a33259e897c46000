#include "real/process_usage.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>
#include <string_view>

#include "real/real_files.hpp"

namespace checkride::world::real {
namespace {

// The number behind "Name:" in /proc/self/status, 0 if it is not there.
double status_number(std::string_view status, std::string_view name) {
  const std::size_t found = status.find(name);
  if (found == std::string_view::npos) return 0;
  std::string_view rest = status.substr(found + name.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  double value = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), value);
  return value;
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

}  // namespace

World::ProcessUsage read_process_usage() {
  constexpr double kKibibyte = 1024.0;
  World::ProcessUsage usage;
  rusage spent{};
  if (::getrusage(RUSAGE_SELF, &spent) == 0)
    usage.cpu_seconds = seconds_of(spent.ru_utime) + seconds_of(spent.ru_stime);
  rlimit descriptors{};
  if (::getrlimit(RLIMIT_NOFILE, &descriptors) == 0) {
    const bool unlimited = descriptors.rlim_cur == RLIM_INFINITY;
    usage.max_fds = unlimited ? std::numeric_limits<double>::infinity() : static_cast<double>(descriptors.rlim_cur);
  }
  RealFiles files;
  if (const Result<std::string> status = files.read("/proc/self/status"); !status.has_error()) {
    usage.resident_bytes = status_number(*status, "VmRSS:") * kKibibyte;
    usage.virtual_bytes = status_number(*status, "VmSize:") * kKibibyte;
    usage.threads = static_cast<int>(status_number(*status, "Threads:"));
  }
  // Listing the folder opens a descriptor of its own.
  const Result<std::vector<std::string>> open = files.list("/proc/self/fd");
  if (!open.has_error()) usage.open_fds = static_cast<int>(open->size()) - 1;
  return usage;
}

}  // namespace checkride::world::real
