#include "real/real_files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "read_limit.hpp"
#include "real/descriptor.hpp"
#include "real/new_file.hpp"

namespace checkride::world::real {
namespace {

constexpr mode_t kFileMode = 0644;
constexpr mode_t kFolderMode = 0755;

Result<> write_fully(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error_at(path);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

class PosixFile final : public File {
 public:
  PosixFile(Descriptor descriptor, std::string path, std::uint64_t size)
      : descriptor_(std::move(descriptor)), path_(std::move(path)), size_(size) {}

  Result<> append(std::string_view bytes) override {
    TRY_VOID(write_fully(descriptor_.get(), bytes, path_));
    size_ += bytes.size();
    return {};
  }
  Result<> sync() override {
    if (::fdatasync(descriptor_.get()) != 0 && errno != EINVAL) return system_error_at(path_);  // a pipe has no disk
    return {};
  }
  std::uint64_t size() const override { return size_; }

 private:
  Descriptor descriptor_;
  std::string path_;
  std::uint64_t size_;
};

Error too_large(const std::string& path) {
  return Error(make_error_code(boost::system::errc::file_too_large), path);
}

Error not_regular(const std::string& path) {
  return Error(make_error_code(boost::system::errc::invalid_argument), path + " is no regular file");
}

// The size of what is open. A device or a pipe, which may give bytes without end, or never one, is refused.
Result<std::uint64_t> regular_size(int descriptor, const std::string& path) {
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) return system_error_at(path);
  if (S_ISDIR(status.st_mode)) return Error(make_error_code(boost::system::errc::is_a_directory), path);
  if (!S_ISREG(status.st_mode)) return not_regular(path);
  return static_cast<std::uint64_t>(status.st_size);
}

// A new file in the same folder, then one rename: nobody sees a part of it.
Result<> replace(const std::string& path, std::string_view bytes) {
  TRY(NewFile file, NewFile::make(path));
  TRY_VOID(write_fully(file.descriptor(), bytes, path));
  if (::fsync(file.descriptor()) != 0) return system_error_at(path);
  return file.take_place_of(path);
}

// A device or a pipe that stands there is written into: a file in its place would be another thing under its name.
bool is_written_into(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

Result<> write_into(const std::string& path, std::string_view bytes) {
  const Descriptor descriptor(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!descriptor) return system_error_at(path);
  return write_fully(descriptor.get(), bytes, path);
}

}  // namespace

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<> sync_folder_of(const std::string& path) {
  const std::string folder = folder_of(path);
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor || ::fsync(descriptor.get()) != 0) return system_error_at(folder);
  return {};
}

Error system_error_at(const std::string& path) {
  return Error(ErrorCode(errno, boost::system::system_category()), path);
}

// Opening does not block, so that a pipe without a writer is refused like any other thing that is no file.
Result<std::string> RealFiles::read(const std::string& path) {
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!descriptor) return system_error_at(path);
  TRY(const std::uint64_t size, regular_size(descriptor.get(), path));
  if (size > kReadBytesMax) return too_large(path);
  std::string content;
  std::array<char, 65536> part{};
  for (;;) {
    const ssize_t count = ::read(descriptor.get(), part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error_at(path);
    if (count == 0) return content;
    // Files of /proc and those that grow tell a smaller size than they have.
    if (content.size() + static_cast<std::size_t>(count) > kReadBytesMax) return too_large(path);
    content.append(part.data(), static_cast<std::size_t>(count));
  }
}

Result<std::string> RealFiles::read_part(const std::string& path, std::uint64_t offset, std::size_t bytes_max) {
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!descriptor) return system_error_at(path);
  TRY(const std::uint64_t size, regular_size(descriptor.get(), path));
  if (offset >= size) return std::string();
  std::string content(static_cast<std::size_t>(std::min<std::uint64_t>(bytes_max, size - offset)), '\0');
  std::size_t filled = 0;
  while (filled < content.size()) {
    const off_t at = static_cast<off_t>(offset + filled);
    const ssize_t count = ::pread(descriptor.get(), content.data() + filled, content.size() - filled, at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return system_error_at(path);
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  content.resize(filled);
  return content;
}

Result<> RealFiles::write(const std::string& path, std::string_view bytes) {
  if (is_written_into(path)) return write_into(path, bytes);
  TRY_VOID(replace(path, bytes));
  return sync_folder_of(path);
}

Result<std::unique_ptr<File>> RealFiles::append_to(const std::string& path) {
  // As in reading: a pipe without a reader is an error, and one with a reader is no file either.
  Descriptor descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, kFileMode));
  if (!descriptor) return system_error_at(path);
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0) return system_error_at(path);
  if (S_ISFIFO(status.st_mode)) return not_regular(path);
  auto file = std::make_unique<PosixFile>(std::move(descriptor), path, static_cast<std::uint64_t>(status.st_size));
  return std::unique_ptr<File>(std::move(file));
}

Result<> RealFiles::make_directories(const std::string& path) {
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    const std::string folder = path.substr(0, end);
    if (::mkdir(folder.c_str(), kFolderMode) != 0 && errno != EEXIST) return system_error_at(folder);
    if (end == std::string::npos) break;
  }
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return system_error_at(path);
  if (!S_ISDIR(status.st_mode)) {
    return Error(make_error_code(boost::system::errc::not_a_directory), path);
  }
  return {};
}

Result<> RealFiles::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return system_error_at(from);
  TRY_VOID(sync_folder_of(to));
  return folder_of(from) == folder_of(to) ? Result<>() : sync_folder_of(from);
}

Result<> RealFiles::remove(const std::string& path) {
  if (::unlink(path.c_str()) == 0) return sync_folder_of(path);
  if ((errno == EISDIR || errno == EPERM) && ::rmdir(path.c_str()) == 0) return sync_folder_of(path);
  return system_error_at(path);
}

bool RealFiles::exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

Result<unsigned> RealFiles::permissions(const std::string& path) {
  constexpr unsigned kBits = 0777;
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return system_error_at(path);
  return facts.st_mode & kBits;
}

Result<std::vector<std::string>> RealFiles::list(const std::string& path) {
  struct Close {
    void operator()(DIR* folder) const { ::closedir(folder); }
  };
  const std::unique_ptr<DIR, Close> folder(::opendir(path.c_str()));
  if (folder == nullptr) return system_error_at(path);
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name(entry->d_name);
    if (name != "." && name != "..") names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace checkride::world::real
