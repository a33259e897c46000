// tshark with the generated dissector, for tests.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "capture/dissector.hpp"
#include "checkride/world/process.hpp"
#include "checkride/world/real_world.hpp"

namespace checkride::harness::test {

// Of this test alone: others run beside it.
inline std::string folder() {
  const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
  return std::string(CHECKRIDE_BINARY_DIR "/tests/dissector/") + test->name();
}

inline void write_file(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

inline world::Task<int> run_child(world::RealWorld& world, std::vector<std::string> arguments, std::string& output) {
  world::ProcessOptions options;
  options.arguments = std::move(arguments);
  options.on_output = [&output](std::string_view line) { output += std::string(line) + "\n"; };
  options.on_error = [](std::string_view) {};
  auto child = world::ChildProcess::start(world, std::move(options));
  if (!child) {
    ADD_FAILURE() << child.error().message();
    co_return 1;
  }
  const auto status = co_await (*child)->wait();
  co_return status.code.value_or(1);
}

// What tshark tells of a capture with the dissector.
inline std::string tshark(const std::string& capture, const std::vector<std::string>& how) {
  std::filesystem::create_directories(folder());
  write_file(folder() + "/simconnect.lua", dissector_script());
  write_file(folder() + "/capture.pcapng", capture);
  std::vector<std::string> arguments{"/usr/bin/tshark", "-X", "lua_script:" + folder() + "/simconnect.lua", "-r",
                                     folder() + "/capture.pcapng"};
  arguments.insert(arguments.end(), how.begin(), how.end());
  world::RealOptions options;
  options.handle_signals = false;
  world::RealWorld world(options);
  std::string output;
  EXPECT_EQ(world.run(run_child(world, std::move(arguments), output)), 0);
  return output;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::stringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace checkride::harness::test
