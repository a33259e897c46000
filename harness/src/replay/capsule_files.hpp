// The files of a replay capsule as a disk: what a run read is there under the name that it read it by, and nothing
// else.
#pragma once

#include <map>
#include <string>

#include "checkride/world/files.hpp"

namespace checkride::harness {

// Read only; changes are refused with read_only_file_system.
class CapsuleFiles final : public world::Files {
 public:
  // Content by path; outlives this.
  explicit CapsuleFiles(const std::map<std::string, std::string>& files) : files_(files) {}

  Result<std::string> read(const std::string& path) override;
  Result<std::string> read_part(const std::string& path, std::uint64_t offset, std::size_t bytes_max) override;
  bool exists(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& path) override;

  Result<> write(const std::string& path, std::string_view bytes) override;
  Result<std::unique_ptr<world::File>> append_to(const std::string& path) override;
  Result<> make_directories(const std::string& path) override;
  Result<> rename(const std::string& from, const std::string& to) override;
  Result<> remove(const std::string& path) override;

 private:
  const std::map<std::string, std::string>& files_;
};

}  // namespace checkride::harness
