// POSIX files.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/files.hpp"

namespace checkride::world::real {

class RealFiles final : public Files {
 public:
  Result<std::string> read(const std::string& path) override;
  Result<> write(const std::string& path, std::string_view bytes) override;
  Result<std::unique_ptr<File>> append_to(const std::string& path) override;
  Result<> make_directories(const std::string& path) override;
  Result<> rename(const std::string& from, const std::string& to) override;
  Result<> remove(const std::string& path) override;
  bool exists(const std::string& path) override;
  Result<unsigned> permissions(const std::string& path) override;
  Result<std::vector<std::string>> list(const std::string& path) override;
};

}  // namespace checkride::world::real
