// Files of a world: real POSIX files, or a virtual host's disk.
#pragma once

#include <boost/system/errc.hpp>
#include <cstddef>
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

// An open file that is read and written at any place. Only one program has it open this way at a time.
class RandomFile {
 public:
  virtual ~RandomFile() = default;
  // `length` bytes from `offset` on; fewer where the file ends.
  virtual Result<std::string> read_at(std::uint64_t offset, std::size_t length) = 0;
  // Writes all of `bytes` or fails; after a failure part of them may be in the file. What lies between the end of the
  // file and `offset` becomes zeros.
  virtual Result<> write_at(std::uint64_t offset, std::string_view bytes) = 0;
  // Cuts the file off, or fills it up with zeros.
  virtual Result<> truncate(std::uint64_t size) = 0;
  // Returns when everything written, and the file's name, would survive a power loss.
  virtual Result<> sync() = 0;
  virtual Result<std::uint64_t> size() = 0;
};

// Of the disk that holds a path, as this program may use it.
struct DiskSpace {
  std::uint64_t total_bytes = 0;
  std::uint64_t free_bytes = 0;
};

// Paths are absolute or relative to the world's working directory ("/" on a virtual host), separated by '/'.
// Errors carry the path in their detail: no_such_file_or_directory, file_exists, no_space_on_device, io_error, ...
// A name that write(), rename() or remove() made or took away stays so over a power loss; that of a file which was
// opened and never synced may be gone.
class Files {
 public:
  virtual ~Files() = default;
  virtual Result<std::string> read(const std::string& path) = 0;  // a regular file of at most 1 GiB, or an error
  // Up to `bytes_max` bytes of a regular file, from `offset` on; fewer only at its end, none behind it.
  virtual Result<std::string> read_part(const std::string& path, std::uint64_t offset, std::size_t bytes_max) = 0;
  // Replaces the file as a whole: a reader sees the old or the new content, never a part. Of a real program that is
  // killed meanwhile a file .checkride.new may stay in the folder, until the next one is written there.
  virtual Result<> write(const std::string& path, std::string_view bytes) = 0;
  // Opens for appending; makes the file, not its folder, if it is absent.
  virtual Result<std::unique_ptr<File>> append_to(const std::string& path) = 0;
  // Opens for reading and writing; makes the file, not its folder, if it is absent. Error: device_or_resource_busy
  // while a program has it open this way. Disks of a test's own making need not have it, nor space(): both then refuse.
  virtual Result<std::unique_ptr<RandomFile>> open(const std::string& path) { return not_offered(path); }
  virtual Result<DiskSpace> space(const std::string& path) { return not_offered(path); }
  // Whether a library that opens files itself (SQLite) finds the same files under the same paths.
  virtual bool belong_to_the_system() const { return false; }
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

 private:
  static Error not_offered(const std::string& path) {
    return Error(make_error_code(boost::system::errc::operation_not_supported), path);
  }
};

}  // namespace checkride::world
