// Disk: the files of a virtual host, in memory; they outlive a crash of the host.
//
// Each file knows how much of it is synced: what a power loss would leave.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/files.hpp"
#include "virtual/host_loop.hpp"

namespace checkride::world::sim {

class Disk final : public Files {
 public:
  explicit Disk(HostLoop& host) : host_(host) {}

  Result<std::string> read(const std::string& path) override;
  Result<> write(const std::string& path, std::string_view bytes) override;
  Result<std::unique_ptr<File>> append_to(const std::string& path) override;
  Result<> make_directories(const std::string& path) override;
  Result<> rename(const std::string& from, const std::string& to) override;
  Result<> remove(const std::string& path) override;
  bool exists(const std::string& path) override;
  Result<unsigned> permissions(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& path) override;

  // Does nothing where there is no file.
  void set_permissions(const std::string& path, unsigned bits);

 private:
  class Handle;
  // A file's content; shared with the handles that append to it, under whatever name it then has.
  struct Content {
    std::string bytes;
    std::size_t synced = 0;
    unsigned permissions = 0644;
  };
  // A folder has no content.
  using Entries = std::map<std::string, std::shared_ptr<Content>>;

  // "/a/b" for "a//./b/"; "/" for the root.
  static std::string normal(std::string_view path);
  bool is_folder(const std::string& path) const;
  // Why nothing can be done at the path: the host is down, or there is no folder to hold it.
  Result<> check_place(const std::string& path) const;
  Result<> check_up(const std::string& path) const;
  bool has_children(const std::string& path) const;
  // All of a folder's entries stand together, behind its own: "/a/" is the prefix of them.
  static std::string prefix_of(const std::string& path) { return path == "/" ? path : path + "/"; }
  void trace(std::string_view what, const std::string& path, std::string_view bytes);

  HostLoop& host_;
  Entries entries_;
};

}  // namespace checkride::world::sim
