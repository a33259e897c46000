#include "matchers/read_matcher.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "checkride/values/map_reader.hpp"
#include "checkride/values/suggest.hpp"
#include "matchers/contradiction.hpp"
#include "matchers/quantity_matcher.hpp"
#include "matchers/text_matcher.hpp"
#include "matchers/value_matcher.hpp"

namespace checkride::harness {

namespace {

using values::Diagnostics;
using values::Entry;
using values::Node;
using TermPtr = std::shared_ptr<const MatcherTerm>;

constexpr std::string_view kWithin = "within";  // a part of "approx", and no condition of its own

// What is known while the words of one map are read.
struct Reading {
  const Node& map;
  const Scale& scale;
  Diagnostics& errors;

  TermPtr mistake(const Node& where, std::string message) const {
    errors.add(where.position(), std::move(message));
    return nullptr;
  }
};

// ---- one reader a word; null after a mistake

TermPtr read_equals(const Node& operand, const Reading& reading) {
  auto value = reading.scale.read(operand, reading.errors);
  return value ? make_equal(std::move(*value), reading.scale) : nullptr;
}

TermPtr read_not(const Node& operand, const Reading& reading) {
  auto terms = read_terms(operand, reading.scale, reading.errors);
  return terms ? make_not(std::move(*terms)) : nullptr;
}

template <Bound bound>
TermPtr read_bound(const Node& operand, const Reading& reading) {
  const auto number = reading.scale.read_number(operand, reading.errors);
  return number ? make_bound(bound, *number, reading.scale) : nullptr;
}

TermPtr read_between(const Node& operand, const Reading& reading) {
  if (operand.is_unreadable()) return nullptr;
  if (operand.items().size() != 2) {
    return reading.mistake(operand, "expected two bounds, both included: between: [LOW, HIGH]");
  }
  const auto low = reading.scale.read_number(operand.items()[0], reading.errors);
  const auto high = reading.scale.read_number(operand.items()[1], reading.errors);
  if (!low || !high) return nullptr;
  if (*low <= *high) return make_between(*low, *high, reading.scale);
  return reading.mistake(operand, fmt::format("{} is above {}: nothing is between them; the smaller bound comes first",
                                              reading.scale.text(*low), reading.scale.text(*high)));
}

TermPtr read_approx(const Node& operand, const Reading& reading) {
  const auto middle = reading.scale.read_number(operand, reading.errors);
  const auto within = reading.map.find(kWithin);
  const Node width_node = within.value_or(Node::scalar(operand.position(), "1 %", false));
  if (!middle) return nullptr;
  const auto width = reading.scale.read_width(width_node, reading.errors, *middle);
  return width ? make_approx(*middle, *width, reading.scale) : nullptr;
}

TermPtr read_within(const Node& operand, const Reading& reading) {
  if (reading.map.find("approx")) return nullptr;  // which reads it
  return reading.mistake(operand, "\"within\" says how far from \"approx\": write {approx: VALUE, within: DISTANCE}");
}

template <TextPart where>
TermPtr read_part(const Node& operand, const Reading& reading) {
  auto text = values::read_text(operand, reading.errors);
  if (!text) return nullptr;
  if (text->empty()) return reading.mistake(operand, "every text has this: give at least one character");
  return make_part(where, std::move(*text));
}

TermPtr read_matches(const Node& operand, const Reading& reading) {
  const auto text = values::read_text(operand, reading.errors);
  if (!text) return nullptr;
  auto pattern = make_pattern(*text);
  if (pattern) return std::move(pattern).value();
  return reading.mistake(operand, pattern.error().detail() + "; a plain text is looked for by \"contains\"");
}

TermPtr read_one_of(const Node& operand, const Reading& reading) {
  if (operand.is_unreadable()) return nullptr;
  if (operand.items().empty()) return reading.mistake(operand, "expected a list of at least one value: one_of: [A, B]");
  std::vector<Value> operands;
  for (const Node& item : operand.items()) {
    if (auto value = reading.scale.read(item, reading.errors)) operands.push_back(std::move(*value));
  }
  if (operands.size() != operand.items().size()) return nullptr;
  return make_one_of(std::move(operands), reading.scale);
}

TermPtr read_exists(const Node& operand, const Reading& reading) {
  const auto wanted = values::read_bool(operand, reading.errors);
  return wanted ? make_exists(*wanted) : nullptr;
}

TermPtr read_length(const Node& operand, const Reading& reading) {
  auto terms = read_terms(operand, Scale(Domain::count), reading.errors);
  return terms ? make_length(std::move(*terms)) : nullptr;
}

template <TermPtr (*make)(Terms)>
TermPtr read_items(const Node& operand, const Reading& reading) {
  auto terms = read_terms(operand, reading.scale, reading.errors);
  return terms ? make(std::move(*terms)) : nullptr;
}

// ---- the table

// What a word looks at, and with it where it can stand.
enum class About { anything, presence, numbers, texts, texts_and_lists, lists, counts };

bool fits(About about, Domain domain) {
  switch (about) {
    case About::anything:
      return true;
    case About::presence:
      return domain != Domain::count;
    case About::numbers:
      return domain != Domain::text;
    case About::texts:
    case About::texts_and_lists:
      return domain == Domain::any || domain == Domain::text;
    case About::lists:
      return domain == Domain::any;
    case About::counts:
      return domain == Domain::count;
  }
  return false;
}

std::string_view name_of(About about) {
  static constexpr std::array<std::string_view, 7> kNames{
      "any value", "values that may be missing", "numbers", "texts", "texts and lists", "lists", "counts"};
  return kNames[static_cast<std::size_t>(about)];
}

struct Row {
  MatcherWord word;
  About about;
  TermPtr (*read)(const Node&, const Reading&);
};

constexpr std::array<Row, 18> kRows{{
    {{"equals", "{equals: {a: 1}}", "is this value; the long form of writing the value alone"},
     About::anything,
     read_equals},
    {{"not", "{not: failed}", "is there and does not fit this matcher"}, About::anything, read_not},
    {{"less_than", "{less_than: 100 feet}", "is below it"}, About::numbers, read_bound<Bound::less_than>},
    {{"at_most", "{at_most: 5}", "is it or below"}, About::numbers, read_bound<Bound::at_most>},
    {{"more_than", "{more_than: 0}", "is above it"}, About::numbers, read_bound<Bound::more_than>},
    {{"at_least", "{at_least: 99.9}", "is it or above"}, About::numbers, read_bound<Bound::at_least>},
    {{"between", "{between: [1, 3]}", "is one of the two or between them"}, About::numbers, read_between},
    {{"approx", "{approx: 80 feet, within: 2 feet}", "is at most `within` away"}, About::numbers, read_approx},
    {{kWithin, "{approx: 80 feet, within: 5 %}", "how far `approx` reaches, 1 % unless said: a distance or a share"},
     About::numbers,
     read_within},
    {{"contains", "{contains: Low}", "has this text in it"}, About::texts, read_part<TextPart::anywhere>},
    {{"starts_with", "{starts_with: text/}", "begins with this text"}, About::texts, read_part<TextPart::begin>},
    {{"ends_with", "{ends_with: .jsonl}", "ends with this text"}, About::texts, read_part<TextPart::end>},
    {{"matches", "{matches: '^id=[0-9]+$'}", "the regular expression (RE2) is found in it"},
     About::texts,
     read_matches},
    {{"one_of", "{one_of: [200, 204]}", "is one of these values"}, About::anything, read_one_of},
    {{"exists", "{exists: false}", "is there, or is not"}, About::presence, read_exists},
    {{"length", "{length: {at_least: 1}}", "so many characters, entries or keys"}, About::texts_and_lists, read_length},
    {{"each", "{each: {less_than: 5}}", "is a list with entries, all of which fit"},
     About::lists,
     read_items<make_each>},
    {{"some", "{some: {name: sim}}", "is a list with an entry that fits"}, About::lists, read_items<make_some>},
}};
constexpr Row kExactly{{"exactly", "{exactly: 2}", "is this number, the long form of writing it alone; counts only"},
                       About::counts,
                       read_equals};

const Row* find_row(std::string_view word) {
  const auto found = std::find_if(kRows.begin(), kRows.end(), [&](const Row& row) { return row.word.word == word; });
  if (found != kRows.end()) return &*found;
  return word == kExactly.word.word ? &kExactly : nullptr;
}

// Words that can stand where values of this domain are compared.
std::vector<std::string_view> words_for(Domain domain) {
  std::vector<std::string_view> words;
  for (const Row& row : kRows) {
    if (fits(row.about, domain)) words.push_back(row.word.word);
  }
  if (fits(kExactly.about, domain)) words.push_back(kExactly.word.word);
  return words;
}

// ---- maps

// A slip of the pen in a word is no structure with such a key. Short words have too many neighbours to tell.
std::optional<std::string> nearly_a_word(std::string_view key, Domain domain) {
  constexpr std::size_t kTellable = 6;
  if (key.size() < kTellable) return std::nullopt;
  std::vector<std::string_view> words = words_for(domain);
  std::erase_if(words, [](std::string_view word) { return word.size() < kTellable; });
  return values::did_you_mean(key, words);
}

bool has_word(const Node& map) {
  return std::any_of(map.entries().begin(), map.entries().end(),
                     [](const Entry& entry) { return find_row(entry.key) != nullptr; });
}

void tell_unknown(const Entry& entry, const Scale& scale, Diagnostics& errors) {
  const auto words = words_for(scale.domain());
  const auto near = values::did_you_mean(entry.key, words);
  const std::string remedy = scale.domain() == Domain::any
                                 ? "; a structure that has such a key is written {equals: {...}}"
                                 : fmt::format("; the words are {}", fmt::join(words, ", "));
  errors.add(entry.key_position, fmt::format("{} is no word of a matcher{}{}", values::quote(entry.key),
                                             near ? fmt::format(", did you mean \"{}\"?", *near) : "", remedy));
}

// A map without any word: a structure, where there can be one.
std::optional<Terms> read_structure(const Node& map, const Scale& scale, Diagnostics& errors) {
  const std::size_t mistakes = errors.size();
  for (const Entry& entry : map.entries()) {
    if (scale.domain() != Domain::any || nearly_a_word(entry.key, scale.domain())) tell_unknown(entry, scale, errors);
  }
  if (errors.size() != mistakes) return std::nullopt;
  auto value = scale.read(map, errors);  // tells of an empty map where no structure can be
  if (!value) return std::nullopt;
  return Terms{make_equal(std::move(*value), scale)};
}

TermPtr read_word(const Entry& entry, const Reading& reading) {
  const Row* row = find_row(entry.key);
  if (row == nullptr) {
    tell_unknown(entry, reading.scale, reading.errors);
    return nullptr;
  }
  if (fits(row->about, reading.scale.domain())) return row->read(entry.value, reading);
  reading.errors.add(
      entry.key_position,
      fmt::format("\"{}\" is for {}, and {} is compared here; the words for it are {}", entry.key, name_of(row->about),
                  reading.scale.noun(), fmt::join(words_for(reading.scale.domain()), ", ")));
  return nullptr;
}

// The conditions of one map.
class Collected {
 public:
  explicit Collected(Diagnostics& errors) : errors_(errors), mistakes_(errors.size()) {}

  // Null: of a word whose operand could not be read. That is told, but of what is unreadable it was told before.
  void add(std::string_view word, TermPtr term) {
    if (term) {
      terms_.push_back(std::move(term));
    } else if (word != kWithin) {
      complete_ = false;
    }
  }

  // All of them, if each is one and they can hold together.
  std::optional<Terms> terms(const values::Position& where, const Scale& scale) {
    if (errors_.size() != mistakes_ || !complete_ || terms_.empty()) return std::nullopt;
    if (can_hold(terms_, scale)) return std::move(terms_);
    errors_.add(where, fmt::format("no value can be \"{}\": the conditions exclude each other, or what is possible at "
                                   "all; take one out",
                                   text_of(terms_)));
    return std::nullopt;
  }

 private:
  Diagnostics& errors_;
  std::size_t mistakes_;
  Terms terms_;
  bool complete_ = true;
};

// ---- for those who describe the language

std::string shape_of(Domain domain) {
  static constexpr std::array<std::string_view, 7> kNames{"any",      "text", "number", "quantity",
                                                          "duration", "size", "count"};
  return "matcher." + std::string(kNames[static_cast<std::size_t>(domain)]);
}

// The plain value, and a map with every word that can stand here.
void describe_terms(const Node& node, const Scale& scale, Diagnostics& errors) {
  const Domain domain = scale.domain();
  const auto plain = [&](const Node& value) {
    if (domain == Domain::any) return;
    if (domain == Domain::text || domain == Domain::quantity) {
      (void)values::read_text(value, errors);  // of a quantity with its unit: 80 feet
    } else {
      (void)scale.read_number(value, errors);
    }
  };
  const auto words = [&](const Node& map) {
    values::MapReader reader(map, errors);
    (void)read_words(reader, scale);
  };
  values::read_shape(node, shape_of(domain),
                     [&](const Node& here) { values::read_forms(here, values::Kind::map, words, plain); });
}

}  // namespace

std::span<const MatcherWord> matcher_words() {
  static constexpr auto kWords = [] {
    std::array<MatcherWord, kRows.size() + 1> words{};
    std::transform(kRows.begin(), kRows.end(), words.begin(), [](const Row& row) { return row.word; });
    words.back() = kExactly.word;
    return words;
  }();
  return kWords;
}

std::optional<Terms> read_terms(const Node& node, const Scale& scale, Diagnostics& errors) {
  if (node.probed() != nullptr) describe_terms(node, scale, errors);
  if (node.is_unreadable()) return std::nullopt;
  if (!node.is_map()) {
    auto value = scale.read(node, errors);
    if (!value) return std::nullopt;
    return Terms{make_equal(std::move(*value), scale)};
  }
  if (!has_word(node)) return read_structure(node, scale, errors);
  Collected collected(errors);
  for (const Entry& entry : node.entries()) collected.add(entry.key, read_word(entry, {node, scale, errors}));
  return collected.terms(node.position(), scale);
}

std::optional<Terms> read_words(values::MapReader& map, const Scale& scale) {
  Collected collected(map.errors());
  for (const std::string_view word : words_for(scale.domain())) {
    if (!map.has(word)) {
      map.ignore(word);  // known, for the suggestion of finish()
    } else if (const auto operand = map.node(word)) {
      collected.add(word, find_row(word)->read(*operand, {map.self(), scale, map.errors()}));
    }
  }
  return collected.terms(map.position(), scale);
}

}  // namespace checkride::harness
