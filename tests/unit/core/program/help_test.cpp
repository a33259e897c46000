// Goal: --help has a usage line, every option, the exit codes and an example. Method: one help text, whole.
#include <gmock/gmock.h>

#include "checkride/program/command_line.hpp"

namespace checkride::program {
namespace {

TEST(HelpText, HasUsageOptionsExitCodesAndExamples) {
  auto options = described("Options");
  options.add_options()("rate", boost::program_options::value<std::string>()->value_name("X"), "how fast");
  const Help help{.summary = "prog: does something.",
                  .usage = {"prog [OPTION]... FILE"},
                  .options = options,
                  .exit_codes = {{"0", "done"}, {"64", "bad command line"}},
                  .examples = {"prog --rate 2 file"}};
  EXPECT_EQ(help_text(help),
            "prog: does something.\n"
            "\n"
            "Usage:\n"
            "  prog [OPTION]... FILE\n"
            "\n"
            "Options:\n"
            "  --rate X              how fast\n"
            "\n"
            "Exit codes:\n"
            "   0  done\n"
            "  64  bad command line\n"
            "\n"
            "Example:\n"
            "  prog --rate 2 file");
}

}  // namespace
}  // namespace checkride::program
