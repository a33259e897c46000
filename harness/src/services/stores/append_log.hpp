// A file that only grows, entry by entry: what a store has promised to remember. A torn end is recognised and cut off.
//
//   AppendLog log(files, "db/changes.log");
//   TRY(std::vector<std::string> entries, log.recover());
//   TRY_VOID(log.append_durably(entry));       // acknowledge after this
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/result/result.hpp"
#include "checkride/world/files.hpp"

namespace checkride::harness::stores {

// One entry as it stands in the file: checksum, length, the bytes themselves, newline.
std::string encode_entry(std::string_view entry);

struct LogContents {
  std::vector<std::string> entries;
  std::uint64_t damaged_bytes = 0;  // behind the last whole entry
};
// The whole entries from the begin on; total over any bytes.
LogContents read_entries(std::string_view text);

class AppendLog {
 public:
  // `files` outlives this. The folder of `path` is made when something is written.
  AppendLog(world::Files& files, std::string path);

  // The entries of the file, whose torn end is taken away; none if there is no file. Call it first.
  Result<std::vector<std::string>> recover();
  // At the end of the file, and lost if the power goes before sync(). After an error it is not in the log.
  Result<> append(std::string_view entry);
  Result<> sync();
  // Both. After an error the entry is not in the log, now or after a restart.
  Result<> append_durably(std::string_view entry);
  // Puts these in the place of all entries, at once and durably.
  Result<> rewrite(const std::vector<std::string>& entries);

  std::size_t size() const { return size_; }

 private:
  Result<> open();
  Result<> repair();
  Result<> write(std::string_view text);

  world::Files& files_;
  std::string path_;
  std::unique_ptr<world::File> file_;
  std::size_t size_ = 0;
  bool damaged_ = false;  // more may be in the file than the `size_` entries
};

}  // namespace checkride::harness::stores
