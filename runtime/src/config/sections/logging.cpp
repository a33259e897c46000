#include "config/sections/logging.hpp"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "config/sections/level.hpp"

namespace checkride::runtime {

namespace {

using namespace std::chrono_literals;

// One spelling of a path: "logs/../logs/./a.log" is "logs/a.log". Nobody looks at the disk.
std::string normal_path(std::string_view path) {
  const bool rooted = path.starts_with('/');
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    const bool above = parts.empty() || parts.back() == "..";
    if (part == ".." && !above) {
      parts.pop_back();
    } else if (!part.empty() && part != "." && !(part == ".." && rooted)) {
      parts.push_back(part);
    }
  }
  std::string out = rooted ? "/" : "";
  for (const std::string_view part : parts) out.append(part).push_back('/');
  return out;
}

void read_access_log(values::MapReader& map, const LoggingConfig& logging, AccessLogConfig* access) {
  map.optional("enabled", &access->enabled);
  std::optional<std::string> path;  // an empty one, which is what none means, would be no file
  if (!map.optional("file_path", &path)) return;
  access->file_path = std::move(*path);
  if (access->file_path.empty() || access->file_path.ends_with('/')) {
    map.error("file_path", "logging.access_log.file_path must name a file; without the key the lines go into the log");
  } else if (logging.output == LogOutput::file && normal_path(access->file_path) == normal_path(logging.file_path)) {
    map.error("file_path",
              "logging.access_log.file_path is the log itself: leave the key out to have the lines there, or "
              "name another file");
  }
}

}  // namespace

void read_logging(values::MapReader& map, LoggingConfig* logging) {
  constexpr std::uint64_t kMegabyte = 1'000'000;
  read_level(map, "level", &logging->level);
  map.choice<LogFormat>("format", &logging->format,
                        {{"json", LogFormat::json}, {"logfmt", LogFormat::logfmt}, {"text", LogFormat::text}});
  map.choice<LogOutput>("output", &logging->output,
                        {{"stdout", LogOutput::standard_output}, {"file", LogOutput::file}});
  const bool path_read = map.optional("file_path", &logging->file_path);
  const bool nowhere = logging->file_path.empty() || logging->file_path.ends_with('/');
  if (logging->output == LogOutput::file && nowhere && (path_read || !map.has("file_path"))) {
    map.error("file_path", "logging.file_path must name a file while logging.output is file");
  }
  std::uint64_t megabytes = logging->max_bytes / kMegabyte;
  if (map.optional("max_size_mb", &megabytes, {1, 1'000'000})) logging->max_bytes = megabytes * kMegabyte;
  map.optional("max_backups", &logging->max_backups, {0, 100'000});
  map.optional("max_age_days", &logging->max_age_days, {0, 36'500});
  map.optional("compress", &logging->compress);
  map.optional("repeat_window", &logging->repeat_window, {0s, 1h});
  map.map("access_log", [&](values::MapReader& access) { read_access_log(access, *logging, &logging->access_log); });
}

}  // namespace checkride::runtime
