// Journal: every sample that arrived, on the disk before anything else is done with it; from there each sink takes it
// at its own pace.
//
//   <folder>/00000000000000000001.journal     segments, named after the index of their first record
//
// Segments are only appended to. At the start each is read once: from the first frame that is not whole on, a segment
// is cut off; what was cut is kept beside it, and told. Nothing that was synced can be there: see the laws in
// journal_laws_test.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "checkride/world/files.hpp"
#include "collector/journal_format.hpp"

namespace checkride::runtime::collector {

struct JournalLimits {
  std::uint64_t segment_bytes = 8 * 1024 * 1024;
  std::uint64_t bytes_max = 1024 * 1024 * 1024;  // of all segments; beyond it the oldest goes, taken or not
};

// One segment as it was found, for recovery and for `buffer check`.
struct SegmentReport {
  std::string path;
  std::uint64_t first = 0;  // index of its first record; of the next one where it has none
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;       // good ones, from the start
  std::uint64_t lost_bytes = 0;  // behind them
  std::string damage;            // why they are not good; empty when there are none
  std::string kept;              // the file that has them since they were cut off
};

// Reads all segments below `folder`, in order, and changes nothing. No folder: no segments. `each`, if there is one, is
// given every record. Segments that end before the record `from` are left out.
Result<std::vector<SegmentReport>> inspect_journal(world::Files& files, const std::string& folder,
                                                   const std::function<void(JournalRecord&&)>& each = {},
                                                   std::uint64_t from = 0);
// Records that stand in no segment, though later ones do: of a segment that is gone, emptied or cut off.
struct JournalGap {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  bool operator==(const JournalGap&) const = default;
};
std::vector<JournalGap> gaps_between(const std::vector<SegmentReport>& segments);
// Cuts damaged segments off behind their last good record; what is cut is kept beside it as NAME.cut (.cut-2, ... where
// that is taken), as the segments that are returned say. A journal keeps its newest kCutsMax cuts.
// Error: device_or_resource_busy while a program writes this journal; nothing is cut then.
inline constexpr std::size_t kCutsMax = 32;
Result<std::vector<SegmentReport>> repair_journal(world::Files& files, std::vector<SegmentReport> segments);

class Journal {
 public:
  // Where a reader is. The default: before the first record there is.
  struct Position {
    std::uint64_t index = 0;  // of the next record to read
    std::uint64_t segment = 0;
    std::uint64_t offset = 0;
    std::shared_ptr<const Columns> columns;
  };

  // `files` outlives the journal. The folder is made by open().
  Journal(world::Files& files, std::string folder, JournalLimits limits = {});

  // Recovers what there is and tells it. The next record will have an index of `least_next` or more.
  // Errors: device_or_resource_busy while another program writes this journal; those of the disk.
  Result<std::vector<SegmentReport>> open(std::uint64_t least_next);
  // All of the samples are in the segments, or none. What a failed write left is cut off before the next.
  Result<> append(const std::vector<SamplePtr>& samples, const Columns& columns);
  // Everything appended survives a power loss afterwards. After a failure what was not synced counts as not appended:
  // next() is synced(), and the caller appends it again.
  Result<> sync();
  // At most `max` records from `position` on, of those that are synced; none when there are no more. The position moves
  // behind them, and not at all after an error. Where records before `first()` were asked for it moves there: they are
  // gone. A segment that is damaged ends there, for all readers: take_cuts() has it.
  Result<std::vector<JournalRecord>> read(Position& position, std::size_t max);
  // Nobody needs the records below `index` any more: segments that hold only such go.
  Result<> release(std::uint64_t index);

  std::uint64_t first() const { return segments_.empty() ? next_ : segments_.front().first; }
  std::uint64_t next() const { return next_; }      // index of the next record to come
  std::uint64_t synced() const { return synced_; }  // records below it are synced
  std::uint64_t bytes() const;
  // Segments found damaged since the last call, each once.
  std::vector<SegmentReport> take_cuts() { return std::exchange(cuts_, {}); }
  const std::string& folder() const { return folder_; }

 private:
  struct Segment {
    std::uint64_t first = 0;
    std::uint64_t bytes = 0;
    bool cut = false;  // damage was met in it: nothing more is written behind that
  };
  using Segments = std::vector<Segment>;
  std::string path_of(std::uint64_t first) const;
  Result<> begin_segment(const Columns& columns);
  Result<> prepare(const Columns& columns);
  Result<> write_tail(const std::string& frames);
  Result<> limit_bytes();
  Result<> drop_front();
  Result<std::string> read_part(const Segment& segment, std::uint64_t offset, std::size_t bytes);
  void seek(Position& position) const;
  Result<bool> read_more(Position& position, std::size_t max, std::vector<JournalRecord>& records);
  void cut(Segments::iterator at, const Position& position, std::string damage);

  world::Files& files_;
  std::string folder_;
  JournalLimits limits_;
  Segments segments_;                        // the last is the one written, while file_ is open
  std::unique_ptr<world::RandomFile> file_;  // none: the next append begins a segment
  bool torn_ = false;                        // bytes may stand behind the last segment's good ones
  Columns columns_;                          // of the open segment
  std::uint64_t next_ = 1;
  std::uint64_t synced_ = 1;
  std::vector<SegmentReport> cuts_;
};

}  // namespace checkride::runtime::collector
