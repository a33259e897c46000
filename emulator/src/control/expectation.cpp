#include "control/expectation.hpp"

#include <algorithm>
#include <charconv>

#include "checkride/protocol/codec.hpp"
#include "checkride/protocol/datum.hpp"
#include "checkride/protocol/field_values.hpp"
#include "checkride/values/ascii.hpp"
#include "checkride/values/diagnostic.hpp"
#include "checkride/values/json.hpp"
#include "checkride/values/suggest.hpp"
#include "control/call_json.hpp"

namespace checkride::emulator {
namespace {

using values::Node;

// A call on another id is farther off than one with another value.
constexpr int kIdWeight = 4;

std::string plural(std::uint64_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

// "elements.0.latitude" in the fields of a call.
std::optional<Node> at_path(Node node, std::string_view path) {
  while (!path.empty()) {
    const std::string_view word = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(word.size() + 1, path.size()));
    if (node.is_list()) {
      std::size_t place = 0;
      const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), place);
      if (error != std::errc() || end != word.data() + word.size() || place >= node.items().size()) return std::nullopt;
      const Node item = node.items()[place];
      node = item;
    } else {
      const auto next = node.find(word);
      if (!next) return std::nullopt;
      node = *next;
    }
  }
  return node;
}

std::string names_of(const Node& fields) {
  std::string names;
  for (const values::Entry& entry : fields.entries()) names += (names.empty() ? "" : ", ") + entry.key;
  return names;
}

std::uint64_t count_in(const Node& node, std::string_view key) {
  const auto found = node.find(key);
  if (!found) return 0;
  const auto number = found->as_unsigned();
  return number ? *number : 0;
}

std::string text_in(const Node& node, std::string_view key) {
  const auto found = node.find(key);
  return found ? found->text() : std::string();
}

// "datum 3 (PLANE ALTITUDE)"
std::string datum_name(const Node& value) {
  return "datum " + std::to_string(count_in(value, "datum")) + " (" + text_in(value, "name") + ")";
}

void compare_datum(const DatumExpectation& expected, const Node& value, std::vector<Difference>& found) {
  const std::string name = datum_name(value);
  if (!expected.name.empty() && !values::same_text(expected.name, text_in(value, "name"))) {
    found.push_back({name + ": expected " + expected.name});
  }
  const std::uint64_t bytes = count_in(value, "bytes");
  if (expected.bytes && *expected.bytes != bytes) {
    const bool bigger = bytes > *expected.bytes;
    const std::uint64_t by = bigger ? bytes - *expected.bytes : *expected.bytes - bytes;
    found.push_back({name + " " + (bigger ? "bigger" : "smaller") + " by " + plural(by, "byte") + ": expected " +
                     std::to_string(*expected.bytes) + ", got " + std::to_string(bytes)});
  }
  if (!expected.type.empty() && !values::same_text(expected.type, text_in(value, "type"))) {
    found.push_back({name + ": expected the type " + expected.type + ", got " + text_in(value, "type")});
  }
  const Node given = value.find("value").value_or(Node());
  if (expected.value && !expected.value->takes(given)) {
    found.push_back({name + ": expected " + expected.value->text() + ", got " + value_text(given), 1,
                     expected.value->edits(given)});
  }
}

const Node* datum_of(const DatumExpectation& expected, const std::vector<Node>& values) {
  for (const Node& value : values) {
    const bool is_it = expected.place != 0 ? count_in(value, "datum") == expected.place
                                           : values::same_text(text_in(value, "name"), expected.name);
    if (is_it) return &value;
  }
  return nullptr;
}

DatumExpectation read_datum(const Node& node, values::Diagnostics& errors) {
  DatumExpectation expected;
  const bool described =
      node.is_map() && (node.find("name") || node.find("type") || node.find("bytes") || node.find("value"));
  if (!described) {
    if (!node.is_null()) expected.value = Matcher::read(node, errors);
    return expected;
  }
  values::MapReader map(node, errors);
  map.optional("name", &expected.name);
  map.optional("type", &expected.type);
  map.optional("bytes", &expected.bytes);
  if (const auto value = map.node("value")) expected.value = Matcher::read(*value, errors);
  map.finish();
  if (expected.type.empty()) return expected;
  const protocol::DataType type = type_named(expected.type);
  if (!protocol::is_data_type(type)) errors.add(node.position(), "type: there is no data type " + expected.type);
  if (!expected.bytes) expected.bytes = protocol::fixed_datum_bytes(type);
  return expected;
}

std::string datum_text(const DatumExpectation& expected) {
  std::string text = expected.place != 0 ? "datum " + std::to_string(expected.place) : expected.name;
  if (expected.place != 0 && !expected.name.empty()) text += " " + expected.name;
  if (!expected.type.empty()) text += " as " + expected.type;
  if (expected.bytes) text += " of " + plural(*expected.bytes, "byte");
  if (expected.value) text += " " + expected.value->text();
  return text;
}

}  // namespace

void Expectation::read_count(values::MapReader& map) {
  std::optional<std::uint64_t> exactly;
  map.optional("exactly", &exactly);
  const bool least = map.optional("at_least", &at_least_);
  map.optional("at_most", &at_most_);
  if (exactly) {
    if (least || at_most_) map.error("exactly", "exactly is given beside at_least or at_most");
    at_least_ = *exactly;
    at_most_ = *exactly;
  } else if (at_most_ && !least) {
    at_least_ = 0;
  }
  if (at_most_ && *at_most_ < at_least_) map.error("at_most", "at_most is less than at_least");
}

void Expectation::read_data(values::MapReader& map) {
  const auto node = map.node("data");
  if (!node) return;
  if (node->is_list()) {
    data_count_ = node->items().size();
    for (std::size_t i = 0; i < node->items().size(); ++i) {
      data_.push_back(read_datum(node->items()[i], map.errors()));
      data_.back().place = i + 1;
    }
  } else if (node->is_map()) {
    for (const values::Entry& entry : node->entries()) {
      data_.push_back(read_datum(entry.value, map.errors()));
      data_.back().name = entry.key;
    }
  } else {
    map.error("data", "a list of values by their place, or a map by variable, is expected");
  }
}

void Expectation::read_message(values::MapReader& map) {
  if (!map.required("message", &message_)) return;
  std::vector<std::string_view> names{"Unknown", "frame"};
  for (const protocol::MessageInfo& info : protocol::client_message_infos()) names.push_back(info.name);
  const auto same = [this](std::string_view name) { return values::same_text(name, message_); };
  const auto known = std::find_if(names.begin(), names.end(), same);
  if (known == names.end()) {
    map.error("message", "there is no message " + values::quote(message_) + suggest_message(message_, names));
  } else {
    message_ = *known;
  }
}

// A code, 0 for none, or a name as the protocol page has it.
void Expectation::read_exception(values::MapReader& map) {
  const auto node = map.node("exception");
  if (!node) return;
  const auto last = static_cast<std::uint32_t>(protocol::Exception::camera_api);
  const char first = node->text().empty() ? '0' : node->text().front();
  if (!node->is_scalar() || (first >= '0' && first <= '9') || first == '-') {
    map.optional("exception", &exception_);
    return;
  }
  std::vector<std::string_view> names;
  for (std::uint32_t code = 0; code <= last; ++code) {
    names.push_back(to_string(static_cast<protocol::Exception>(code)));
    if (values::same_text(names.back(), node->text())) return void(exception_ = code);
  }
  map.error("exception", "there is no exception " + values::quote(node->text()) +
                             values::suggestion(node->text(), names) + "; 0 to 46 and their names are allowed");
}

std::string Expectation::unknown_fields() const {
  for (const protocol::MessageLayout& layout : protocol::message_layouts()) {
    if (layout.info.direction != protocol::Direction::client_to_server || layout.info.name != message_) continue;
    std::string known;
    for (const protocol::RowLayout& row : layout.rows) {
      if (row.form != protocol::RowForm::count) known += (known.empty() ? "" : ", ") + std::string(row.name);
    }
    for (const auto& [path, matcher] : fields_) {
      const std::string_view first = std::string_view(path).substr(0, path.find('.'));
      const auto is_it = [first](const protocol::RowLayout& row) { return row.name == first; };
      if (std::none_of(layout.rows.begin(), layout.rows.end(), is_it)) {
        return "there is no field " + path + "; there are " + known;
      }
    }
  }
  return {};
}

void Expectation::read(values::MapReader& map) {
  read_message(map);
  map.optional("client", &client_);
  map.entries("fields", [&](const values::Entry& entry) {
    fields_.emplace_back(entry.key, Matcher::read(entry.value, map.errors()));
  });
  read_data(map);
  read_exception(map);
  read_count(map);
}

void Expectation::compare_fields(const Node& call, std::vector<Difference>& found) const {
  const Node fields = call.find("fields").value_or(Node());
  for (const auto& [path, matcher] : fields_) {
    const auto value = at_path(fields, path);
    if (!value) {
      found.push_back({"there is no field " + path + "; there are " + names_of(fields)});
    } else if (!matcher.takes(*value)) {
      found.push_back({path + ": expected " + matcher.text() + ", got " + value_text(*value),
                       path.ends_with("_id") ? kIdWeight : 1, matcher.edits(*value)});
    }
  }
}

void Expectation::compare_data(const Node& call, std::vector<Difference>& found) const {
  if (data_.empty() && !data_count_) return;
  const auto data = call.find("data");
  if (!data) return found.push_back({"the message carries no data of a definition"});
  const auto values = data->find("values");
  if (!values) {
    return found.push_back({"DefineID " + std::to_string(count_in(*data, "define_id")) +
                            " was not defined when the call came, so its data cannot be read"});
  }
  for (const DatumExpectation& expected : data_) {
    const Node* value = datum_of(expected, values->items());
    if (value != nullptr) {
      compare_datum(expected, *value, found);
    } else {
      found.push_back({datum_text(expected) + " is missing: the data have " + plural(values->items().size(), "value")});
    }
  }
  if (data_count_ && values->items().size() > *data_count_) {
    found.push_back(
        {"the data have " + plural(values->items().size(), "value") + ", expected " + std::to_string(*data_count_)});
  }
  const std::uint64_t rest = count_in(*data, "left_over_bytes");
  if (rest == 0) return;
  const bool cut = text_in(*data, "cut") == "true";
  found.push_back({cut ? "the last " + plural(rest, "byte") + " of the data are no whole value"
                       : "the data are " + plural(rest, "byte") + " longer than what the definition has"});
}

std::vector<Difference> Expectation::differences(const Node& call) const {
  std::vector<Difference> found;
  compare_fields(call, found);
  compare_data(call, found);
  const auto exception = call.find("exception");
  const std::uint64_t code = exception ? count_in(*exception, "exception") : 0;
  if (exception_ && code != *exception_) {
    found.push_back({"expected to be answered by exception " + std::to_string(*exception_) + ", was " +
                     (code == 0 ? std::string("not") : "by " + std::to_string(code))});
  }
  return found;
}

bool Expectation::holds(std::size_t matched) const {
  return matched >= at_least_ && (!at_most_ || matched <= *at_most_);
}

std::string Expectation::count_text() const {
  if (!at_most_) return "at least " + std::to_string(at_least_);
  if (at_least_ == *at_most_) return at_least_ == 0 ? "no" : "exactly " + std::to_string(at_least_);
  if (at_least_ == 0) return "at most " + std::to_string(*at_most_);
  return std::to_string(at_least_) + " to " + std::to_string(*at_most_);
}

std::string Expectation::text() const {
  std::string text = count_text() + " " + message_;
  std::string details;
  for (const auto& [path, matcher] : fields_) {
    details += (details.empty() ? "" : ", ") + path + " " + matcher.text();
  }
  for (const DatumExpectation& expected : data_) details += (details.empty() ? "" : ", ") + datum_text(expected);
  if (!details.empty()) text += " with " + details;
  if (exception_) text += " answered by exception " + std::to_string(*exception_);
  if (client_) text += " from " + *client_;
  return text;
}

}  // namespace checkride::emulator
