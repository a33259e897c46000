// Files in a map, without folders: the disk of fuzz targets.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/files.hpp"

class MemoryFiles : public checkride::world::Files {
 public:
  std::map<std::string, std::string> files;

  checkride::Result<std::string> read(const std::string& path) override {
    const auto found = files.find(path);
    if (found == files.end()) return missing(path);
    return found->second;
  }
  checkride::Result<std::string> read_part(const std::string& path, std::uint64_t offset,
                                           std::size_t bytes_max) override {
    const auto found = files.find(path);
    if (found == files.end()) return missing(path);
    return offset >= found->second.size() ? std::string() : found->second.substr(offset, bytes_max);
  }
  checkride::Result<> write(const std::string& path, std::string_view bytes) override {
    files[path] = bytes;
    return {};
  }
  checkride::Result<std::unique_ptr<checkride::world::File>> append_to(const std::string& path) override {
    return missing(path);
  }
  checkride::Result<> make_directories(const std::string&) override { return {}; }
  checkride::Result<> rename(const std::string& from, const std::string&) override { return missing(from); }
  checkride::Result<> remove(const std::string& path) override { return missing(path); }
  bool exists(const std::string& path) override { return files.contains(path); }
  checkride::Result<std::vector<std::string>> list(const std::string& path) override { return missing(path); }

 private:
  static checkride::Error missing(const std::string& path) {
    return checkride::Error(make_error_code(boost::system::errc::no_such_file_or_directory), path);
  }
};
