#include "telemetry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <tuple>

#include "checkride/reports/record.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

std::optional<Sample> parse_sample(std::string_view line) {
  json::error_code error;
  const json::value value = json::parse(json::string_view(line.data(), line.size()), error);
  if (error || !value.is_object()) return std::nullopt;
  const auto& object = value.get_object();
  const auto* ts = object.if_contains("ts");
  const auto* simulator = object.if_contains("simulator");
  const auto* session = object.if_contains("session");
  const auto* sequence = object.if_contains("sequence");
  if (ts == nullptr || simulator == nullptr || session == nullptr || sequence == nullptr) return std::nullopt;
  if (!ts->is_string() || !simulator->is_string() || !(sequence->is_int64() || sequence->is_uint64()))
    return std::nullopt;
  const auto at = world::parse_rfc3339(std::string_view(ts->get_string()));
  if (!at) return std::nullopt;
  Sample sample;
  sample.at = *at;
  sample.simulator = std::string(std::string_view(simulator->get_string()));
  sample.session =
      session->is_string() ? std::string(std::string_view(session->get_string())) : json::serialize(*session);
  sample.sequence = sequence->to_number<std::uint64_t>();
  return sample;
}

bool is_telemetry_file(std::string_view name) {
  return name.ends_with(".jsonl") || name.ends_with(".json") || name.ends_with(".jsonl.gz") ||
         name.ends_with(".json.gz");
}

// Paths of the telemetry files in and below `folder`, in the order of their names.
void find_files(world::Files& files, const std::string& folder, std::vector<std::string>* found, int depth) {
  const auto names = files.list(folder);
  if (!names || depth > 4) return;  // a plain file, or nothing there
  for (const auto& name : *names) {
    const std::string path = folder + "/" + name;
    if (is_telemetry_file(name)) {
      found->push_back(path);
    } else {
      find_files(files, path, found, depth + 1);
    }
  }
}

}  // namespace

Result<std::vector<Sample>> parse_telemetry(std::string_view text, const std::string& file) {
  std::vector<Sample> samples;
  int number = 0;
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    ++number;
    auto sample = parse_sample(text.substr(0, end));
    if (!sample) {
      return Error::invalid(
          fmt::format("{}:{}: no telemetry line: {}", file, number, text.substr(0, std::min<std::size_t>(end, 120))));
    }
    samples.push_back(std::move(*sample));
    text.remove_prefix(end + 1);
  }
  return samples;
}

Result<std::vector<Sample>> read_telemetry(world::Files& files, const std::string& folder) {
  std::vector<std::string> paths;
  find_files(files, folder, &paths, 0);
  std::vector<Sample> samples;
  for (const auto& path : paths) {
    TRY(std::string bytes, files.read(path));
    if (path.ends_with(".gz")) {
      auto text = reports::gunzip_all(bytes);
      if (!text) return text.error().with(path);
      bytes = std::move(*text);
    }
    TRY(auto more, parse_telemetry(bytes, path));
    samples.insert(samples.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return samples;
}

std::optional<std::string> sequence_fault(const std::vector<Sample>& samples) {
  std::map<std::pair<std::string, std::string>, std::vector<std::uint64_t>> sessions;
  for (const auto& sample : samples) sessions[{sample.simulator, sample.session}].push_back(sample.sequence);
  for (auto& [session, sequence] : sessions) {
    std::sort(sequence.begin(), sequence.end());
    for (std::size_t i = 1; i < sequence.size(); ++i) {
      if (sequence[i] == sequence[i - 1] + 1) continue;
      return fmt::format(
          "{} session {}: sequence {} {}", session.first, session.second, sequence[i - 1],
          sequence[i] == sequence[i - 1] ? "is there twice" : fmt::format("is followed by {}", sequence[i]));
    }
  }
  return std::nullopt;
}

LongestGap longest_gap(const std::vector<Sample>& samples, std::string_view simulator) {
  std::vector<world::UtcTime> times;
  std::set<std::string> sessions;
  for (const auto& sample : samples) {
    if (sample.simulator != simulator) continue;
    times.push_back(sample.at);
    sessions.insert(sample.session);
  }
  std::sort(times.begin(), times.end());
  LongestGap gap;
  gap.sessions = sessions.size();
  gap.samples = times.size();
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i] - times[i - 1] <= gap.length) continue;
    gap.length = times[i] - times[i - 1];
    gap.from = times[i - 1];
  }
  return gap;
}

}  // namespace checkride::harness
