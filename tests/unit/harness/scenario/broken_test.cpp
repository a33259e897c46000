// Goal: whatever is wrong with a scenario is told with file, line, column and what to do. Method:
// tests/scenarios/broken holds a file for each mistake, whose first line says where it is told and a part of the words:
//
//   # 9:11: there is no member "smi"
#include <gmock/gmock.h>

#include <algorithm>

#include "checkride/harness/loader.hpp"
#include "checkride/world/real_world.hpp"

namespace checkride::harness {
namespace {

const std::string kFolder = CHECKRIDE_SOURCE_DIR "/tests/scenarios/broken";

struct Broken {
  std::string file;
  std::string place;  // "9:11"
  std::string words;
};

std::vector<Broken> broken_files(world::Files& files) {
  std::vector<Broken> all;
  const auto names = files.list(kFolder);
  EXPECT_TRUE(names.has_value()) << kFolder;
  for (const std::string& name : names ? *names : std::vector<std::string>{}) {
    if (!name.ends_with(".yaml") || name == "promises.yaml") continue;
    const std::string path = kFolder + "/" + name;
    const auto text = files.read(path);
    const std::string line = text ? text->substr(0, text->find('\n')) : std::string();
    const auto end = line.find(": ");
    const bool tells = line.starts_with("# ") && end != std::string::npos;
    EXPECT_TRUE(tells) << path << " begins with no \"# LINE:COLUMN: words\"";
    if (tells) all.push_back({path, line.substr(2, end - 2), line.substr(end + 2)});
  }
  return all;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// What is told of the files on the virtual and on the process rig, each line once.
std::vector<std::string> told_of(world::Files& files, const std::vector<std::string>& paths) {
  std::vector<std::string> all;
  for (const RigKind rig : {RigKind::virtual_rig, RigKind::process_rig}) {
    const auto scenarios = load_scenarios(files, paths, {rig, {}, nullptr});
    for (const std::string& line : lines_of(scenarios ? "" : scenarios.error().detail())) {
      if (std::find(all.begin(), all.end(), line) == all.end()) all.push_back(line);
    }
  }
  return all;
}

TEST(BrokenScenarios, AreToldWithPlaceAndRemedy) {
  world::RealWorld world;
  const auto all = broken_files(world.files());
  EXPECT_GE(all.size(), 48U);
  for (const Broken& broken : all) {
    const auto lines = told_of(world.files(), {broken.file});
    const auto told = [&](const std::string& line) {
      return line.find(".yaml:" + broken.place + ": ") != std::string::npos &&
             line.find(broken.words) != std::string::npos;
    };
    EXPECT_EQ(std::count_if(lines.begin(), lines.end(), told), 1)
        << broken.file << " is told at " << broken.place << " \"" << broken.words << "\", but:\n"
        << testing::PrintToString(lines);
    for (const std::string& line : lines) {
      EXPECT_THAT(line, testing::ContainsRegex("^/[^ ]+\\.yaml:[0-9]+:[0-9]+: [^ ]")) << broken.file;
    }
  }
}

TEST(BrokenScenarios, AllMistakesOfAllFilesComeAtOnce) {
  world::RealWorld world;
  const auto all = broken_files(world.files());
  std::vector<std::string> paths;
  for (const Broken& broken : all) paths.push_back(broken.file);
  const auto lines = told_of(world.files(), paths);
  for (const Broken& broken : all) {
    const auto told = [&](const std::string& line) { return line.find(broken.words) != std::string::npos; };
    EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), told)) << broken.file;
  }
}

}  // namespace
}  // namespace checkride::harness
