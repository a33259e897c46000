#include "compare/stable_words.hpp"

#include <algorithm>

namespace checkride::harness {

namespace {

struct Row {
  std::string_view kind;
  std::string (*text)(const reports::Event& event);  // its part of the key; null: none
  std::vector<std::string_view> key;                 // fields that belong to the key
  std::vector<std::string_view> words;               // fields that must be equal, numbers in them apart
  bool exact_text = false;                           // the text with its numbers must be equal
};

std::string whole(const reports::Event& event) {
  return event.text;
}
std::string masked(const reports::Event& event) {
  return without_numbers(event.text);
}

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows{
      {"action", whole, {}, {}},
      {"process", masked, {}, {}, true},
      {"fault", whole, {}, {}},
      {"alert", nullptr, {"rule", "simulator", "state"}, {"severity"}},
      {"mail", masked, {"to"}, {}},
      {"webhook", whole, {}, {"body"}},
      {"expectation", nullptr, {"name"}, {"verdict"}},
  };
  return kRows;
}

const Row* find_row(std::string_view kind) {
  const auto found = std::find_if(rows().begin(), rows().end(), [&](const Row& row) { return row.kind == kind; });
  return found == rows().end() ? nullptr : &*found;
}

std::string field(const reports::Event& event, std::string_view name) {
  const auto found =
      std::find_if(event.fields.begin(), event.fields.end(), [&](const auto& entry) { return entry.first == name; });
  return found == event.fields.end() ? std::string() : found->second;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The end of a number, date or time that begins at `at`: digits, joined by single marks.
std::size_t number_end(std::string_view text, std::size_t at) {
  constexpr std::string_view kJoints = ".,:-";
  while (at < text.size()) {
    const bool joined =
        kJoints.find(text[at]) != std::string_view::npos && at + 1 < text.size() && is_digit(text[at + 1]);
    if (!is_digit(text[at]) && !joined) break;
    ++at;
  }
  return at;
}

}  // namespace

bool is_compared(std::string_view kind) {
  return find_row(kind) != nullptr;
}

std::string key_of(const reports::Event& event) {
  std::string key = event.kind;
  const Row* row = find_row(event.kind);
  if (row == nullptr) return key + "|" + event.text;
  if (row->text != nullptr) key += "|" + row->text(event);
  for (const std::string_view name : row->key) key += "|" + field(event, name);
  return key;
}

std::vector<std::pair<std::string, std::string>> words_of(const reports::Event& event) {
  std::vector<std::pair<std::string, std::string>> words;
  const Row* row = find_row(event.kind);
  if (row == nullptr) return words;
  if (row->exact_text) words.emplace_back("text", event.text);
  for (const std::string_view name : row->words) {
    words.emplace_back(std::string(name), without_numbers(field(event, name)));
  }
  return words;
}

std::string without_numbers(std::string_view text) {
  std::string masked;
  for (std::size_t at = 0; at < text.size();) {
    if (is_digit(text[at])) {
      masked += '#';
      at = number_end(text, at);
    } else {
      masked += text[at++];
    }
  }
  return masked;
}

}  // namespace checkride::harness
