#include "collector/sqlite_vfs.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <boost/system/errc.hpp>
#include <cstring>
#include <new>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::collector {

namespace {

constexpr int kSectorBytes = 512;
constexpr int kPathBytesMax = 4096;
constexpr std::int64_t kUnixEpochInJulianMilliseconds = 210866760000000;

// What SQLite holds of an open file; it gives the room for it.
struct OpenFile {
  sqlite3_file base;
  world::RandomFile* file;  // owned
};

world::RandomFile& of(sqlite3_file* file) {
  return *static_cast<OpenFile*>(static_cast<void*>(file))->file;
}

// What the functions of a VFS share.
struct Shared {
  world::World& world;
  int last_error = 0;  // errno of the last file that could not be opened
};

Shared& shared_of(sqlite3_vfs* vfs) {
  return *static_cast<Shared*>(vfs->pAppData);
}

world::World& world_of(sqlite3_vfs* vfs) {
  return shared_of(vfs).world;
}

int failure(const Error& error, int otherwise) {
  return error.code() == boost::system::errc::no_space_on_device ? SQLITE_FULL : otherwise;
}

int close_file(sqlite3_file* file) {
  delete static_cast<OpenFile*>(static_cast<void*>(file))->file;
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* into, int count, sqlite3_int64 offset) {
  const auto bytes = of(file).read_at(static_cast<std::uint64_t>(offset), static_cast<std::size_t>(count));
  if (!bytes) return SQLITE_IOERR_READ;
  std::memcpy(into, bytes->data(), bytes->size());
  if (bytes->size() == static_cast<std::size_t>(count)) return SQLITE_OK;
  std::memset(static_cast<char*>(into) + bytes->size(), 0, static_cast<std::size_t>(count) - bytes->size());
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
  const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(count));
  const auto done = of(file).write_at(static_cast<std::uint64_t>(offset), bytes);
  return done ? SQLITE_OK : failure(done.error(), SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return of(file).truncate(static_cast<std::uint64_t>(size)) ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int sync_file(sqlite3_file* file, int) {
  return of(file).sync() ? SQLITE_OK : SQLITE_IOERR_FSYNC;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  const auto found = of(file).size();
  if (!found) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(*found);
  return SQLITE_OK;
}

// Who has a file open has it alone.
int lock_file(sqlite3_file*, int) {
  return SQLITE_OK;
}

int is_reserved(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}

int control_file(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*) {
  return kSectorBytes;
}

// Nothing is promised: writes tear, and come to the disk in any order.
int characteristics(sqlite3_file*) {
  return 0;
}

constexpr sqlite3_io_methods kMethods{.iVersion = 1,
                                      .xClose = close_file,
                                      .xRead = read_file,
                                      .xWrite = write_file,
                                      .xTruncate = truncate_file,
                                      .xSync = sync_file,
                                      .xFileSize = size_of_file,
                                      .xLock = lock_file,
                                      .xUnlock = lock_file,
                                      .xCheckReservedLock = is_reserved,
                                      .xFileControl = control_file,
                                      .xSectorSize = sector_size,
                                      .xDeviceCharacteristics = characteristics,
                                      .xShmMap = nullptr,
                                      .xShmLock = nullptr,
                                      .xShmBarrier = nullptr,
                                      .xShmUnmap = nullptr,
                                      .xFetch = nullptr,
                                      .xUnfetch = nullptr};

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* into, int flags, int* out_flags) {
  into->pMethods = nullptr;
  if (path == nullptr) return SQLITE_CANTOPEN;
  world::Files& files = world_of(vfs).files();
  if ((flags & SQLITE_OPEN_CREATE) == 0 && !files.exists(path)) return SQLITE_CANTOPEN;
  auto file = files.open(path);
  shared_of(vfs).last_error = file ? 0 : file.error().code().value();
  if (!file) return failure(file.error(), SQLITE_CANTOPEN);
  static_cast<OpenFile*>(static_cast<void*>(into))->file = file->release();
  into->pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int) {
  world::Files& files = world_of(vfs).files();
  if (!files.exists(path)) return SQLITE_IOERR_DELETE_NOENT;
  return files.remove(path) ? SQLITE_OK : SQLITE_IOERR_DELETE;
}

int access_file(sqlite3_vfs* vfs, const char* path, int, int* there) {
  *there = world_of(vfs).files().exists(path) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int room, char* into) {
  const std::size_t bytes = std::strlen(path) + 1;
  if (bytes > static_cast<std::size_t>(room)) return SQLITE_CANTOPEN;
  std::memcpy(into, path, bytes);
  return SQLITE_OK;
}

int fill_random(sqlite3_vfs* vfs, int count, char* into) {
  world::Random& random = world_of(vfs).random("sqlite");
  for (int i = 0; i < count; ++i) into[i] = static_cast<char>(random.next() >> 56U);
  return count;
}

int pause(sqlite3_vfs*, int microseconds) {
  return microseconds;  // nobody else can end what is waited for
}

int now(sqlite3_vfs* vfs, sqlite3_int64* milliseconds) {
  const auto utc = std::chrono::floor<std::chrono::milliseconds>(world_of(vfs).clock().utc_now());
  *milliseconds = kUnixEpochInJulianMilliseconds + utc.time_since_epoch().count();
  return SQLITE_OK;
}

int now_in_days(sqlite3_vfs* vfs, double* days) {
  sqlite3_int64 milliseconds = 0;
  now(vfs, &milliseconds);
  *days = static_cast<double>(milliseconds) / 86400000.0;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs* vfs, int, char*) {
  return shared_of(vfs).last_error;
}

}  // namespace

struct SqliteVfs::Impl {
  explicit Impl(world::World& of) : shared{of} {}
  Shared shared;
  std::string name;
  sqlite3_vfs vfs{};
};

SqliteVfs::SqliteVfs(world::World& world) : impl_(std::make_unique<Impl>(world)) {
  // SQLite knows its VFSs by their names, for the whole process: each of ours has its own.
  impl_->name = fmt::format("checkride-{}", fmt::ptr(impl_.get()));
  sqlite3_vfs& vfs = impl_->vfs;
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(OpenFile);
  vfs.mxPathname = kPathBytesMax;
  vfs.zName = impl_->name.c_str();
  vfs.pAppData = &impl_->shared;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = fill_random;
  vfs.xSleep = pause;
  vfs.xCurrentTime = now_in_days;
  vfs.xCurrentTimeInt64 = now;
  vfs.xGetLastError = last_error;
  CHECKRIDE_ASSERT(sqlite3_vfs_register(&vfs, 0) == SQLITE_OK);
}

SqliteVfs::~SqliteVfs() {
  sqlite3_vfs_unregister(&impl_->vfs);
}

const char* SqliteVfs::name() const {
  return impl_->name.c_str();
}

}  // namespace checkride::runtime::collector
