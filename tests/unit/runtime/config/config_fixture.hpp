// A host with files and an environment, and the configuration read from it as the program does.
#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "checkride/world/virtual_world.hpp"
#include "config/load.hpp"

namespace checkride::runtime::support {

// The least that is valid; tests append sections or replace a line of it.
inline const std::string kMinimal = "app:\n  name: \"test\"\n";

class ConfigHost {
 public:
  void write(const std::string& path, const std::string& text) {
    ASSERT_FALSE(host_.files().make_directories(path.substr(0, path.rfind('/') + 1)).has_error());
    ASSERT_FALSE(host_.files().write(path, text).has_error());
  }
  void set(const std::string& name, const std::string& value) { host_.set_environment(name, value); }
  void set_permissions(const std::string& path, unsigned bits) { host_.set_permissions(path, bits); }
  Result<LoadedConfig> load(const std::vector<std::string>& paths) {
    ConfigRequest request;
    request.files = paths;
    return load(request);
  }
  Result<LoadedConfig> load(const ConfigRequest& request) {
    return load_config(request, {host_.files(), [this](const std::string& name) { return host_.environment(name); },
                                 host_.environment_names()});
  }
  Result<LoadedConfig> load_text(const std::string& text) {
    write("/c.yaml", text);
    return load({"/c.yaml"});
  }

 private:
  world::VirtualWorld world_;
  world::VirtualHost& host_ = world_.add_host("host");
};

}  // namespace checkride::runtime::support
