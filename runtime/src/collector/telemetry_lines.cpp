#include "collector/telemetry_lines.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "checkride/compress/gzip.hpp"
#include "checkride/compress/zstd.hpp"

namespace checkride::runtime::collector {

namespace {

namespace json = boost::json;

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kCsvHead = "ts,simulator,session,sequence";

template <class Number>
bool read_number(std::string_view text, Number* number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

// ---- JSON

const json::value* member(const json::object& object, std::string_view key) {
  return object.if_contains(key);
}

std::optional<std::string_view> text_of(const json::value* value) {
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view(value->get_string());
}

// Written by this program it is always there; by others it may be left out.
bool read_count(const json::value* value, std::uint64_t* count) {
  if (value == nullptr) return true;
  boost::system::error_code error;
  *count = value->to_number<std::uint64_t>(error);
  return !error;
}

double number_of(const json::value& value) {
  boost::system::error_code error;
  const auto number = value.to_number<double>(error);
  return error ? kNothing : number;
}

// ---- RFC 4180

struct Field {
  std::string text;
  bool last = false;
};

// Takes one field and the comma behind it off the front. An apostrophe that keeps a text from being a formula is no
// part of it.
Field take_field(std::string_view* line) {
  Field field;
  std::size_t end = std::min(line->find(','), line->size());
  if (!line->starts_with('"')) {
    field.text = line->substr(0, end);
  } else {
    std::size_t at = 1;
    for (; at < line->size(); ++at) {
      if ((*line)[at] == '"' && (at + 1 == line->size() || (*line)[at + 1] != '"')) break;
      if ((*line)[at] == '"') ++at;
      field.text += (*line)[at];
    }
    end = std::min(at + 1, line->size());
    const bool formula = field.text.size() > 1 && field.text.front() == '\'' &&
                         std::string_view("=+-@\t").find(field.text[1]) != std::string_view::npos;
    if (formula) field.text.erase(0, 1);
  }
  field.last = end == line->size();
  line->remove_prefix(std::min(end + 1, line->size()));
  return field;
}

// ---- the line protocol

// Takes the text up to one of `ends` that is not escaped off the front, and that character; its escapes are resolved.
std::string take_name(std::string_view* line, std::string_view ends) {
  std::string name;
  std::size_t at = 0;
  for (; at < line->size() && ends.find((*line)[at]) == std::string_view::npos; ++at) {
    const bool escape = (*line)[at] == '\\' && at + 1 < line->size() &&
                        std::string_view(", =").find((*line)[at + 1]) != std::string_view::npos;
    if (escape) ++at;
    name += (*line)[at];
  }
  line->remove_prefix(std::min(at + 1, line->size()));
  return name;
}

// Takes "KEY=NUMBERi" off the end, with the comma before it.
bool take_last_count(std::string_view* fields, std::string_view key, std::uint64_t* count) {
  const std::size_t comma = fields->rfind(',');
  std::string_view field = comma == std::string_view::npos ? *fields : fields->substr(comma + 1);
  *fields = fields->substr(0, comma == std::string_view::npos ? 0 : comma);
  if (!field.starts_with(key) || !field.ends_with('i')) return false;
  field.remove_prefix(key.size());
  field.remove_suffix(1);
  return read_number(field, count);
}

// Nanoseconds, of which the last three digits are the writer's, to tell points apart.
std::optional<world::UtcTime> time_of_point(std::string_view text) {
  std::int64_t nanoseconds = 0;
  if (!read_number(text, &nanoseconds)) return std::nullopt;
  return world::UtcTime(world::Duration(nanoseconds - nanoseconds % 1000));
}

}  // namespace

Result<std::string> unpacked_telemetry(std::string bytes) {
  constexpr std::string_view kGzip = "\x1f\x8b";
  constexpr std::string_view kZstd = "\x28\xb5\x2f\xfd";
  if (bytes.starts_with(kGzip)) return compress::gunzip(bytes, compress::CutEnd::ignored);
  if (bytes.starts_with(kZstd)) return compress::unzstd(bytes, compress::CutEnd::ignored);
  return bytes;
}

TelemetryLines::TelemetryLines(std::string_view text) : text_(text), csv_(text.starts_with(kCsvHead)) {}

// A field of CSV may hold line breaks between quotes.
std::string_view TelemetryLines::take_line() {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < text_.size() && (text_[end] != '\n' || quoted); ++end) {
    if (csv_ && text_[end] == '"') quoted = !quoted;
  }
  const std::string_view line = text_.substr(0, end);
  text_.remove_prefix(std::min(end + 1, text_.size()));
  ++line_;
  return line;
}

std::optional<JournalRecord> TelemetryLines::next() {
  while (!text_.empty()) {
    const std::string_view line = take_line();
    if (line.empty() || take_header(line)) continue;
    auto record = read(line);
    if (record) {
      ++records_;
      return record;
    }
    if (unreadable_++ == 0) first_unreadable_ = line_;
  }
  return std::nullopt;
}

bool TelemetryLines::take_header(std::string_view line) {
  if (!line.starts_with(kCsvHead)) return false;
  std::string_view rest = line.substr(kCsvHead.size());
  if (!rest.empty() && rest.front() != ',') return false;
  Columns columns;
  bool more = !rest.empty();
  rest.remove_prefix(more ? 1 : 0);
  while (more) {
    Field title = take_field(&rest);
    columns.push_back({std::move(title.text), "", ""});
    more = !title.last;
  }
  columns_ = std::make_shared<const Columns>(std::move(columns));
  csv_ = true;
  return true;
}

std::optional<JournalRecord> TelemetryLines::read(std::string_view line) {
  auto record = line.starts_with('{') ? read_json(line) : csv_ ? read_csv(line) : read_influx(line);
  if (record && record->sample.simulator.empty()) return std::nullopt;
  return record;
}

std::size_t TelemetryLines::column(std::string_view title) {
  const auto found =
      std::find_if(columns_->begin(), columns_->end(), [&](const Column& one) { return one.name == title; });
  const auto index = static_cast<std::size_t>(found - columns_->begin());
  if (found != columns_->end()) return index;
  // Records that are out already keep those that they know.
  Columns more = *columns_;
  more.push_back({std::string(title), "", ""});
  columns_ = std::make_shared<const Columns>(std::move(more));
  return index;
}

std::optional<JournalRecord> TelemetryLines::read_json(std::string_view line) {
  boost::system::error_code error;
  const json::value document = json::parse(line, error);
  if (error || !document.is_object()) return std::nullopt;
  const json::object& object = document.get_object();
  const auto time = text_of(member(object, "ts"));
  const auto ts = time ? world::parse_rfc3339(*time) : std::nullopt;
  const auto simulator = text_of(member(object, "simulator"));
  const json::value* values = member(object, "values");
  JournalRecord record;
  if (!ts || !simulator || values == nullptr || !values->is_object() ||
      !read_count(member(object, "session"), &record.sample.session) ||
      !read_count(member(object, "sequence"), &record.sample.sequence)) {
    return std::nullopt;
  }
  record.sample.ts = *ts;
  record.sample.simulator = *simulator;
  Columns columns;
  for (const auto& [title, value] : values->get_object()) {
    columns.push_back({std::string(std::string_view(title)), "", ""});
    record.sample.values.push_back(number_of(value));
  }
  if (*columns_ != columns) columns_ = std::make_shared<const Columns>(std::move(columns));
  record.columns = columns_;
  return record;
}

std::optional<JournalRecord> TelemetryLines::read_csv(std::string_view line) {
  JournalRecord record;
  record.columns = columns_;
  const auto ts = world::parse_rfc3339(take_field(&line).text);
  record.sample.simulator = take_field(&line).text;
  const std::string session = take_field(&line).text;
  Field field = take_field(&line);
  if (!ts || !read_number(session, &record.sample.session) || !read_number(field.text, &record.sample.sequence)) {
    return std::nullopt;
  }
  record.sample.ts = *ts;
  while (!field.last) {
    field = take_field(&line);
    double value = kNothing;
    if (!field.text.empty() && !read_number(field.text, &value)) return std::nullopt;
    record.sample.values.push_back(value);
  }
  if (record.sample.values.size() != columns_->size()) return std::nullopt;
  return record;
}

// "MEASUREMENT,simulator=NAME TITLE=1.5,...,session=1i,sequence=2i TIME": the numbers of ours stand last, so that no
// title can pretend to be them.
std::optional<JournalRecord> TelemetryLines::read_influx(std::string_view line) {
  JournalRecord record;
  const std::size_t behind = line.rfind(' ');
  if (behind == std::string_view::npos) return std::nullopt;
  const auto ts = time_of_point(line.substr(behind + 1));
  line = line.substr(0, behind);
  (void)take_name(&line, ",");
  if (take_name(&line, "=") != "simulator") return std::nullopt;
  record.sample.simulator = take_name(&line, " ");
  const bool counted = take_last_count(&line, "sequence=", &record.sample.sequence) &&
                       take_last_count(&line, "session=", &record.sample.session);
  if (!ts || !counted) return std::nullopt;
  record.sample.ts = *ts;
  while (!line.empty()) {
    const std::size_t at = column(take_name(&line, "="));
    double value = kNothing;
    if (!read_number(take_name(&line, ","), &value)) return std::nullopt;
    if (record.sample.values.size() <= at) record.sample.values.resize(at + 1, kNothing);
    record.sample.values[at] = value;
  }
  record.sample.values.resize(columns_->size(), kNothing);
  record.columns = columns_;
  return record;
}

}  // namespace checkride::runtime::collector
