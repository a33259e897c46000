#include "checks/compared.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "checks/answers.hpp"

namespace checkride::harness {

namespace {

void add(const values::Node& node, values::Diagnostics& errors, Domain domain, std::string_view unit, std::string name,
         ComparedList& into) {
  auto matcher = Matcher::read(node, errors, domain, unit);
  if (matcher) into.push_back({std::move(name), std::move(*matcher)});
}

// Of an empty map nothing is compared: a check of that alone would hold of anything.
void read_names(values::MapReader& map, std::string_view key, const std::function<void(const values::Entry&)>& each) {
  bool some = false;
  const auto one = [&](const values::Entry& entry) {
    some = true;
    each(entry);
  };
  if (map.entries(key, one) && !some) map.error(key, "nothing is named here: name something, or take it out");
}

// At a pointer into what may be no document at all.
Value value_at(const Result<JsonDocument>& document, const std::string& pointer) {
  return document ? document->at(pointer) : Value();
}

}  // namespace

std::string in_pointer(std::string_view name) {
  std::string out;
  for (const char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

std::string key_of(std::string_view kind, const values::MapReader& map) {
  std::string key(kind);
  values::append_json(key, map.self());
  return key;
}

void read_compared(values::MapReader& map, std::string_view key, Domain domain, ComparedList& into,
                   std::string_view unit) {
  if (const auto node = map.node(key)) add(*node, map.errors(), domain, unit, std::string(key), into);
}

void require_compared(values::MapReader& map, std::string_view key, Domain domain, ComparedList& into,
                      std::string_view unit) {
  if (const auto node = map.required_node(key)) add(*node, map.errors(), domain, unit, std::string(key), into);
}

void read_each_compared(values::MapReader& map, std::string_view key, Domain domain, ComparedList& into,
                        std::string_view prefix) {
  read_names(map, key, [&](const values::Entry& entry) {
    add(entry.value, map.errors(), domain, {}, std::string(prefix) + entry.key, into);
  });
}

void read_pointers(values::MapReader& map, std::string_view key, ComparedList& into) {
  read_names(map, key, [&](const values::Entry& entry) {
    if (entry.key.starts_with('/') || entry.value.probed() != nullptr) {
      add(entry.value, map.errors(), Domain::any, {}, entry.key, into);
    } else {
      map.errors().add(entry.key_position,
                       fmt::format("{} is no JSON pointer; it starts with /", values::quote(entry.key)));
    }
  });
}

std::string text_of(const ComparedList& list) {
  std::string text;
  for (const Compared& one : list) text += one.matcher.phrase(one.name);
  return text;
}

Seen begin_comparing() {
  Seen seen;
  seen.holds = true;
  return seen;
}

void compare(Seen& seen, const Compared& wanted, const Value& value) {
  seen.holds &= wanted.matcher.try_on(value).holds;
  seen.values.push_back(wanted.matcher.decide(wanted.name, value));
  seen.text += fmt::format("{}{} {}", seen.text.empty() ? "" : ", ", wanted.name, seen.values.back().seen);
}

bool compare_pointers(Seen& seen, const ComparedList& list, std::string_view document) {
  if (list.empty()) return true;
  const auto parsed = JsonDocument::parse(document);
  bool all_there = true;
  for (const Compared& one : list) {
    const Value value = value_at(parsed, one.name);
    all_there &= !std::holds_alternative<std::monostate>(value);
    compare(seen, one, value);
  }
  if (!parsed) seen.text += "; " + parsed.error().message();
  return all_there;
}

bool all_hold(const ComparedList& list, std::string_view document) {
  if (list.empty()) return true;
  const auto parsed = JsonDocument::parse(document);
  return std::all_of(list.begin(), list.end(),
                     [&](const Compared& one) { return one.matcher.try_on(value_at(parsed, one.name)).holds; });
}

BodyPattern read_body(values::MapReader& map, std::string_view key) {
  BodyPattern pattern;
  const auto node = map.node(key);
  if (!node) return pattern;
  const std::size_t mistakes = map.errors().size();
  const auto keep = [&](std::optional<Matcher> matcher) {
    if (matcher) pattern.text.push_back({std::string(key), std::move(*matcher)});
  };
  // Beside `json` stand the words of a matcher of the text.
  const auto words = [&](const values::Node& body) {
    values::MapReader inner(body, map.errors());
    keep(Matcher::among(inner, Domain::text));
    read_pointers(inner, "json", pattern.json);
    inner.finish();
  };
  const auto plain = [&](const values::Node& text) { keep(Matcher::read(text, map.errors(), Domain::text)); };
  values::read_forms(*node, values::Kind::map, words, plain);
  if (pattern.empty() && map.errors().size() == mistakes && !node->is_unreadable()) {
    map.error(key, "nothing is expected of it: give a text, a word such as contains, or json");
  }
  return pattern;
}

std::string text_of(const BodyPattern& pattern) {
  return text_of(pattern.text) + text_of(pattern.json);
}

void compare(Seen& seen, const BodyPattern& pattern, const std::string& body) {
  for (const Compared& one : pattern.text) {
    seen.holds &= one.matcher.try_on(body).holds;
    seen.values.push_back(one.matcher.decide(one.name, body));
    seen.text += (seen.text.empty() ? "" : ", ") + brief(body);
  }
  (void)compare_pointers(seen, pattern.json, body);  // a body may lack what is looked for
}

bool fits(const BodyPattern& pattern, const std::string& body) {
  return std::all_of(pattern.text.begin(), pattern.text.end(),
                     [&](const Compared& one) { return one.matcher.try_on(body).holds; }) &&
         all_hold(pattern.json, body);
}

}  // namespace checkride::harness
