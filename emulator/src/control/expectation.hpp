// One expectation of POST /v1/verify: which calls fit it, and why the others do not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "checkride/values/map_reader.hpp"
#include "control/matcher.hpp"

namespace checkride::emulator {

// Why a call does not fit, and how much that counts when the nearest one is looked for.
struct Difference {
  std::string text;
  int weight = 1;
  std::size_t edits = 0;  // of a text, from the one that was expected: the nearer of two that weigh the same
};

// One value of the data of a SetDataOnSimObject, by its place or its name.
struct DatumExpectation {
  std::size_t place = 0;  // 1, 2 ...; 0: by name
  std::string name;       // of the variable; empty: any
  std::string type;       // "float64"; empty: any
  std::optional<std::uint64_t> bytes;
  std::optional<Matcher> value;
};

class Expectation {
 public:
  // Mistakes are told to the reader, which the caller finishes.
  void read(values::MapReader& map);

  const std::string& message() const { return message_; }
  // The id or the name of the only client that counts.
  const std::optional<std::string>& client() const { return client_; }
  // What keeps the call, as write_call() shows it, from fitting; nothing for one that fits.
  std::vector<Difference> differences(const values::Node& call) const;
  // Whether so many fitting calls are as many as are wanted.
  bool holds(std::size_t matched) const;
  // Whether it wants calls at all.
  bool wants_some() const { return at_most_ != std::uint64_t{0}; }
  // "there is no field x; there are ...", of fields that no such message has; empty: all are known.
  std::string unknown_fields() const;
  // "at least 1 SetDataOnSimObject with define_id 7".
  std::string text() const;

 private:
  void read_message(values::MapReader& map);
  void read_exception(values::MapReader& map);
  void read_count(values::MapReader& map);
  void read_data(values::MapReader& map);
  void compare_fields(const values::Node& call, std::vector<Difference>& found) const;
  void compare_data(const values::Node& call, std::vector<Difference>& found) const;
  std::string count_text() const;

  std::string message_;
  std::optional<std::string> client_;
  std::vector<std::pair<std::string, Matcher>> fields_;  // by path: "define_id", "position.latitude"
  std::vector<DatumExpectation> data_;
  std::optional<std::size_t> data_count_;  // values that there must be, where they were given as a list
  std::optional<std::uint32_t> exception_;
  std::uint64_t at_least_ = 1;
  std::optional<std::uint64_t> at_most_;
};

}  // namespace checkride::emulator
