// OutboxJournal: the file in which an outbox survives kill and restart. What was posted is on the disk before the first
// attempt; whatever is lost after that costs a double, never a notification.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "checkride/world/files.hpp"
#include "notify/outbox_records.hpp"

namespace checkride::runtime::notify {

class OutboxJournal {
 public:
  // Appended beyond this since the last rewriting: worth rewriting.
  static constexpr std::size_t kAppendedBytesMax = 256 * 1024;

  // `files` outlives the journal. Nothing is made on the disk before the first record.
  OutboxJournal(world::Files& files, std::string folder, std::string_view channel);

  // What the file holds; nothing if there is none. Errors name the file.
  Result<OutboxContents> recover(std::size_t dead_max);
  // When a record is safe from a power loss: when append() returns, or, by its kind, only a Parcel.
  enum class Lasting { by_kind, at_once };
  // Adds a record. After an error the file may end in a part of a record: only rewrite() may follow.
  Result<> append(const Record& record, Lasting lasting = Lasting::by_kind);
  // Replaces the file by what is left of it, as a whole.
  Result<> rewrite(const std::vector<const Parcel*>& waiting, const std::deque<DeadLetter>& dead);
  // Gives a file that cannot be read another name, so that the next one does not replace it.
  void set_aside();
  bool wants_rewriting() const { return appended_bytes_ > kAppendedBytesMax; }
  const std::string& path() const { return path_; }

 private:
  Result<> open();

  world::Files& files_;
  std::string folder_;
  std::string path_;
  std::unique_ptr<world::File> file_;
  std::size_t appended_bytes_ = 0;
};

}  // namespace checkride::runtime::notify
