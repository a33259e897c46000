// Disk: the files of a virtual host, in memory; they outlive a crash of the host.
//
// Each file knows what of it is synced: what a power loss would leave.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/files.hpp"
#include "virtual/disk_content.hpp"
#include "virtual/disk_trouble.hpp"
#include "virtual/host_loop.hpp"

namespace checkride::world::sim {

class Disk final : public Files {
 public:
  // `random` decides what a power loss leaves.
  Disk(HostLoop& host, Random random) : host_(host), random_(random) {}

  Result<std::string> read(const std::string& path) override;
  Result<std::string> read_part(const std::string& path, std::uint64_t offset, std::size_t bytes_max) override;
  Result<> write(const std::string& path, std::string_view bytes) override;
  Result<std::unique_ptr<File>> append_to(const std::string& path) override;
  Result<std::unique_ptr<RandomFile>> open(const std::string& path) override;
  Result<DiskSpace> space(const std::string& path) override;
  Result<> make_directories(const std::string& path) override;
  Result<> rename(const std::string& from, const std::string& to) override;
  Result<> remove(const std::string& path) override;
  bool exists(const std::string& path) override;
  Result<unsigned> permissions(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& path) override;

  // Does nothing where there is no file.
  void set_permissions(const std::string& path, unsigned bits);

  DiskTrouble& trouble() { return trouble_; }
  void cut_power_after(std::uint64_t operations, AtPowerCut then);
  // What is not synced is lost, or not; see DiskContent.
  void lose_power();

 private:
  class Handle;
  class RandomHandle;
  // A folder has no content. Handles share a file's content, under whatever name it then has.
  using Entries = std::map<std::string, std::shared_ptr<DiskContent>>;

  // "/a/b" for "a//./b/"; "/" for the root.
  static std::string normal(std::string_view path);
  bool is_folder(const std::string& path) const;
  // Why nothing can be done at the path: the host is down, or there is no folder to hold it.
  Result<> check_place(const std::string& path) const;
  Result<> check_up(const std::string& path) const;
  bool has_children(const std::string& path) const;
  // All of a folder's entries stand together, behind its own: "/a/" is the prefix of them.
  static std::string prefix_of(const std::string& path) { return path == "/" ? path : path + "/"; }
  // A file that may be opened, made if it is absent.
  Result<std::shared_ptr<DiskContent>> content_at(const std::string& path);
  Result<> check_life(std::uint32_t life, const std::string& path) const;
  std::uint64_t used_bytes() const;
  // What becomes of the next operation that changes the disk.
  DiskTrouble::Fate next(std::uint64_t bytes, std::uint64_t growth, std::uint64_t used);
  // Asks the trouble whether an operation without bytes succeeds.
  Result<> change(const std::string& path);
  // Writes into the content as much as the trouble lets through.
  Result<> put(DiskContent& content, const std::string& path, std::uint64_t offset, std::string_view bytes);
  Result<> sync(DiskContent& content, const std::string& path);
  void trace(std::string_view what, const std::string& path, std::string_view bytes);

  HostLoop& host_;
  Random random_;
  DiskTrouble trouble_;
  AtPowerCut at_power_cut_ = AtPowerCut::goes_on;
  Entries entries_;
};

}  // namespace checkride::world::sim
