#include "notify/outbox_journal.hpp"

#include <utility>

namespace checkride::runtime::notify {

OutboxJournal::OutboxJournal(world::Files& files, std::string folder, std::string_view channel)
    : files_(files), folder_(std::move(folder)), path_(folder_ + "/" + std::string(channel) + ".journal") {}

Result<OutboxContents> OutboxJournal::recover(std::size_t dead_max) {
  if (!files_.exists(path_)) return OutboxContents();
  TRY(const std::string text, files_.read(path_));
  return replay_records(text, dead_max);
}

Result<> OutboxJournal::append(const Record& record, Lasting lasting) {
  if (!file_) TRY_VOID(open());
  const std::string line = encode_record(record);
  TRY_VOID(file_->append(line));
  appended_bytes_ += line.size();
  if (lasting == Lasting::at_once || std::holds_alternative<Parcel>(record)) TRY_VOID(file_->sync());
  return {};
}

Result<> OutboxJournal::rewrite(const std::vector<const Parcel*>& waiting, const std::deque<DeadLetter>& dead) {
  std::string text;
  for (const DeadLetter& letter : dead) text += encode_record(letter);
  for (const Parcel* parcel : waiting) text += encode_record(*parcel);
  file_.reset();
  TRY_VOID(files_.make_directories(folder_));
  TRY_VOID(files_.write(path_, text));
  appended_bytes_ = 0;
  return open();
}

void OutboxJournal::set_aside() {
  (void)files_.rename(path_, path_ + ".unreadable");  // what fails here was told by recover()
}

Result<> OutboxJournal::open() {
  TRY_VOID(files_.make_directories(folder_));
  TRY(file_, files_.append_to(path_));
  return {};
}

}  // namespace checkride::runtime::notify
