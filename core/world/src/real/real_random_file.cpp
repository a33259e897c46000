// Files that are read and written at any place, and the room on their disk.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "real/descriptor.hpp"
#include "real/real_files.hpp"

namespace checkride::world::real {
namespace {

constexpr mode_t kFileMode = 0644;

class PosixRandomFile final : public RandomFile {
 public:
  PosixRandomFile(Descriptor descriptor, std::string path)
      : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

  Result<std::string> read_at(std::uint64_t offset, std::size_t length) override {
    std::string bytes(length, '\0');
    std::size_t done = 0;
    while (done < length) {
      const ssize_t count = ::pread(descriptor_.get(), bytes.data() + done, length - done, position(offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return system_error_at(path_);
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    bytes.resize(done);
    return bytes;
  }

  Result<> write_at(std::uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t count = ::pwrite(descriptor_.get(), bytes.data(), bytes.size(), position(offset));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return system_error_at(path_);
      bytes.remove_prefix(static_cast<std::size_t>(count));
      offset += static_cast<std::uint64_t>(count);
    }
    return {};
  }

  Result<> truncate(std::uint64_t size) override {
    if (::ftruncate(descriptor_.get(), position(size)) != 0) return system_error_at(path_);
    return {};
  }

  Result<> sync() override {
    if (::fdatasync(descriptor_.get()) != 0) return system_error_at(path_);
    if (!name_synced_) TRY_VOID(sync_folder_of(path_));
    name_synced_ = true;
    return {};
  }

  Result<std::uint64_t> size() override {
    struct stat status {};
    if (::fstat(descriptor_.get(), &status) != 0) return system_error_at(path_);
    return static_cast<std::uint64_t>(status.st_size);
  }

 private:
  static off_t position(std::uint64_t offset) { return static_cast<off_t>(offset); }

  Descriptor descriptor_;
  std::string path_;
  bool name_synced_ = false;
};

}  // namespace

Result<std::unique_ptr<RandomFile>> RealFiles::open(const std::string& path) {
  Descriptor descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode));
  if (!descriptor) return system_error_at(path);
  if (::flock(descriptor.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return system_error_at(path);
    return Error(make_error_code(boost::system::errc::device_or_resource_busy), path);
  }
  return std::unique_ptr<RandomFile>(std::make_unique<PosixRandomFile>(std::move(descriptor), path));
}

Result<DiskSpace> RealFiles::space(const std::string& path) {
  struct statvfs status {};
  if (::statvfs(path.c_str(), &status) != 0) return system_error_at(path);
  DiskSpace space;
  // Without what is kept for the superuser, as df counts: full is when nothing is left for everybody else.
  space.total_bytes = std::uint64_t{status.f_blocks - status.f_bfree + status.f_bavail} * status.f_frsize;
  space.free_bytes = std::uint64_t{status.f_bavail} * status.f_frsize;
  return space;
}

}  // namespace checkride::world::real
