#include "real/new_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/system/errc.hpp>
#include <cerrno>
#include <cstdio>

#include "real/real_files.hpp"

namespace checkride::world::real {
namespace {

constexpr mode_t kFileMode = 0644;
// So many write to one folder at a time, or were killed where files cannot be locked.
constexpr int kNamesMax = 1000;

std::string name_in(const std::string& folder, int number) {
  const std::string name = folder + "/.checkride.new";
  return number == 1 ? name : name + "-" + std::to_string(number);
}

// Whether what is open still stands under that name.
bool is_named(int descriptor, const std::string& name) {
  struct stat held {};
  struct stat there {};
  return ::fstat(descriptor, &held) == 0 && ::lstat(name.c_str(), &there) == 0 && S_ISREG(held.st_mode) &&
         held.st_dev == there.st_dev && held.st_ino == there.st_ino;
}

// Takes away what nobody writes any more. Its name cannot become another's meanwhile: for that it takes the lock.
bool remove_leftover(const std::string& name) {
  // To be locked for itself alone, some file systems want it open for writing.
  const Descriptor left(::open(name.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!left || ::flock(left.get(), LOCK_EX | LOCK_NB) != 0) return false;
  return is_named(left.get(), name) && ::unlink(name.c_str()) == 0;
}

Descriptor make_named(const std::string& name) {
  return Descriptor(::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kFileMode));
}

// None: errno says why; EEXIST if the name is another's.
Descriptor try_name(const std::string& name) {
  Descriptor made = make_named(name);
  if (!made && errno == EEXIST) {
    if (remove_leftover(name)) {
      made = make_named(name);
    } else {
      errno = EEXIST;
    }
  }
  if (!made) return made;
  // Before it was locked somebody may have taken it for a leftover, and takes it away.
  const bool taken = ::flock(made.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  if (!taken && is_named(made.get(), name)) return made;
  made = Descriptor();
  errno = EEXIST;
  return made;
}

}  // namespace

Result<NewFile> NewFile::make(const std::string& path) {
  const std::string folder = folder_of(path);
  for (int number = 1; number <= kNamesMax; ++number) {
    std::string name = name_in(folder, number);
    Descriptor made = try_name(name);
    if (made) return NewFile(std::move(made), std::move(name));
    if (errno != EEXIST) return system_error_at(path);
  }
  return Error(make_error_code(boost::system::errc::device_or_resource_busy),
               path + ": too many files .checkride.new-* in its folder; remove those that nobody writes");
}

NewFile::~NewFile() {
  if (!name_.empty()) ::unlink(name_.c_str());
}

Result<> NewFile::take_place_of(const std::string& path) {
  if (::rename(name_.c_str(), path.c_str()) != 0) return system_error_at(path);
  name_.clear();
  return {};
}

}  // namespace checkride::world::real
