#include "collector/line_format.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include "checkride/result/assert.hpp"
#include "checkride/values/json.hpp"
#include "collector/csv_fields.hpp"

namespace checkride::runtime::collector {

namespace {

template <class Integer>
void append_integer(std::string& out, Integer value) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

// A name of the line protocol: what has a meaning there is escaped; a line break, which cannot be, becomes a space, and
// so does a backslash at the end, which would escape what follows.
std::string escaped_name(std::string_view text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += "\\ ";
    } else {
      if (special.find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  if (out.ends_with('\\')) out.back() = '_';
  return out.empty() ? "_" : out;
}

constexpr std::string_view kKeySpecial = ", =";

// The value of a text field of the line protocol, whose lines end nowhere else.
void append_line_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  out += '"';
}

void append_json_marks(std::string& out, const Sample& sample) {
  if (const std::string_view source = source_of(sample); !source.empty()) {
    out += ",\"source\":";
    values::json::append_json_string(out, source);
  }
  if (sample.flags.none()) return;
  out += ",\"flags\":[\"";
  for (const char c : flag_words(sample.flags)) {
    if (c == ' ') {
      out += "\",\"";
    } else {
      out += c;
    }
  }
  out += "\"]";
}

}  // namespace

std::string line_measurement(std::string_view text) {
  return escaped_name(text, ", ");
}

std::string line_key(std::string_view text) {
  return escaped_name(text, kKeySpecial);
}

std::vector<std::string> column_titles(const Columns& columns) {
  std::vector<std::string> titles;
  std::set<std::string_view> used;
  titles.reserve(columns.size());  // `used` looks at them
  for (const Column& column : columns) {
    const auto same = std::count_if(columns.begin(), columns.end(),
                                    [&column](const Column& other) { return other.name == column.name; });
    const std::string title = same == 1 ? column.name : column.name + " (" + column.unit + ")";
    std::string unique = title;
    for (int n = 2; used.contains(unique); ++n) unique = title + " #" + std::to_string(n);
    used.insert(titles.emplace_back(std::move(unique)));
  }
  return titles;
}

std::string_view ending_of(OutputFormat format) {
  constexpr std::array<std::string_view, 4> kEndings{"", ".jsonl", ".csv", ".lp"};
  return kEndings[static_cast<std::size_t>(format)];
}

LineFormat::LineFormat(OutputFormat format, std::string_view measurement, const Columns& columns)
    : format_(format), measurement_(line_measurement(measurement)) {
  if (format == OutputFormat::csv) header_ = "ts,simulator,session,sequence,source,flags";
  for (const std::string& title : column_titles(columns)) {
    std::string& key = keys_.emplace_back();
    if (format == OutputFormat::influx) {
      key = line_key(title) + "=";
    } else if (format == OutputFormat::csv) {
      header_ += ',';
      append_csv_field(header_, title);
    } else {
      values::json::append_json_string(key, title);
      key += ':';
    }
  }
  if (!header_.empty()) header_ += '\n';
}

void LineFormat::append(std::string& out, const Sample& sample) const {
  CHECKRIDE_ASSERT(sample.values.size() == keys_.size());
  if (format_ == OutputFormat::csv) return append_csv(out, sample);
  if (format_ == OutputFormat::influx) return append_influx(out, sample);
  append_json(out, sample);
}

void LineFormat::append_json(std::string& out, const Sample& sample) const {
  out += "{\"ts\":\"";
  out += world::format_rfc3339(sample.ts);
  out += "\",\"simulator\":";
  values::json::append_json_string(out, sample.simulator);
  out += ",\"session\":";
  append_integer(out, sample.session);
  out += ",\"sequence\":";
  append_integer(out, sample.sequence);
  append_json_marks(out, sample);
  out += ",\"values\":{";
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (i != 0) out += ',';
    out += keys_[i];
    values::json::append_json_number(out, sample.values[i]);
  }
  out += "}}\n";
}

void LineFormat::append_csv(std::string& out, const Sample& sample) const {
  out += world::format_rfc3339(sample.ts);
  out += ',';
  append_csv_field(out, sample.simulator);
  out += ',';
  append_integer(out, sample.session);
  out += ',';
  append_integer(out, sample.sequence);
  out += ',';
  append_csv_field(out, source_of(sample));
  out += ',';
  if (!sample.flags.none()) out += flag_words(sample.flags);
  for (const double value : sample.values) {
    out += ',';
    if (std::isfinite(value)) values::append_number(out, value);
  }
  out += '\n';
}

void LineFormat::append_marks_of_point(std::string& out, const Sample& sample) {
  if (const std::string_view source = source_of(sample); !source.empty()) {
    out += "source=";
    append_line_text(out, source);
    out += ',';
  }
  if (sample.flags.none()) return;
  out += "flags=";
  append_line_text(out, flag_words(sample.flags));
  out += ',';
}

void LineFormat::append_influx(std::string& out, const Sample& sample) const {
  out += measurement_;
  out += ",simulator=";
  out += line_key(sample.simulator);
  out += ' ';
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    if (!std::isfinite(sample.values[i])) continue;
    out += keys_[i];
    values::append_number(out, sample.values[i]);
    out += ',';
  }
  append_marks_of_point(out, sample);
  out += "session=";
  append_integer(out, sample.session);
  out += "i,sequence=";
  append_integer(out, sample.sequence);
  out += "i ";
  // Two points of one series and instant would be one: the sequence tells those of one microsecond apart.
  const std::int64_t instant = sample.ts.time_since_epoch().count();
  append_integer(out, instant - instant % 1000 + static_cast<std::int64_t>(sample.sequence % 1000));
  out += '\n';
}

void RecordWriter::append(std::string& out, const JournalRecord& record) {
  const bool same = columns_ != nullptr && (columns_ == record.columns || *columns_ == *record.columns);
  if (!same) {
    lines_ = std::make_unique<LineFormat>(format_, measurement_, *record.columns);
    out += lines_->header();
  }
  columns_ = record.columns;
  lines_->append(out, record.sample);
}

}  // namespace checkride::runtime::collector
