#include "commands/telemetry_reader.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <limits>

#include "collector/line_format.hpp"

namespace checkride::runtime {

namespace {

namespace json = boost::json;

const std::string* text_of(const json::object& object, std::string_view key, std::string* out) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return nullptr;
  out->assign(value->get_string().data(), value->get_string().size());
  return out;
}

std::optional<double> number_of(const json::value& value) {
  if (value.is_double()) return value.get_double();
  if (value.is_int64()) return static_cast<double>(value.get_int64());
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  return std::nullopt;
}

std::uint64_t count_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  const auto number = value == nullptr ? std::nullopt : number_of(*value);
  return number && *number >= 0 && *number < 1e18 ? static_cast<std::uint64_t>(*number) : 0;
}

std::optional<Sample> parse_line(std::string_view line, const std::vector<std::string>& keys) {
  boost::system::error_code error;
  const json::value document = json::parse(line, error);
  if (error || !document.is_object()) return std::nullopt;
  const json::object& object = document.get_object();
  Sample sample;
  std::string time;
  const auto ts = text_of(object, "ts", &time) == nullptr ? std::nullopt : world::parse_rfc3339(time);
  const json::value* values = object.if_contains("values");
  const bool named = text_of(object, "simulator", &sample.simulator) != nullptr && !sample.simulator.empty();
  if (!ts || !named || values == nullptr || !values->is_object()) return std::nullopt;
  sample.ts = *ts;
  sample.session = count_of(object, "session");
  sample.sequence = count_of(object, "sequence");
  sample.values.assign(keys.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const json::value* value = values->get_object().if_contains(keys[i]);
    if (value != nullptr) sample.values[i] = number_of(*value).value_or(std::numeric_limits<double>::quiet_NaN());
  }
  return sample;
}

}  // namespace

TelemetryReader::TelemetryReader(std::string_view text, const std::vector<VariableConfig>& variables)
    : text_(text), variables_(variables), keys_(collector::column_titles(collector::columns_of(variables))) {}

std::optional<Sample> TelemetryReader::next() {
  while (position_ < text_.size()) {
    const auto end = std::min(text_.find('\n', position_), text_.size());
    const std::string_view line = text_.substr(position_, end - position_);
    position_ = end + 1;
    ++line_;
    if (line.empty()) continue;
    auto sample = parse_line(line, keys_);
    if (sample) {
      ++samples_;
      return sample;
    }
    if (unreadable_++ == 0) first_unreadable_ = line_;
  }
  return std::nullopt;
}

std::vector<std::string> TelemetryReader::simulators() const {
  TelemetryReader again(text_, variables_);
  std::vector<std::string> names;
  while (const auto sample = again.next()) {
    if (std::find(names.begin(), names.end(), sample->simulator) == names.end()) names.push_back(sample->simulator);
  }
  return names;
}

}  // namespace checkride::runtime
