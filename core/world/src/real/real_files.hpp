// POSIX files.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/files.hpp"

namespace checkride::world::real {

// What errno says, about the path.
Error system_error_at(const std::string& path);
// "." of a bare name.
std::string folder_of(const std::string& path);
// After this the folder's entries survive a power loss too.
Result<> sync_folder_of(const std::string& path);

class RealFiles final : public Files {
 public:
  Result<std::string> read(const std::string& path) override;
  Result<std::string> read_part(const std::string& path, std::uint64_t offset, std::size_t bytes_max) override;
  Result<> write(const std::string& path, std::string_view bytes) override;
  Result<std::unique_ptr<File>> append_to(const std::string& path) override;
  Result<std::unique_ptr<RandomFile>> open(const std::string& path) override;
  Result<DiskSpace> space(const std::string& path) override;
  bool belong_to_the_system() const override { return true; }
  Result<> make_directories(const std::string& path) override;
  Result<> rename(const std::string& from, const std::string& to) override;
  Result<> remove(const std::string& path) override;
  bool exists(const std::string& path) override;
  Result<unsigned> permissions(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& path) override;
};

}  // namespace checkride::world::real
