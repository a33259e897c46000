#include "checks/telemetry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <tuple>

#include "checkride/compress/gzip.hpp"
#include "checkride/harness/scenario.hpp"

namespace checkride::harness {

namespace {

namespace json = boost::json;

std::string session_text(const json::value& session) {
  return session.is_string() ? std::string(std::string_view(session.get_string())) : json::serialize(session);
}

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
  sample.session = session_text(*session);
  sample.sequence = sequence->to_number<std::uint64_t>();
  const auto* values = object.if_contains("values");
  if (values == nullptr || !values->is_object()) return sample;
  for (const auto& [name, number] : values->get_object()) {
    if (number.is_number()) sample.values.emplace_back(std::string(name), number.to_number<double>());
  }
  return sample;
}

bool is_telemetry_file(std::string_view name) {
  // What the monitor still writes, or wrote when it was killed, has .part behind its name.
  if (name.ends_with(".part")) name.remove_suffix(5);
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
    if (path.ends_with(".gz") || path.ends_with(".gz.part")) {
      // The monitor may have been killed while it wrote: what a cut member holds comes again in its next file.
      auto text = compress::gunzip(bytes, compress::CutEnd::ignored);
      if (!text) return text.error().with(path);
      bytes = std::move(*text);
    }
    TRY(auto more, parse_telemetry(bytes, path));
    samples.insert(samples.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return samples;
}

std::vector<SessionEnd> session_ends(const std::vector<LogLine>& log) {
  std::vector<SessionEnd> ends;
  for (const LogLine& line : log) {
    if (line.event != "link_lost" && line.event != "link_closed") continue;
    json::error_code error;
    const json::value value = json::parse(line.text, error);
    if (error || !value.is_object()) continue;
    const auto& object = value.get_object();
    const auto* simulator = object.if_contains("simulator");
    const auto* session = object.if_contains("session");
    const auto* samples = object.if_contains("samples");
    if (simulator == nullptr || session == nullptr || samples == nullptr || !simulator->is_string()) continue;
    const auto count = samples->to_number<std::uint64_t>(error);
    if (!error) ends.push_back({std::string(std::string_view(simulator->get_string())), session_text(*session), count});
  }
  return ends;
}

std::optional<std::string> sequence_fault(const std::vector<Sample>& samples, const std::vector<SessionEnd>& ends) {
  struct Session {
    std::vector<std::uint64_t> sequence;
    std::optional<std::uint64_t> told;
  };
  std::map<std::pair<std::string, std::string>, Session> sessions;
  for (const auto& sample : samples) sessions[{sample.simulator, sample.session}].sequence.push_back(sample.sequence);
  for (const auto& end : ends) sessions[{end.simulator, end.session}].told = end.samples;
  for (auto& [name, session] : sessions) {
    const std::string where = fmt::format("{} session {}: ", name.first, name.second);
    std::sort(session.sequence.begin(), session.sequence.end());
    std::uint64_t last = 0;
    for (const std::uint64_t sequence : session.sequence) {
      if (sequence == last + 1) {
        last = sequence;
      } else if (sequence == last) {
        return where + fmt::format("sequence {} is there twice", sequence);
      } else {
        return where + (last == 0 ? fmt::format("begins with sequence {}, not 1", sequence)
                                  : fmt::format("sequence {} is followed by {}", last, sequence));
      }
    }
    if (session.told && *session.told != last) {
      return where +
             fmt::format("the monitor counted {}, and {} are in the files", counted(*session.told, "sample"), last);
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
