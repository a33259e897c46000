// Public face of core/program: what the programs share around their own work.
//
//   build_facts.hpp   what this build is, and the text of --version
//   listen.hpp        listening where a user asked for it
//   output_file.hpp   whether a file that is written at the end can be
//   command_line.hpp  options, their values, and the text of --help; includes Boost.Program_options, hence apart
#pragma once

#include "checkride/program/build_facts.hpp"
#include "checkride/program/listen.hpp"
#include "checkride/program/output_file.hpp"
