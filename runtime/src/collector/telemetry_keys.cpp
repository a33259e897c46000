#include "collector/telemetry_keys.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/system/errc.hpp>
#include <charconv>

#include "checkride/compress/gzip.hpp"
#include "checkride/compress/zstd.hpp"
#include "collector/telemetry_files.hpp"

namespace checkride::runtime::collector {

namespace {

bool read_number(std::string_view text, std::uint64_t* number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
  return error == std::errc() && end == text.data() + text.size();
}

std::optional<TelemetryKey> key_of_json(std::string_view line) {
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(line, error);
  const auto* object = error ? nullptr : value.if_object();
  if (object == nullptr) return std::nullopt;
  const auto* simulator = object->if_contains("simulator");
  const auto* session = object->if_contains("session");
  const auto* sequence = object->if_contains("sequence");
  if (simulator == nullptr || !simulator->is_string() || session == nullptr || sequence == nullptr) return std::nullopt;
  boost::system::error_code no_session;
  boost::system::error_code no_sequence;
  const auto session_number = session->to_number<std::uint64_t>(no_session);
  const auto sequence_number = sequence->to_number<std::uint64_t>(no_sequence);
  if (no_session || no_sequence) return std::nullopt;
  return TelemetryKey{std::string(std::string_view(simulator->get_string())), session_number, sequence_number};
}

// Takes one field of RFC 4180 and the comma behind it off the front.
std::string take_field(std::string_view* line) {
  std::string field;
  if (!line->starts_with('"')) {
    const std::size_t end = std::min(line->find(','), line->size());
    field = line->substr(0, end);
    line->remove_prefix(std::min(end + 1, line->size()));
    return field;
  }
  std::size_t at = 1;
  for (; at < line->size(); ++at) {
    if ((*line)[at] == '"' && (at + 1 == line->size() || (*line)[at + 1] != '"')) break;
    if ((*line)[at] == '"') ++at;
    field += (*line)[at];
  }
  line->remove_prefix(std::min(at + 2, line->size()));
  return field;
}

std::optional<TelemetryKey> key_of_csv(std::string_view line) {
  TelemetryKey key;
  if (!world::parse_rfc3339(take_field(&line))) return std::nullopt;
  key.simulator = take_field(&line);
  if (key.simulator.starts_with('\'')) key.simulator.erase(0, 1);
  const std::string session = take_field(&line);
  const std::string sequence = take_field(&line);
  if (!read_number(session, &key.session) || !read_number(sequence, &key.sequence)) return std::nullopt;
  return key;
}

// "...,simulator=NAME VALUES,session=1i,sequence=2i TIME": the numbers stand last, so that no name can pretend to be
// them.
std::optional<TelemetryKey> key_of_influx(std::string_view line) {
  constexpr std::string_view kSimulator = ",simulator=";
  constexpr std::string_view kSession = "session=";
  constexpr std::string_view kSequence = "i,sequence=";
  const std::size_t begin = line.find(kSimulator);
  const std::size_t sequence = line.rfind(kSequence);
  const std::size_t session = line.rfind(kSession, sequence);
  const std::size_t end = line.rfind("i ");
  if (begin == std::string_view::npos || sequence == std::string_view::npos || session == std::string_view::npos ||
      end == std::string_view::npos || end < sequence + kSequence.size()) {
    return std::nullopt;
  }
  TelemetryKey key;
  for (std::size_t at = begin + kSimulator.size(); at < line.size() && line[at] != ' '; ++at) {
    if (line[at] == '\\' && at + 1 < line.size()) ++at;
    key.simulator += line[at];
  }
  const std::size_t first = session + kSession.size();
  const std::size_t second = sequence + kSequence.size();
  if (!read_number(line.substr(first, sequence - first), &key.session) ||
      !read_number(line.substr(second, end - second), &key.sequence)) {
    return std::nullopt;
  }
  return key;
}

// Returns how many bytes the lines have with their ends.
template <class Each>
std::size_t each_line(std::string_view text, const Each& each) {
  // A line of CSV may hold line breaks between quotes.
  std::size_t begin = 0;
  bool quoted = false;
  const bool csv = !text.starts_with('{');
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (csv && text[at] == '"') quoted = !quoted;
    if (text[at] != '\n' || quoted) continue;
    each(text.substr(begin, at - begin));
    begin = at + 1;
  }
  return begin;
}

// A running monitor completes a file, and its name changes, at any moment. None: it went away altogether.
Result<std::optional<std::string>> read_or_gone(world::Files& files, const std::string& path) {
  namespace errc = boost::system::errc;
  auto bytes = files.read(path);
  if (!bytes && bytes.error().code() == errc::no_such_file_or_directory && path.ends_with(kPartEnding)) {
    bytes = files.read(path.substr(0, path.size() - kPartEnding.size()));
  }
  if (bytes) return std::optional<std::string>(std::move(*bytes));
  if (bytes.error().code() == errc::no_such_file_or_directory) return std::optional<std::string>();
  return bytes.error();
}

}  // namespace

Result<std::string> telemetry_text(std::string_view name, std::string bytes) {
  if (name.find(".gz") != std::string_view::npos) return compress::gunzip(bytes, compress::CutEnd::ignored);
  if (name.find(".zst") != std::string_view::npos) return compress::unzstd(bytes, compress::CutEnd::ignored);
  return bytes;
}

void each_key(std::string_view text, const std::function<void(const TelemetryKey&)>& each) {
  each_line(text, [&each](std::string_view line) {
    if (const auto key = key_of_line(line)) each(*key);
  });
}

std::size_t whole_lines(std::string_view text) {
  return each_line(text, [](std::string_view) {});
}

std::optional<TelemetryKey> key_of_line(std::string_view line) {
  if (line.starts_with('{')) return key_of_json(line);
  if (auto key = key_of_csv(line)) return key;
  return key_of_influx(line);
}

Result<> read_telemetry_files(world::Files& files, const std::string& folder, const SinkPosition& position,
                              const std::function<void(const TelemetryKey&)>& each, std::vector<std::string>* notes) {
  if (!files.exists(folder)) return {};
  TRY(const std::vector<std::string> names, files.list(folder));
  for (const std::string& name : names) {
    if (!begun_at(name)) continue;
    TRY(auto bytes, read_or_gone(files, folder + "/" + name));
    if (!bytes) {
      notes->push_back(folder + "/" + name + ": it went away meanwhile");
      continue;
    }
    if (name == position.file + std::string(kPartEnding) && bytes->size() > position.bytes) {
      bytes->resize(position.bytes);
    }
    const auto text = telemetry_text(name, std::move(*bytes));
    if (!text) {
      notes->push_back(folder + "/" + name + ": " + text.error().message());
      continue;
    }
    each_key(*text, each);
  }
  return {};
}

}  // namespace checkride::runtime::collector
