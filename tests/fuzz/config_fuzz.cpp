// Goal: no files, variables or options crash the loader of the monitor's configuration, make it slow or large, or bring
// a secret into a message; what loads is printed, and the print loads to the same. The input is the file /c.yaml;
// behind a line "%%" follow further parts, one each, told by their first character: '$' NAME=VALUE is a variable, '='
// KEY=VALUE an option --set, '/' a second file.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "checkride/result/assert.hpp"
#include "config/compare.hpp"
#include "config/print.hpp"
#include "memory_files.hpp"

namespace {

using namespace checkride;
using namespace checkride::runtime;

struct Input {
  MemoryFiles files;
  std::map<std::string, std::string> environment;
  ConfigRequest request;
};

void add_part(Input& input, std::string_view part) {
  const auto equals = part.find('=', 1);
  if (part.starts_with('$') && equals != std::string_view::npos) {
    input.environment[std::string(part.substr(1, equals - 1))] = part.substr(equals + 1);
  } else if (part.starts_with('=')) {
    input.request.sets.emplace_back(part.substr(1));
  } else if (part.starts_with('/')) {
    input.files.files["/d.yaml"] = part.substr(1);
    input.request.files = {"/c.yaml", "/d.yaml"};
  }
}

Input split(std::string_view text) {
  constexpr std::string_view kParting = "\n%%\n";
  Input input;
  input.request.files = {"/c.yaml"};
  input.files.files["/secret"] = "a secret\n";
  auto end = std::min(text.find(kParting), text.size());
  input.files.files["/c.yaml"] = text.substr(0, end);
  while (end < text.size()) {
    text.remove_prefix(end + kParting.size());
    end = std::min(text.find(kParting), text.size());
    add_part(input, text.substr(0, end));
  }
  return input;
}

Result<LoadedConfig> load(Input& input) {
  ConfigSource source{input.files, [&input](const std::string& name) {
                        const auto found = input.environment.find(name);
                        return found == input.environment.end() ? std::nullopt : std::optional(found->second);
                      }};
  for (const auto& [name, value] : input.environment) source.environment_names.push_back(name);
  return load_config(input.request, source);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kBytesMax = 32 * 1024;
  if (size > kBytesMax) return 0;
  Input input = split(std::string(data, data + size));
  const auto loaded = load(input);
  if (!loaded) {
    CHECKRIDE_ASSERT(!loaded.error().message().empty());
    return 0;
  }
  Input again;
  again.request.files = {"/c.yaml"};
  again.files.files = input.files.files;
  again.files.files["/c.yaml"] = printed_config(*loaded);
  const auto reloaded = load(again);
  CHECKRIDE_ASSERT(reloaded.has_value());
  CHECKRIDE_ASSERT(config_hash(*loaded) == config_hash(*reloaded));
  return 0;
}
