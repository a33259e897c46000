#include "app/state_folder.hpp"

#include <boost/system/errc.hpp>
#include <optional>
#include <string>

namespace checkride::runtime {

namespace {

std::optional<values::Node> key_of(const LoadedConfig& loaded) {
  const auto app = loaded.document.root().find("app");
  return app ? app->find("state_dir") : std::nullopt;
}

Result<> try_folder(world::Files& files, const std::string& folder) {
  // What is there already stays: the name is one that nothing else takes.
  const std::string probe = folder + "/.checkride-start";
  TRY_VOID(files.make_directories(folder));
  TRY_VOID(files.write(probe, "whether this folder takes files\n"));
  return files.remove(probe);
}

}  // namespace

Result<std::string> check_state_folder(world::Files& files, const LoadedConfig& loaded) {
  const auto key = key_of(loaded);
  if (!key && !loaded.config.alert_manager.enabled) return std::string();
  const std::string& folder = loaded.config.app.state_dir;
  const Result<> tried = try_folder(files, folder);
  if (tried) return std::string();
  const std::string where = key ? key->position().text() + ": app.state_dir" : "app.state_dir (the default)";
  if (tried.error().code() == boost::system::errc::no_space_on_device) {
    return where + ": the disk of \"" + folder +
           "\" is full: until there is room, what is to outlive a restart does not";
  }
  return Error::invalid(where + ": \"" + folder + "\" cannot be used (" + tried.error().code().message() +
                        "): name a folder that this user may write in");
}

}  // namespace checkride::runtime
