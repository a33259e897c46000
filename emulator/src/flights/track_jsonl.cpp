// Tracks as JSON lines: an object a sample, as in {"time":0,"latitude":47.4,"longitude":-122.3,"altitude_ft":433}, or
// the monitor's telemetry, {"ts":"2026-01-05T08:00:00Z","values":{"PLANE LATITUDE":47.4,...}}.
#include <boost/json.hpp>
#include <map>
#include <utility>

#include "flights/track_builder.hpp"

namespace checkride::emulator {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepthMax = 4;
constexpr std::size_t kMaxLineBytes = 64 * 1024;

class JsonLinesReader {
 public:
  JsonLinesReader(const std::string& file, const TrackOptions& options) : builder_(file, options), file_(file) {}

  Result<Track> read(std::string_view text) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    while (!text.empty() && !builder_.full()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      line_ = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      ++number_;
      if (!trimmed(line_).empty()) read_line();
    }
    return builder_.finish();
  }

 private:
  values::Position at(std::size_t offset) const { return {file_, number_, static_cast<int>(offset) + 1}; }
  // Where the key stands in the line: its first appearance, for a key with escapes the line's begin.
  values::Position at(std::string_view key) const {
    const std::size_t found = line_.find("\"" + std::string(key) + "\"");
    return at(found == std::string_view::npos ? 0 : found);
  }

  void read_line() {
    if (line_.size() > kMaxLineBytes) return builder_.mistakes().add(at(0), "the line is longer than 64 KiB");
    json::stream_parser parser({}, {.max_depth = kDepthMax});
    ErrorCode error;
    const std::size_t read = parser.write_some(line_.data(), line_.size(), error);
    if (!error) parser.finish(error);
    if (!error && !trimmed(line_.substr(read)).empty()) error = json::error::extra_data;
    if (error) return builder_.mistakes().add(at(read), "no JSON: " + error.message());
    const json::value value = parser.release();
    if (!value.is_object()) return builder_.mistakes().add(at(0), "expected an object in braces");
    builder_.begin(at(0));
    read_object(value.get_object());
    builder_.end();
  }

  void read_object(const json::object& object) {
    for (const json::key_value_pair& pair : object) {
      if (builder_.full()) return;
      if (pair.key() == "values" && pair.value().is_object()) {
        for (const json::key_value_pair& inner : pair.value().get_object()) read_member(inner);
      } else {
        read_member(pair);
      }
    }
  }

  void read_member(const json::key_value_pair& pair) {
    const std::string_view key = pair.key();
    const auto column = column_of(key);
    if (!column || builder_.field(*column) == TrackField::ignored) return;
    const json::value& value = pair.value();
    if (value.is_null()) return;
    if (value.is_string()) {
      builder_.put(*column, std::string_view(value.get_string()), at(key));
    } else if (value.is_bool()) {
      builder_.put_number(*column, value.get_bool() ? 1 : 0, at(key));
    } else if (value.is_number()) {
      builder_.put_number(*column, value.to_number<double>(), at(key));
    } else {
      builder_.mistakes().add(at(key), "expected a number or a text");
    }
  }

  std::optional<std::size_t> column_of(std::string_view key) {
    const auto known = columns_.find(key);
    if (known != columns_.end()) return known->second;
    if (columns_.size() >= kMaxColumns) {
      builder_.mistakes().add(at(key), "more than " + std::to_string(kMaxColumns) + " different names");
      return std::nullopt;
    }
    return columns_.emplace(std::string(key), builder_.column(key, at(key))).first->second;
  }

  static constexpr std::size_t kMaxColumns = 1000;

  TrackBuilder builder_;
  const std::string& file_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::string_view line_;
  int number_ = 0;
};

}  // namespace

Result<Track> parse_jsonl_track(std::string_view text, const std::string& file, const TrackOptions& options) {
  return JsonLinesReader(file, options).read(text);
}

}  // namespace checkride::emulator
