// Reads a record back. Every error names the path in the document: "scenarios[2].verdict: ...".
#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstdlib>
#include <limits>

#include "checkride/reports/record.hpp"

namespace checkride::reports {
namespace {

namespace json = boost::json;

// A value and the path that led to it. The first failure sticks in `error`; later reads give defaults.
class Cursor {
 public:
  Cursor(const json::value& value, std::string path, std::string& error)
      : value_(&value), path_(std::move(path)), error_(&error) {}

  Cursor operator[](std::string_view name) const {
    static const json::value kNull;
    const std::string path = path_.empty() ? std::string(name) : path_ + "." + std::string(name);
    const json::object* object = value_->if_object();
    const json::value* member = object ? object->if_contains(name) : nullptr;
    Cursor cursor(member ? *member : kNull, path, *error_);
    if (!object) {
      fail("an object");
    } else if (!member) {
      cursor.fail("to be there");
    }
    return cursor;
  }

  bool has(std::string_view name) const {
    const json::object* object = value_->if_object();
    return object != nullptr && object->contains(name);
  }

  template <class Visit>
  void each(Visit visit) const {
    const json::array* array = value_->if_array();
    if (!array) return fail("a list");
    for (std::size_t i = 0; i < array->size(); ++i)
      visit(Cursor((*array)[i], fmt::format("{}[{}]", path_, i), *error_));
  }

  std::string text() const {
    const json::string* string = value_->if_string();
    if (!string) fail("a text");
    return string ? std::string(*string) : std::string();
  }

  double number() const {
    if (value_->is_null()) return std::numeric_limits<double>::quiet_NaN();
    if (!value_->is_number()) fail("a number");
    return value_->is_number() ? value_->to_number<double>() : 0;
  }

  std::optional<double> number_or_null() const {
    if (value_->is_null()) return std::nullopt;
    return number();
  }

  std::uint64_t whole() const {
    boost::system::error_code code;
    const std::uint64_t number = value_->is_number() ? value_->to_number<std::uint64_t>(code) : 0;
    if (!value_->is_number() || code) fail("a whole number");
    return number;
  }

  bool is_null() const { return value_->is_null(); }
  const json::object* object() const { return value_->if_object(); }
  void fail(std::string_view expected) const {
    if (error_->empty()) *error_ = fmt::format("{}: expected {}", path_.empty() ? "document" : path_, expected);
  }

 private:
  const json::value* value_;
  std::string path_;
  std::string* error_;
};

Verdict read_verdict(const Cursor& cursor) {
  const std::string text = cursor.text();
  for (const Verdict verdict :
       {Verdict::passed, Verdict::failed, Verdict::skipped, Verdict::expected_failure, Verdict::error}) {
    if (text == to_string(verdict)) return verdict;
  }
  cursor.fail("passed, failed, skipped, expected_failure or error");
  return Verdict::error;
}

std::vector<std::string> read_texts(const Cursor& cursor) {
  std::vector<std::string> texts;
  cursor.each([&](const Cursor& entry) { texts.push_back(entry.text()); });
  return texts;
}

std::optional<std::uint64_t> read_hash(const Cursor& cursor) {
  if (cursor.is_null()) return std::nullopt;
  const std::string text = cursor.text();
  char* end = nullptr;
  const std::uint64_t hash = std::strtoull(text.c_str(), &end, 16);
  if (text.size() != 16 || *end != '\0') cursor.fail("16 hexadecimal digits or null");
  return hash;
}

Expectation read_expectation(const Cursor& cursor) {
  Expectation expectation;
  expectation.name = cursor["name"].text();
  expectation.line = static_cast<int>(cursor["line"].whole());
  expectation.text = cursor["text"].text();
  expectation.verdict = read_verdict(cursor["verdict"]);
  expectation.at_seconds = cursor["at_seconds"].number_or_null();
  expectation.expected = cursor["expected"].text();
  expectation.seen = cursor["seen"].text();
  expectation.margin_seconds = cursor["margin_seconds"].number_or_null();
  return expectation;
}

Fault read_fault(const Cursor& cursor) {
  Fault fault;
  fault.from_seconds = cursor["from_seconds"].number();
  fault.to_seconds = cursor["to_seconds"].number_or_null();
  fault.target = cursor["target"].text();
  fault.text = cursor["text"].text();
  return fault;
}

ScenarioRecord read_scenario(const Cursor& cursor) {
  ScenarioRecord scenario;
  scenario.name = cursor["name"].text();
  scenario.file = cursor["file"].text();
  scenario.description = cursor["description"].text();
  scenario.tags = read_texts(cursor["tags"]);
  scenario.promises = read_texts(cursor["promises"]);
  scenario.rig = cursor["rig"].text();
  scenario.seed = cursor["seed"].whole();
  scenario.verdict = read_verdict(cursor["verdict"]);
  scenario.reason = cursor["reason"].text();
  scenario.trace_hash = read_hash(cursor["trace_hash"]);
  scenario.virtual_seconds = cursor["virtual_seconds"].number();
  scenario.events = cursor["events"].whole();
  cursor["expectations"].each([&](const Cursor& entry) { scenario.expectations.push_back(read_expectation(entry)); });
  cursor["hosts"].each([&](const Cursor& entry) {
    scenario.hosts.push_back(Host{entry["name"].text(), entry["kind"].text()});
  });
  cursor["faults"].each([&](const Cursor& entry) { scenario.faults.push_back(read_fault(entry)); });
  scenario.replay = cursor["replay"].text();
  if (cursor.has("captures")) scenario.captures = read_texts(cursor["captures"]);
  return scenario;
}

Result<json::value> parse(std::string_view text, std::string_view what) {
  boost::system::error_code code;
  json::value value = json::parse(json::string_view(text.data(), text.size()), code);
  if (code) return Error::invalid(fmt::format("{} is not JSON: {}", what, code.message()));
  return value;
}

}  // namespace

Result<Record> record_from_json(std::string_view text) {
  TRY(const json::value document, parse(text, "the record"));
  std::string error;
  const Cursor root(document, "", error);
  Record record;
  if (root["format"].text() != "checkride.record") root["format"].fail("\"checkride.record\"");
  if (root["version"].whole() != 1) root["version"].fail("version 1, the only one that this program reads");
  record.rig = root["rig"].text();
  record.seed = root["seed"].whole();
  root["scenarios"].each([&](const Cursor& entry) { record.scenarios.push_back(read_scenario(entry)); });
  if (!error.empty()) return Error::invalid("record: " + error);
  return record;
}

Result<Event> event_from_json_line(std::string_view line) {
  TRY(const json::value document, parse(line, "the event"));
  std::string error;
  const Cursor root(document, "", error);
  Event event;
  event.at_seconds = root["at"].number();
  event.host = root["host"].text();
  event.kind = root["kind"].text();
  event.text = root["text"].text();
  const json::object* object = root.object();
  if (object && object->contains("fields")) {
    if (const json::object* fields = root["fields"].object()) {
      for (const auto& [name, content] : *fields) {
        event.fields.emplace_back(name, Cursor(content, "fields." + std::string(name), error).text());
      }
    } else {
      root["fields"].fail("an object");
    }
  }
  if (object && object->contains("numbers")) {
    if (const json::object* numbers = root["numbers"].object()) {
      for (const auto& [name, number] : *numbers) {
        event.numbers.emplace_back(name, Cursor(number, "numbers." + std::string(name), error).number());
      }
    } else {
      root["numbers"].fail("an object");
    }
  }
  if (!error.empty()) return Error::invalid("event: " + error);
  return event;
}

}  // namespace checkride::reports
