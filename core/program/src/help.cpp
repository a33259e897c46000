#include <algorithm>

#include "checkride/program/command_line.hpp"

namespace checkride::program {

namespace {

constexpr unsigned kColumns = 110;
constexpr unsigned kTextColumns = 80;

}  // namespace

boost::program_options::options_description described(const std::string& caption) {
  return boost::program_options::options_description(caption, kColumns, kTextColumns);
}

std::string help_text(const Help& help) {
  std::ostringstream out;
  out << help.summary << "\n\nUsage:\n";
  for (const auto& line : help.usage) out << "  " << line << '\n';
  out << '\n' << help.options << "\nExit codes:\n";
  std::size_t width = 0;
  for (const auto& code : help.exit_codes) width = std::max(width, code.code.size());
  for (const auto& code : help.exit_codes) {
    out << "  " << std::string(width - code.code.size(), ' ') << code.code << "  " << code.meaning << '\n';
  }
  out << (help.examples.size() == 1 ? "\nExample:" : "\nExamples:");
  for (const auto& example : help.examples) out << "\n  " << example;
  return out.str();
}

}  // namespace checkride::program
