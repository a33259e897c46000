// Reads a map of a document key by key, into typed variables, and collects every mistake with its place.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "checkride/values/document.hpp"
#include "checkride/values/duration.hpp"
#include "checkride/values/schema.hpp"
#include "checkride/values/secret.hpp"
#include "checkride/values/size.hpp"

namespace checkride::values {

// Smallest and largest value allowed, both included. `{1, 65535}` in calls.
template <class T>
struct Range {
  T min;
  T max;
};

// One word of an enumeration in YAML.
template <class T>
struct Word {
  std::string_view word;
  T value;
};

// ---- one node into one value; a mistake is added to `errors` and gives no value
std::optional<bool> read_bool(const Node& node, Diagnostics& errors);
std::optional<std::int64_t> read_integer(const Node& node, Diagnostics& errors, Range<std::int64_t> range);
std::optional<std::uint64_t> read_unsigned(const Node& node, Diagnostics& errors, Range<std::uint64_t> range);
std::optional<double> read_number(const Node& node, Diagnostics& errors, std::optional<Range<double>> range = {});
std::optional<std::string> read_text(const Node& node, Diagnostics& errors);
// As read_text; a mistake never repeats what is written.
std::optional<Secret> read_secret(const Node& node, Diagnostics& errors);
std::optional<Duration> read_duration(const Node& node, Diagnostics& errors, std::optional<Range<Duration>> range = {});
std::optional<Bytes> read_size(const Node& node, Diagnostics& errors, std::optional<Range<Bytes>> range = {});
std::optional<std::vector<std::string>> read_texts(const Node& node, Diagnostics& errors);
// Index of the node's text in `words`; otherwise the error lists them, or says which was meant.
std::optional<std::size_t> read_word(const Node& node, Diagnostics& errors, const std::vector<std::string_view>& words);

template <class T>
concept Readable = std::same_as<T, bool> || std::integral<T> || std::floating_point<T> ||
                   std::same_as<T, std::string> || std::same_as<T, Duration> || std::same_as<T, Bytes> ||
                   std::same_as<T, std::vector<std::string>> || std::same_as<T, Secret>;

// A default as it would stand in a file.
Node default_node(bool value);
Node default_node(std::int64_t value);
Node default_node(std::uint64_t value);
Node default_node(double value);
Node default_node(const std::string& value);
Node default_node(Duration value);
Node default_node(Bytes value);
Node default_node(const std::vector<std::string>& value);

template <Readable T>
std::optional<T> read_value(const Node& node, Diagnostics& errors, std::optional<Range<T>> range = {}) {
  if constexpr (std::same_as<T, bool>) {
    return read_bool(node, errors);
  } else if constexpr (std::signed_integral<T>) {
    const auto r = range.value_or(Range<T>{std::numeric_limits<T>::min(), std::numeric_limits<T>::max()});
    const auto value = read_integer(node, errors, {r.min, r.max});
    return value ? std::optional<T>(static_cast<T>(*value)) : std::nullopt;
  } else if constexpr (std::unsigned_integral<T>) {
    const auto r = range.value_or(Range<T>{0, std::numeric_limits<T>::max()});
    const auto value = read_unsigned(node, errors, {r.min, r.max});
    return value ? std::optional<T>(static_cast<T>(*value)) : std::nullopt;
  } else if constexpr (std::floating_point<T>) {
    std::optional<Range<double>> r;
    if (range) r = Range<double>{range->min, range->max};
    const auto value = read_number(node, errors, r);
    return value ? std::optional<T>(static_cast<T>(*value)) : std::nullopt;
  } else if constexpr (std::same_as<T, std::string>) {
    return read_text(node, errors);
  } else if constexpr (std::same_as<T, Duration>) {
    return read_duration(node, errors, range);
  } else if constexpr (std::same_as<T, Bytes>) {
    return read_size(node, errors, range);
  } else if constexpr (std::same_as<T, Secret>) {
    return read_secret(node, errors);
  } else {
    return read_texts(node, errors);
  }
}

// Calls `each` for every item of a list, or every entry of a map with free keys, that is not the value of a key. False
// if it is none, which is told.
bool read_items(const Node& list, Diagnostics& errors, const std::function<void(const Node&)>& each);
bool read_entries(const Node& map, Diagnostics& errors, const std::function<void(const Entry&)>& each);
// Calls `read` with a reader of the map and finishes it. False if it is none, which is told.
bool read_map(const Node& map, Diagnostics& errors, const std::function<void(MapReader&)>& read);

// ---- nodes of more than one kind, and nodes that are read in several places

// A node that is of `kind` in one form and of another in the other: `count: 2`, `count: {at_least: 2}`. Calls the one
// of the two that fits; while the reading is described both, for a form each.
void read_forms(const Node& node, Kind kind, const std::function<void(const Node&)>& of_kind,
                const std::function<void(const Node&)>& otherwise);
// Calls `read` with the node. While the reading is described only the first node of a `name` is gone into, and all
// refer to it: so a reader may meet itself, and what stands in many places is described once. Readers of one name must
// not differ.
void read_shape(const Node& node, const std::string& name, const std::function<void(const Node&)>& read);

// Each function marks its key as known. Those that return bool say whether the variable was set from the file; on a
// mistake the variable keeps its value and the mistake is in the Diagnostics.
class MapReader {
 public:
  // A node that is no map is a mistake, told once; the reader then finds no keys and misses none.
  MapReader(const Node& node, Diagnostics& errors);

  template <Readable T>
  bool required(std::string_view key, T* out) {
    const Node* value = find<T>(key, Need::required);
    return value != nullptr && store(*value, out, std::nullopt);
  }
  template <Readable T>
  bool required(std::string_view key, T* out, Range<std::type_identity_t<T>> range) {
    const Node* value = find<T>(key, Need::required);
    return value != nullptr && store(*value, out, range);
  }
  // Keeps `*out`, the default, when the key is absent. A Secret may be given by KEY_file instead: then there is no
  // value here, for files are read by whoever loads the document.
  template <Readable T>
  bool optional(std::string_view key, T* out) {
    const Node* value = find<T>(key, Need::optional);
    if (value != nullptr) note_default(*value, *out);
    return value != nullptr && store(*value, out, std::nullopt);
  }
  template <Readable T>
  bool optional(std::string_view key, T* out, Range<std::type_identity_t<T>> range) {
    const Node* value = find<T>(key, Need::optional);
    if (value != nullptr) note_default(*value, *out);
    return value != nullptr && store(*value, out, range);
  }
  template <Readable T>
  bool optional(std::string_view key, std::optional<T>* out) {
    const Node* value = find<T>(key, Need::optional);
    return value != nullptr && store(*value, out, std::nullopt);
  }
  template <Readable T>
  bool optional(std::string_view key, std::optional<T>* out, Range<std::type_identity_t<T>> range) {
    const Node* value = find<T>(key, Need::optional);
    return value != nullptr && store(*value, out, range);
  }
  // The words of an enumeration: map.choice("severity", &severity, {{"info", Severity::info}, ...}).
  template <class T>
  bool choice(std::string_view key, T* out, std::initializer_list<Word<T>> words) {
    const Node* value = take(key);
    if (value == nullptr) return false;
    for (const auto& word : words) {
      if (word.value == *out) note_default(*value, std::string(word.word));
    }
    return pick(*value, out, words);
  }
  template <class T>
  bool choice(std::string_view key, std::optional<T>* out, std::initializer_list<Word<T>> words) {
    const Node* value = take(key);
    return value != nullptr && pick(*value, out, words);
  }
  template <class T>
  bool required_choice(std::string_view key, T* out, std::initializer_list<Word<T>> words) {
    const Node* value = require(key);
    return value != nullptr && pick(*value, out, words);
  }

  // Calls `each` for every item; absent is fine. False if absent or no list.
  bool list(std::string_view key, const std::function<void(const Node&)>& each);
  bool required_list(std::string_view key, const std::function<void(const Node&)>& each);
  // Calls `read` with a reader of the map under `key` and finishes it; absent is fine. `absent` says what that means,
  // for those who describe the configuration: the part is off, or works with its defaults.
  enum class Absent { off, defaults };
  bool map(std::string_view key, const std::function<void(MapReader&)>& read, Absent absent = Absent::off);
  bool required_map(std::string_view key, const std::function<void(MapReader&)>& read);
  // A map whose keys are free (names of simulators): calls `each` for every entry; absent is fine.
  bool entries(std::string_view key, const std::function<void(const Entry&)>& each);

  // The node itself, for readers of its own kind; marks the key as known.
  std::optional<Node> node(std::string_view key);
  std::optional<Node> required_node(std::string_view key);
  // Is the key there? Marks nothing. While the reading is described: always, so that all of it is seen.
  bool has(std::string_view key) const;
  // Is the reading described, not a file read?
  bool described() const { return node_.probed() != nullptr; }
  // Calls `read`, for keys that a map has only beside the key `key`, or only where that is `word` (empty: whatever it
  // is), if so it is here: `applies`. While the reading is described it is always called, and its keys are noted with
  // the condition.
  void only_with(std::string_view key, std::string_view word, bool applies, const std::function<void()>& read);
  // Marks a key as known without reading it.
  void ignore(std::string_view key) { (void)take(key); }

  // Reports every key that nobody asked for, with the nearest one somebody did. Call it last.
  void finish();

  // The map being read, its place, and the place for mistakes found later.
  const Node& self() const { return node_; }
  Position position() const { return node_.position(); }
  // Where the value of `key` stands, or the map itself if it is absent.
  Position position_of(std::string_view key) const;
  Diagnostics& errors() { return *errors_; }
  // Adds a mistake at the value of `key`.
  void error(std::string_view key, std::string message);

 private:
  enum class Need { optional, required };
  // The value if present; null values ("key:" and nothing behind it) are a mistake and count as absent. While the
  // reading is described: a probe for the key.
  const Node* take(std::string_view key);
  const Node* require(std::string_view key);
  // The same for a secret, of which KEY_file is known too.
  const Node* take_secret(std::string_view key, Need need);
  const Node* probe(std::string_view key, Need need);

  template <class T>
  const Node* find(std::string_view key, Need need) {
    if constexpr (std::same_as<T, Secret>) {
      return take_secret(key, need);
    } else {
      return need == Need::required ? require(key) : take(key);
    }
  }

  // Into the schema, if `value` is a probe; of several the first.
  template <Readable T>
  static void note_default(const Node& value, const T& fallback) {
    if (value.probed() == nullptr) return;
    if constexpr (std::same_as<T, Secret>) {
      return;
    } else if constexpr (std::signed_integral<T> && !std::same_as<T, bool>) {
      note_default_node(value, default_node(static_cast<std::int64_t>(fallback)));
    } else if constexpr (std::unsigned_integral<T> && !std::same_as<T, bool>) {
      note_default_node(value, default_node(static_cast<std::uint64_t>(fallback)));
    } else if constexpr (std::floating_point<T>) {
      note_default_node(value, default_node(static_cast<double>(fallback)));
    } else {
      note_default_node(value, default_node(fallback));
    }
  }
  static void note_default_node(const Node& value, Node fallback);

  // `out`: T or std::optional<T>.
  template <Readable T, class Out>
  bool store_as(const Node& value, Out* out, std::optional<Range<T>> range) {
    auto read = read_value<T>(value, *errors_, range);
    if (!read) return false;
    *out = std::move(*read);
    return true;
  }
  template <Readable T>
  bool store(const Node& value, T* out, std::optional<Range<std::type_identity_t<T>>> range) {
    return store_as<T>(value, out, range);
  }
  template <Readable T>
  bool store(const Node& value, std::optional<T>* out, std::optional<Range<std::type_identity_t<T>>> range) {
    return store_as<T>(value, out, range);
  }
  template <class T, class Out>
  bool pick(const Node& value, Out* out, std::initializer_list<Word<T>> words) {
    std::vector<std::string_view> names;
    for (const auto& word : words) names.push_back(word.word);
    const auto index = read_word(value, *errors_, names);
    if (!index) return false;
    *out = (words.begin() + *index)->value;
    return true;
  }

  Node node_;
  Diagnostics* errors_;
  std::vector<std::string> known_;
  std::vector<bool> taken_;  // one per entry of the map
  bool is_map_ = false;
  Node probe_;                                  // while described: the one given out last
  std::optional<Schema::Condition> condition_;  // while described: of the keys that are asked for now
};

}  // namespace checkride::values
