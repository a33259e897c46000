#include "control/event_journal.hpp"

#include <utility>

namespace checkride::emulator {

void EventJournal::add(JournalEntry entry) {
  entry.id = ++last_;
  entries_.push_back(std::move(entry));
  if (entries_.size() > kEntriesMax) entries_.pop_front();
  changed_.notify_all();
}

const JournalEntry* EventJournal::after(std::uint64_t id) const {
  if (entries_.empty() || id >= last_) return nullptr;
  const std::uint64_t first = entries_.front().id;
  return &entries_[id < first ? 0 : id + 1 - first];
}

}  // namespace checkride::emulator
