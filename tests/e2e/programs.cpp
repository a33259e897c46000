#include "programs.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace checkride::e2e {

namespace {

world::RealOptions quiet_options() {
  world::RealOptions options;
  options.handle_signals = false;
  return options;
}

world::Task<int> run_child(world::RealWorld& world, world::ProcessOptions options, Finished& finished,
                           std::function<void(world::ChildProcess&, std::string_view)> on_line) {
  std::string errors;
  world::ChildProcess* running = nullptr;
  options.on_output = [&](std::string_view line) {
    finished.output += std::string(line) + "\n";
    if (on_line && running != nullptr) on_line(*running, line);
  };
  options.on_error = [&](std::string_view line) { errors += std::string(line) + "\n"; };
  auto child = world::ChildProcess::start(world, std::move(options));
  if (!child) {
    ADD_FAILURE() << child.error().message();
    co_return 1;
  }
  running = child->get();
  const world::ExitStatus status = co_await (*child)->wait();
  finished.code = status.code.value_or(128 + status.signal.value_or(0));
  finished.output += errors;
  co_return 0;
}

Result<> remove_tree(world::Files& files, const std::string& path) {
  if (!files.exists(path)) return {};
  if (const auto names = files.list(path)) {
    for (const auto& name : *names) TRY_VOID(remove_tree(files, path + "/" + name));
  }
  return files.remove(path);
}

}  // namespace

Finished run_program(const std::string& program, std::vector<std::string> arguments,
                     std::function<void(world::ChildProcess&, std::string_view line)> on_line) {
  world::RealWorld world(quiet_options());
  world::ProcessOptions options;
  options.arguments = std::move(arguments);
  options.arguments.insert(options.arguments.begin(), CHECKRIDE_BINARY_DIR "/bin/" + program);
  options.working_directory = CHECKRIDE_SOURCE_DIR;
  Finished finished;
  world.run(run_child(world, std::move(options), finished, std::move(on_line)));
  return finished;
}

std::string fresh_folder(const std::string& name) {
  world::RealWorld world(quiet_options());
  const std::string path = CHECKRIDE_BINARY_DIR "/tests/e2e-runs/" + name;
  EXPECT_TRUE(remove_tree(world.files(), path).has_value()) << path;
  EXPECT_TRUE(world.files().make_directories(path).has_value()) << path;
  return path;
}

std::string read_file(const std::string& path) {
  world::RealWorld world(quiet_options());
  const auto text = world.files().read(path);
  EXPECT_TRUE(text.has_value()) << path;
  return text ? *text : std::string();
}

void write_file(const std::string& path, const std::string& text) {
  world::RealWorld world(quiet_options());
  const auto written = world.files().write(path, text);
  EXPECT_TRUE(written.has_value()) << path;
}

}  // namespace checkride::e2e
