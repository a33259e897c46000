// SqliteVfs: lets SQLite keep its databases among the files of a World, where those are not the operating system's.
#pragma once

#include <memory>
#include <string>

#include "checkride/world/world.hpp"

namespace checkride::runtime::collector {

// One connection at a time to a database: there is no shared memory, so a database in WAL mode wants
// PRAGMA locking_mode=EXCLUSIVE before its first use. Temporary files are refused: PRAGMA temp_store=MEMORY.
class SqliteVfs {
 public:
  // `world` outlives the VFS, and this every connection that was opened with its name.
  explicit SqliteVfs(world::World& world);
  ~SqliteVfs();
  SqliteVfs(const SqliteVfs&) = delete;
  SqliteVfs& operator=(const SqliteVfs&) = delete;

  // For sqlite3_open_v2.
  const char* name() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace checkride::runtime::collector
