// Values that a check compares, each with its matcher: the status of an answer, a pointer into its document, a header.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "checkride/harness/check.hpp"
#include "checkride/values/map_reader.hpp"
#include "matchers/matcher.hpp"

namespace checkride::harness {

// "a/b" as one part of a JSON pointer.
std::string in_pointer(std::string_view name);
// Under which a check remembers what it saw (Sight::memory): its kind and all that is written of it.
std::string key_of(std::string_view kind, const values::MapReader& map);

struct Compared {
  std::string name;  // "status", "/checks/0/status"
  Matcher matcher;
};
using ComparedList = std::vector<Compared>;

// Adds what stands under `key`, if anything does, under that name. Mistakes are told.
void read_compared(values::MapReader& map, std::string_view key, Domain domain, ComparedList& into,
                   std::string_view unit = {});
// The same of a key that has to be there.
void require_compared(values::MapReader& map, std::string_view key, Domain domain, ComparedList& into,
                      std::string_view unit = {});
// Adds every entry of the map under `key`, with `prefix` before its name: headers, labels, fields.
void read_each_compared(values::MapReader& map, std::string_view key, Domain domain, ComparedList& into,
                        std::string_view prefix = {});
// The same of JSON pointers, which start with '/'.
void read_pointers(values::MapReader& map, std::string_view key, ComparedList& into);

// ", status is 200, /state is "healthy"", " with "Low" in the body": the end of a description.
std::string text_of(const ComparedList& list);

// Of several values everything has to hold. Puts into `seen` what came of one more: the value with its margin, and
// ", status 503" behind the text. Begin with begin_comparing().
Seen begin_comparing();
void compare(Seen& seen, const Compared& wanted, const Value& value);
// Every pointer of `list` into a document; is something there at each? What is no JSON has nothing, and is quoted.
bool compare_pointers(Seen& seen, const ComparedList& list, std::string_view document);
// Do all of them hold, without a word for people?
bool all_hold(const ComparedList& list, std::string_view document);

// What is wanted of a body: `{contains: Low, json: {/channel: "#a"}}`: a matcher of its text, and pointers into it.
struct BodyPattern {
  ComparedList text;  // one at most
  ComparedList json;
  bool empty() const { return text.empty() && json.empty(); }
};
BodyPattern read_body(values::MapReader& map, std::string_view key);
std::string text_of(const BodyPattern& pattern);
void compare(Seen& seen, const BodyPattern& pattern, const std::string& body);
bool fits(const BodyPattern& pattern, const std::string& body);

}  // namespace checkride::harness
