// What a key-value store has on its disk: a log of every change, and snapshots at save points.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/stores/append_log.hpp"
#include "services/stores/key_space.hpp"
#include "services/stores/resp.hpp"

namespace checkride::harness::stores {

class KeyPersistence {
 public:
  // `files` outlives this; everything lies below `folder`.
  KeyPersistence(world::Files& files, const std::string& folder, const KeyValueSpec& spec);

  // Fills `keys`: from the log if there is one to be kept, else from the last snapshot. Error: a file that cannot be
  // read or is not ours.
  Result<> load(KeySpace& keys, world::UtcTime now);
  // Remembers these changes as append_only says: `always` durably. Error: they are not remembered, and must not be
  // acknowledged.
  Result<> keep(const std::vector<resp::Request>& effects, const KeySpace& keys);
  // All of `keys`, durably, in the place of what was there.
  Result<> save(const KeySpace& keys, world::UtcTime now);
  // What is due: the log of `everysec` reaches the disk, a save point's snapshot is written. Call it every second.
  Result<> tick(const KeySpace& keys, world::UtcTime now);
  // The log, where there is one, durably; without one a snapshot if anything changed and there are save points.
  Result<> finish(const KeySpace& keys, world::UtcTime now);
  // From now on every change fails, or none.
  void pretend_broken(bool broken) { broken_ = broken; }

  std::uint64_t changes_since_save() const { return changes_; }
  world::UtcTime last_save() const { return last_save_; }

 private:
  bool has_log() const { return append_only_ != AppendOnly::no; }
  Result<> check_broken() const;
  bool save_is_due(world::UtcTime now) const;

  AppendOnly append_only_;
  std::vector<SavePoint> save_points_;
  AppendLog log_;
  AppendLog snapshot_;
  std::uint64_t changes_ = 0;
  world::UtcTime last_save_{};
  bool broken_ = false;
};

}  // namespace checkride::harness::stores
