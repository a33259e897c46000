// Schema: what a reader of maps asks for, recorded by the reader itself: keys, types, defaults, ranges, words. There is
// no second list of keys: the same code that reads a file describes what it would read.
//
//   const auto schema = describe([](MapReader& map) { read_options(map, &options); });
//   schema->keys.front().key;                    // "flush_interval"
//   *schema->keys.front().schema->fallback;      // the node 30s
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/values/document.hpp"

namespace checkride::values {

enum class SchemaType {
  any,  // a node that its owner reads in a way of its own
  boolean,
  integer,
  number,
  text,
  secret,  // text; `KEY_file` may stand for it
  duration,
  size,
  texts,  // a list of texts
  word,   // one of `words`
  list,
  map,
  entries  // a map with free keys
};

struct Schema {
  // A key that is there only beside `key`, and only when its value is `word`, if there is a word.
  struct Condition {
    std::string key;
    std::string word;
    bool operator==(const Condition&) const = default;
  };
  struct Key {
    std::string key;
    std::shared_ptr<Schema> schema;
    std::vector<Condition> only_with = {};  // any of them; none: the key may always be there
  };

  SchemaType type = SchemaType::any;
  bool required = false;           // of a key with conditions: when one of them holds
  bool works_when_absent = false;  // a map whose keys have their defaults also when the map is not there
  std::optional<Node> fallback;    // what an absent key means, if that is a value
  std::string min;                 // as written in a file; empty: no limit worth telling
  std::string max;
  std::vector<std::string> words;
  std::vector<Key> keys;         // of a map, in the order of reading
  std::shared_ptr<Schema> item;  // of a list and of entries
  // Of a map: one key of each group is there, and only one.
  std::vector<std::vector<std::string>> exactly_one_of;
  std::vector<std::vector<std::string>> at_most_one_of;
  // Where it is not empty it says what stands here, and type, keys and item say nothing.
  std::vector<std::shared_ptr<Schema>> forms;  // any of these
  std::string reference;                       // the shape of that name

  // The schema of that key; null if there is none.
  const Schema* find(std::string_view key) const;
};

// What is read in several places, by name: a reader that meets itself is described once.
struct Shapes {
  std::map<std::string, std::shared_ptr<Schema>, std::less<>> by_name;
};

class MapReader;

// Lets `read` read a map that has no content and records every question. The Diagnostics it is given are thrown away,
// and what it reads has the defaults. Requires a reader that names no shapes.
std::shared_ptr<const Schema> describe(const std::function<void(MapReader&)>& read);
// The same of a reader that names shapes (read_shape in map_reader.hpp); they are added to `shapes`.
std::shared_ptr<const Schema> describe(const std::function<void(MapReader&)>& read, Shapes& shapes);

}  // namespace checkride::values
