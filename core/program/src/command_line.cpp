#include "checkride/program/command_line.hpp"

#include <algorithm>

#include "checkride/values/suggest.hpp"

namespace checkride::program {

namespace {

namespace po = boost::program_options;

std::string without_dashes(const std::string& option) {
  return option.substr(std::min(option.find_first_not_of('-'), option.size()));
}

Error unknown_option(const po::unknown_option& error, const po::options_description& known) {
  std::vector<std::string> names;
  for (const auto& option : known.options()) names.push_back("--" + option->long_name());
  const std::string name = error.get_option_name();
  return Error::invalid("unknown option " + name + values::suggestion("--" + without_dashes(name), names));
}

Error broken_option(const po::error_with_option_name& error) {
  return Error::invalid("--" + without_dashes(error.get_option_name()) + ": a value is missing");
}

int style_of(Dashes dashes) {
  namespace styles = po::command_line_style;
  const int strict = styles::unix_style & ~styles::allow_guessing;
  return dashes == Dashes::two ? strict : strict | styles::allow_long_disguise;
}

}  // namespace

const std::string* CommandLine::text(const char* option) const {
  return has(option) ? &options[option].as<std::string>() : nullptr;
}

std::vector<std::string> CommandLine::texts(const char* option) const {
  return has(option) ? options[option].as<std::vector<std::string>>() : std::vector<std::string>();
}

Result<CommandLine> parse_command_line(const std::vector<std::string>& arguments, const po::options_description& known,
                                       Dashes dashes) {
  constexpr const char* kWords = " words";  // a name that nobody types as an option
  po::options_description all;
  all.add(known).add_options()(kWords, po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add(kWords, -1);
  CommandLine line;
  try {
    po::store(po::command_line_parser(arguments).options(all).positional(positional).style(style_of(dashes)).run(),
              line.options);
  } catch (const po::unknown_option& error) {
    return unknown_option(error, known);
  } catch (const po::multiple_occurrences& error) {
    return Error::invalid("--" + without_dashes(error.get_option_name()) + ": given more than once");
  } catch (const po::invalid_command_line_syntax& error) {
    using Syntax = po::invalid_syntax;
    if (error.kind() == Syntax::missing_parameter || error.kind() == Syntax::empty_adjacent_parameter) {
      return broken_option(error);
    }
    return Error::invalid(error.what());
  } catch (const po::error& error) {
    return Error::invalid(error.what());
  }
  line.words = line.texts(kWords);
  return line;
}

Error unexpected_value(std::string_view option, std::string_view value, std::string_view expected) {
  std::string text("--");
  text.append(option).append(": expected ").append(expected).append(", not \"").append(value).append("\"");
  return Error::invalid(std::move(text));
}

Result<std::size_t> read_word(std::string_view option, std::string_view value, const std::vector<std::string>& words) {
  const auto found = std::find(words.begin(), words.end(), value);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  std::string expected;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) expected += i + 1 == words.size() ? " or " : ", ";
    expected += words[i];
  }
  const Error error = unexpected_value(option, value, expected);
  return Error::invalid(error.detail() + values::suggestion(value, words));
}

}  // namespace checkride::program
