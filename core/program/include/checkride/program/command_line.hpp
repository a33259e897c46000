// Command lines: options and words in, errors that say what is allowed out; and the text of --help.
//
//   TRY(const CommandLine line, parse_command_line(arguments, description()));
//   if (const auto* text = line.text("rate")) TRY(options.rate, read_number("rate", *text, 0.1, 10.0));
//
// Options are declared with text values, so that their errors can say what is allowed: the library's cannot.
#pragma once

#include <boost/program_options.hpp>
#include <charconv>
#include <concepts>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"

namespace checkride::program {

// Arguments, sorted.
struct CommandLine {
  boost::program_options::variables_map options;
  std::vector<std::string> words;  // the arguments that are no options, in order

  bool has(const char* option) const { return options.count(option) != 0; }
  // The value of an option declared as std::string; null when it is not given. Valid as long as this.
  const std::string* text(const char* option) const;
  // The values of an option declared as a vector of them; empty when it is not given.
  std::vector<std::string> texts(const char* option) const;
};

enum class Dashes {
  two,         // --name only
  one_or_two,  // -name means the same, as the guide writes it
};

// `arguments` without the program's name; "--name VALUE" and "--name=VALUE", no abbreviations: an option that is added
// later must not change what one means. Errors (invalid) name the argument: unknown (with the nearest option there is),
// without its value, or given twice.
Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments,
                                       const boost::program_options::options_description& known,
                                       Dashes dashes = Dashes::two);

// The error "--rate: expected a number from 1 to 10, not "x"".
Error unexpected_value(std::string_view option, std::string_view value, std::string_view expected);

// The whole of `value` as a number from `low` to `high`, both included; never NaN. Errors say so.
template <class Number>
Result<Number> read_number(std::string_view option, const std::string& value, Number low, Number high) {
  Number number{};
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool all_read = error == std::errc() && end == value.data() + value.size();
  if (all_read && number >= low && number <= high) return number;  // false for NaN
  std::ostringstream expected;
  expected << (std::integral<Number> ? "a whole number from " : "a number from ") << low << " to " << high;
  return unexpected_value(option, value, expected.str());
}

// Index of `value` in `words`. The error lists them, and the nearest one.
Result<std::size_t> read_word(std::string_view option, std::string_view value, const std::vector<std::string>& words);

// Everything that --help of a program tells.
struct Help {
  std::string summary;             // one sentence, begins with the program's name
  std::vector<std::string> usage;  // one line each
  boost::program_options::options_description options;
  struct Code {
    std::string code;
    std::string meaning;
  };
  std::vector<Code> exit_codes;
  std::vector<std::string> examples;
};
// The text, without a newline at the end.
std::string help_text(const Help& help);

// An empty description of options in the width of our help texts; `caption` stands above them.
boost::program_options::options_description described(const std::string& caption);

}  // namespace checkride::program
