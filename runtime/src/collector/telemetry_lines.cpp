#include "collector/telemetry_lines.hpp"

#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "checkride/compress/gzip.hpp"
#include "checkride/compress/zstd.hpp"
#include "collector/csv_fields.hpp"

namespace checkride::runtime::collector {

namespace {

namespace json = boost::json;

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kCsvHead = "ts,simulator,session,sequence";
// Behind it; files of earlier versions have it not.
constexpr std::string_view kCsvMarks = ",source,flags";

template <class Number>
bool read_number(std::string_view text, Number* number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
  return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

// What every line says beside its values.
struct Head {
  world::UtcTime ts{};
  TelemetryKey key;
  bool numbered = true;  // it has a session and a sequence
  std::string source{};
  SampleFlags flags{};
};

// ---- JSON

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

SampleFlags flags_of_json(const json::value* value) {
  std::string words;
  if (value == nullptr || !value->is_array()) return {};
  for (const json::value& word : value->get_array()) {
    if (const auto text = text_of(&word)) words += std::string(*text) + " ";
  }
  return flags_of(words);
}

double number_of(const json::value& value) {
  boost::system::error_code error;
  const auto number = value.to_number<double>(error);
  return error ? kNothing : number;
}

// Where a line's document is made: most need nothing else.
class LineMemory {
 public:
  json::storage_ptr get() { return &resource_; }

 private:
  std::array<unsigned char, 4096> bytes_;
  json::monotonic_resource resource_{bytes_.data(), bytes_.size()};
};

// Something that is no object where the line is no JSON. Lives no longer than `memory`.
json::value parsed(std::string_view line, LineMemory& memory) {
  boost::system::error_code error;
  json::value value = json::parse(line, error, memory.get());
  if (error) return {};
  return value;
}

std::optional<Head> head_of_json(const json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) return std::nullopt;
  const auto time = text_of(object->if_contains("ts"));
  const auto ts = time ? world::parse_rfc3339(*time) : std::nullopt;
  const auto simulator = text_of(object->if_contains("simulator"));
  const json::value* session = object->if_contains("session");
  const json::value* sequence = object->if_contains("sequence");
  Head head;
  if (!ts || !simulator || !read_count(session, &head.key.session) || !read_count(sequence, &head.key.sequence)) {
    return std::nullopt;
  }
  head.ts = *ts;
  head.key.simulator = *simulator;
  head.numbered = session != nullptr && sequence != nullptr;
  if (const auto source = text_of(object->if_contains("source"))) head.source = *source;
  head.flags = flags_of_json(object->if_contains("flags"));
  return head;
}

// ---- RFC 4180

std::optional<Head> take_head_of_csv(CsvFields& fields, bool marked) {
  Head head;
  const auto ts = world::parse_rfc3339(fields.take());
  head.key.simulator = fields.take();
  const bool numbered = read_number(fields.take(), &head.key.session) && read_number(fields.take(), &head.key.sequence);
  if (!ts || !numbered) return std::nullopt;
  head.ts = *ts;
  if (!marked) return head;
  head.source = fields.take();
  head.flags = flags_of(fields.take());
  return head;
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

// Takes the value of a text field off the front, with the comma behind it. None: it is none, or has no end.
std::optional<std::string> take_text(std::string_view* fields) {
  std::string text;
  if (!fields->starts_with('"')) return std::nullopt;
  std::size_t at = 1;
  for (; at < fields->size() && (*fields)[at] != '"'; ++at) {
    if ((*fields)[at] == '\\' && at + 1 < fields->size()) ++at;
    text += (*fields)[at];
  }
  if (at >= fields->size()) return std::nullopt;
  fields->remove_prefix(std::min(at + 2, fields->size()));
  return text;
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

// "MEASUREMENT,simulator=NAME TITLE=1.5,...,session=1i,sequence=2i TIME": the numbers of ours stand last, so that no
// title can pretend to be them. Of `line` the values stay.
std::optional<Head> take_head_of_point(std::string_view* line) {
  Head head;
  const std::size_t behind = line->rfind(' ');
  if (behind == std::string_view::npos) return std::nullopt;
  const auto ts = time_of_point(line->substr(behind + 1));
  *line = line->substr(0, behind);
  (void)take_name(line, ",");
  if (take_name(line, "=") != "simulator") return std::nullopt;
  head.key.simulator = take_name(line, " ");
  const bool numbered =
      take_last_count(line, "sequence=", &head.key.sequence) && take_last_count(line, "session=", &head.key.session);
  if (!ts || !numbered) return std::nullopt;
  head.ts = *ts;
  return head;
}

void add_head(Head head, JournalRecord* record) {
  record->sample.ts = head.ts;
  record->sample.simulator = std::move(head.key.simulator);
  record->sample.session = head.key.session;
  record->sample.sequence = head.key.sequence;
  record->sample.source = std::move(head.source);
  record->sample.flags = head.flags;
}

// Where the line ends that `text` begins with. A field of CSV may hold line breaks between quotes.
std::size_t end_of_line(std::string_view text, bool csv) {
  std::size_t end = std::min(text.find('\n'), text.size());
  if (!csv || text.substr(0, end).find('"') == std::string_view::npos) return end;
  bool quoted = false;
  for (end = 0; end < text.size() && (text[end] != '\n' || quoted); ++end) {
    if (text[end] == '"') quoted = !quoted;
  }
  return end;
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

std::size_t whole_lines(std::string_view text) {
  const bool csv = text.starts_with(kCsvHead);
  if (!csv) return text.rfind('\n') + 1;  // of none: 0
  std::size_t begin = 0;
  for (std::size_t end; (end = begin + end_of_line(text.substr(begin), csv)) < text.size();) begin = end + 1;
  return begin;
}

std::string_view TelemetryLines::take_line() {
  const std::size_t end = end_of_line(text_, csv_);
  const std::string_view line = text_.substr(0, end);
  text_.remove_prefix(std::min(end + 1, text_.size()));
  ++line_;
  return line;
}

template <class Found>
std::optional<Found> TelemetryLines::next_by(std::optional<Found> (TelemetryLines::*reader)(std::string_view)) {
  while (!text_.empty()) {
    const std::string_view line = take_line();
    if (line.empty() || take_header(line)) continue;
    std::optional<Found> found = (this->*reader)(line);
    if (found) {
      ++records_;
      return found;
    }
    if (unreadable_++ == 0) first_unreadable_ = line_;
  }
  return std::nullopt;
}

std::optional<JournalRecord> TelemetryLines::next() {
  return next_by(&TelemetryLines::read);
}

std::optional<TelemetryKey> TelemetryLines::next_key() {
  return next_by(&TelemetryLines::read_key);
}

bool TelemetryLines::take_header(std::string_view line) {
  if (!line.starts_with(kCsvHead)) return false;
  std::string_view rest = line.substr(kCsvHead.size());
  if (!rest.empty() && rest.front() != ',') return false;
  csv_marked_ = rest == kCsvMarks || rest.starts_with(std::string(kCsvMarks) + ",");
  if (csv_marked_) rest.remove_prefix(kCsvMarks.size());
  Columns columns;
  if (!rest.empty()) {
    CsvFields titles(rest.substr(1));
    while (titles.more()) columns.push_back({std::string(titles.take()), "", ""});
  }
  columns_ = std::make_shared<const Columns>(std::move(columns));
  csv_ = true;
  return true;
}

std::optional<TelemetryKey> TelemetryLines::read_key(std::string_view line) {
  std::optional<Head> head;
  if (line.starts_with('{')) {
    LineMemory memory;
    head = head_of_json(parsed(line, memory));
  } else if (csv_) {
    CsvFields fields(line);
    head = take_head_of_csv(fields, false);
  } else {
    head = take_head_of_point(&line);
  }
  if (!head || !head->numbered || head->key.simulator.empty()) return std::nullopt;
  return std::move(head->key);
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
  LineMemory memory;
  const json::value document = parsed(line, memory);
  std::optional<Head> head = head_of_json(document);
  const json::value* values = head ? document.get_object().if_contains("values") : nullptr;
  if (values == nullptr || !values->is_object()) return std::nullopt;
  JournalRecord record;
  add_head(std::move(*head), &record);
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
  CsvFields fields(line);
  std::optional<Head> head = take_head_of_csv(fields, csv_marked_);
  if (!head) return std::nullopt;
  JournalRecord record;
  add_head(std::move(*head), &record);
  while (fields.more()) {
    const std::string_view field = fields.take();
    double value = kNothing;
    if (!field.empty() && !read_number(field, &value)) return std::nullopt;
    record.sample.values.push_back(value);
  }
  if (record.sample.values.size() != columns_->size()) return std::nullopt;
  record.columns = columns_;
  return record;
}

std::optional<JournalRecord> TelemetryLines::read_influx(std::string_view line) {
  std::optional<Head> head = take_head_of_point(&line);
  if (!head) return std::nullopt;
  JournalRecord record;
  add_head(std::move(*head), &record);
  while (!line.empty()) {
    const std::string title = take_name(&line, "=");
    // Values are numbers: a text is one of ours, or of somebody else's.
    if (line.starts_with('"')) {
      auto text = take_text(&line);
      if (!text) return std::nullopt;
      if (title == "flags") record.sample.flags = flags_of(*text);
      if (title == "source") record.sample.source = std::move(*text);
      continue;
    }
    const std::size_t at = column(title);
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
