// Files of a world: real POSIX files, or a virtual host's disk.
#pragma once

#include <boost/system/errc.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"

namespace checkride::world {

// An open file being appended to. The destructor closes it without syncing.
class File {
 public:
  virtual ~File() = default;
  // Appends all of `bytes` or fails; after a failure part of them may be in the file.
  virtual Result<> append(std::string_view bytes) = 0;
  // Returns when everything appended would survive a power loss.
  virtual Result<> sync() = 0;
  virtual std::uint64_t size() const = 0;
};

// Paths are absolute or relative to the world's working directory ("/" on a virtual host), separated by '/'.
// Errors carry the path in their detail: no_such_file_or_directory, file_exists, no_space_on_device, io_error, ...
class Files {
 public:
  virtual ~Files() = default;
  virtual Result<std::string> read(const std::string& path) = 0;  // a regular file of at most 1 GiB, or an error
  // Replaces the file as a whole: a reader sees the old or the new content, never a part.
  virtual Result<> write(const std::string& path, std::string_view bytes) = 0;
  // Opens for appending; makes the file, not its folder, if it is absent.
  virtual Result<std::unique_ptr<File>> append_to(const std::string& path) = 0;
  virtual Result<> make_directories(const std::string& path) = 0;
  virtual Result<> rename(const std::string& from, const std::string& to) = 0;
  // Removes a file or an empty folder.
  virtual Result<> remove(const std::string& path) = 0;
  virtual bool exists(const std::string& path) = 0;
  // Who may do what with a file: the nine permission bits, 0644 and the like.
  virtual Result<unsigned> permissions(const std::string& path) {
    if (!exists(path)) return Error(make_error_code(boost::system::errc::no_such_file_or_directory), path);
    return 0644U;
  }
  // Names in a folder, sorted by byte value, without "." and "..".
  virtual Result<std::vector<std::string>> list(const std::string& path) = 0;
};

}  // namespace checkride::world
