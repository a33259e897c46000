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

namespace {

using namespace checkride;
using namespace checkride::runtime;

// Files in a map, without folders.
class Memory final : public world::Files {
 public:
  std::map<std::string, std::string> files;

  Result<std::string> read(const std::string& path) override {
    const auto found = files.find(path);
    if (found == files.end()) return missing(path);
    return found->second;
  }
  Result<std::string> read_part(const std::string& path, std::uint64_t offset, std::size_t bytes_max) override {
    const auto found = files.find(path);
    if (found == files.end()) return missing(path);
    return offset >= found->second.size() ? std::string() : found->second.substr(offset, bytes_max);
  }
  Result<> write(const std::string& path, std::string_view bytes) override {
    files[path] = bytes;
    return {};
  }
  Result<std::unique_ptr<world::File>> append_to(const std::string& path) override { return missing(path); }
  Result<> make_directories(const std::string&) override { return {}; }
  Result<> rename(const std::string& from, const std::string&) override { return missing(from); }
  Result<> remove(const std::string& path) override { return missing(path); }
  bool exists(const std::string& path) override { return files.contains(path); }
  Result<std::vector<std::string>> list(const std::string& path) override { return missing(path); }

 private:
  static Error missing(const std::string& path) {
    return Error(make_error_code(boost::system::errc::no_such_file_or_directory), path);
  }
};

struct Input {
  Memory files;
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
