#include "collector/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/system/errc.hpp>
#include <charconv>
#include <functional>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::runtime::collector {

namespace {

constexpr std::string_view kEnding = ".journal";
constexpr std::string_view kCut = ".cut";
constexpr std::size_t kNameDigits = 20;
// No journal comes that far; a name beyond it was made by somebody else.
constexpr std::uint64_t kIndexMax = std::uint64_t{1} << 62U;
constexpr std::size_t kReadBytes = 1024 * 1024;

// The index in a segment's name; zero for other names.
std::uint64_t first_of(std::string_view name) {
  std::uint64_t first = 0;
  if (name.size() != kNameDigits + kEnding.size() || !name.ends_with(kEnding)) return 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + kNameDigits, first);
  const bool number = error == std::errc() && end == name.data() + kNameDigits;
  return number && first < kIndexMax ? first : 0;
}

SegmentReport inspect_segment(std::string_view bytes, std::string path, std::uint64_t first,
                              const std::function<void(JournalRecord&&)>& each) {
  SegmentReport report;
  report.path = std::move(path);
  report.first = first;
  SegmentReader reader(bytes);
  std::uint64_t good = 0;
  while (auto record = reader.next()) {
    if (record->index != first + report.records) {
      report.damage = fmt::format("record {} where {} should be", record->index, first + report.records);
      break;
    }
    ++report.records;
    good = reader.offset();
    each(std::move(*record));
  }
  if (report.damage.empty()) {
    report.damage = reader.damage();
    good = reader.offset();
  }
  report.bytes = good;
  report.lost_bytes = bytes.size() - good;
  return report;
}

}  // namespace

Result<std::vector<SegmentReport>> inspect_journal(world::Files& files, const std::string& folder,
                                                   const std::function<void(JournalRecord&&)>& each,
                                                   std::uint64_t from) {
  std::vector<SegmentReport> segments;
  if (!files.exists(folder)) return segments;
  TRY(std::vector<std::string> names, files.list(folder));
  std::erase_if(names, [](const std::string& name) { return first_of(name) == 0; });
  std::uint64_t last = 0;  // after a sync that failed its records stand in two segments
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i + 1 < names.size() && first_of(names[i + 1]) <= from) continue;
    const std::string& name = names[i];
    const std::uint64_t first = first_of(name);
    const auto bytes = files.read(folder + "/" + name);
    // A running monitor has released it: every sink has what it held.
    if (!bytes && bytes.error().code() == boost::system::errc::no_such_file_or_directory) continue;
    if (!bytes) return bytes.error();
    const auto once = [&](JournalRecord&& record) {
      if (record.index <= last) return;
      last = record.index;
      if (each) each(std::move(record));
    };
    segments.push_back(inspect_segment(*bytes, folder + "/" + name, first, once));
  }
  return segments;
}

std::vector<JournalGap> gaps_between(const std::vector<SegmentReport>& segments) {
  std::vector<JournalGap> gaps;
  std::uint64_t next = segments.empty() ? 0 : segments.front().first;
  for (const SegmentReport& segment : segments) {
    if (segment.first > next) gaps.push_back({next, segment.first - 1});
    next = std::max(next, segment.first + segment.records);
  }
  return gaps;
}

namespace {

std::string name_for_cut(world::Files& files, const std::string& segment) {
  std::string name = segment + std::string(kCut);
  for (int n = 2; files.exists(name); ++n) name = fmt::format("{}{}-{}", segment, kCut, n);
  return name;
}

Result<> cut_off(world::Files& files, world::RandomFile& file, SegmentReport& segment) {
  if (segment.lost_bytes > 0) {
    TRY(const std::string cut, file.read_at(segment.bytes, segment.lost_bytes));
    segment.kept = name_for_cut(files, segment.path);
    TRY_VOID(files.write(segment.kept, cut));
  }
  TRY_VOID(file.truncate(segment.bytes));
  return file.sync();
}

// By name the oldest stand first.
Result<> limit_cuts(world::Files& files, const std::string& folder) {
  TRY(std::vector<std::string> names, files.list(folder));
  std::erase_if(names, [](const std::string& name) {
    return name.find(std::string(kEnding) + std::string(kCut)) != kNameDigits;
  });
  for (std::size_t i = 0; i + kCutsMax < names.size(); ++i) TRY_VOID(files.remove(folder + "/" + names[i]));
  return {};
}

}  // namespace

Result<std::vector<SegmentReport>> repair_journal(world::Files& files, std::vector<SegmentReport> segments) {
  const auto damaged = [](const SegmentReport& segment) { return !segment.damage.empty(); };
  if (std::none_of(segments.begin(), segments.end(), damaged)) return segments;
  // The last is the one that a running monitor has open.
  TRY(const auto last, files.open(segments.back().path));
  for (SegmentReport& segment : segments) {
    if (!damaged(segment)) continue;
    if (&segment == &segments.back()) {
      TRY_VOID(cut_off(files, *last, segment));
      continue;
    }
    TRY(const auto file, files.open(segment.path));
    TRY_VOID(cut_off(files, *file, segment));
  }
  const std::string& any = segments.back().path;
  TRY_VOID(limit_cuts(files, any.substr(0, any.rfind('/'))));
  return segments;
}

Journal::Journal(world::Files& files, std::string folder, JournalLimits limits)
    : files_(files), folder_(std::move(folder)), limits_(limits) {}

std::string Journal::path_of(std::uint64_t first) const {
  return fmt::format("{}/{:020}{}", folder_, first, kEnding);
}

std::uint64_t Journal::bytes() const {
  std::uint64_t sum = 0;
  for (const Segment& segment : segments_) sum += segment.bytes;
  return sum;
}

Result<std::vector<SegmentReport>> Journal::open(std::uint64_t least_next) {
  TRY_VOID(files_.make_directories(folder_));
  segments_.clear();
  file_.reset();
  TRY(std::vector<SegmentReport> found, inspect_journal(files_, folder_));
  if (!found.empty()) {
    TRY(const auto nobody_else_writes, files_.open(found.back().path));
  }
  TRY(found, repair_journal(files_, std::move(found)));
  next_ = std::max<std::uint64_t>(least_next, 1);
  for (const SegmentReport& segment : found) {
    // A segment without records still tells how far the journal had come.
    next_ = std::max(next_, segment.first + segment.records);
    if (segment.records > 0) {
      // What was appended and not synced is as good as synced from here on.
      TRY(auto file, files_.open(segment.path));
      TRY_VOID(file->sync());
      segments_.push_back({segment.first, segment.bytes});
    } else {
      TRY_VOID(files_.remove(segment.path));
    }
  }
  synced_ = next_;
  TRY_VOID(begin_segment({}));
  return found;
}

Result<> Journal::begin_segment(const Columns& columns) {
  TRY_VOID(sync());
  const bool empty = !segments_.empty() && segments_.back().first == next_;
  if (!empty || file_ == nullptr) {
    file_.reset();
    TRY(file_, files_.open(path_of(next_)));
    if (!empty) segments_.push_back({next_, 0});
  }
  segments_.back().bytes = 0;
  torn_ = true;
  columns_.clear();
  std::string frame;
  append_columns_frame(frame, columns);
  TRY_VOID(write_tail(frame));
  columns_ = columns;
  return file_->sync();
}

Result<> Journal::prepare(const Columns& columns) {
  const bool fits = !segments_.empty() && segments_.back().bytes < limits_.segment_bytes && !segments_.back().cut;
  if (file_ != nullptr && fits && columns == columns_) return {};
  TRY_VOID(begin_segment(columns));
  return limit_bytes();
}

Result<> Journal::write_tail(const std::string& frames) {
  Segment& segment = segments_.back();
  if (torn_) {
    TRY_VOID(file_->truncate(segment.bytes));
    torn_ = false;
  }
  if (auto written = file_->write_at(segment.bytes, frames); !written) {
    torn_ = true;
    return written;
  }
  segment.bytes += frames.size();
  return {};
}

Result<> Journal::append(const std::vector<SamplePtr>& samples, const Columns& columns) {
  if (samples.empty()) return {};
  TRY_VOID(prepare(columns));
  std::string frames;
  std::uint64_t index = next_;
  for (const SamplePtr& sample : samples) {
    CHECKRIDE_ASSERT(sample->values.size() == columns.size());
    append_sample_frame(frames, index++, *sample);
  }
  TRY_VOID(write_tail(frames));
  next_ = index;
  return {};
}

Result<> Journal::sync() {
  if (file_ == nullptr || synced_ == next_) return {};
  if (auto done = file_->sync(); !done) {
    // What the system could not write it may have forgotten, and would call the next sync a success: what is not synced
    // counts as never appended, and the next segment begins there.
    file_.reset();
    next_ = synced_;
    return done;
  }
  synced_ = next_;
  return {};
}

void Journal::seek(Position& position) const {
  position.index = std::max(position.index, first());
  const auto after =
      std::upper_bound(segments_.begin(), segments_.end(), position.index,
                       [](std::uint64_t index, const Segment& segment) { return index < segment.first; });
  if (after == segments_.begin()) return;
  const Segment& segment = *(after - 1);
  if (segment.first == position.segment) return;
  position.segment = segment.first;
  position.offset = 0;
  position.columns.reset();
}

Result<std::string> Journal::read_part(const Segment& segment, std::uint64_t offset, std::size_t bytes) {
  const std::uint64_t left = segment.bytes - std::min(offset, segment.bytes);
  const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes));
  if (file_ != nullptr && segment.first == segments_.back().first) return file_->read_at(offset, length);
  TRY(const auto file, files_.open(path_of(segment.first)));
  return file->read_at(offset, length);
}

Result<std::vector<JournalRecord>> Journal::read(Position& position, std::size_t max) {
  std::vector<JournalRecord> records;
  bool more = true;
  while (more && records.size() < max) {
    Position next = position;
    auto read = read_more(next, max, records);
    if (!read && records.empty()) return read.error();
    if (!read) break;  // the next call meets it again
    position = std::move(next);
    more = *read;
  }
  return records;
}

// A part of one segment. False: there is no more for now. After an error nothing is added.
Result<bool> Journal::read_more(Position& position, std::size_t max, std::vector<JournalRecord>& records) {
  seek(position);
  if (position.index >= synced_ || segments_.empty()) return false;
  const auto at = std::find_if(segments_.begin(), segments_.end(),
                               [&](const Segment& segment) { return segment.first == position.segment; });
  if (at == segments_.end()) return false;
  TRY(const std::string part, read_part(*at, position.offset, kReadBytes + kFrameHeadBytes + kFrameBytesMax));
  SegmentReader reader(part, position.columns);
  const bool is_last = at + 1 == segments_.end();
  const std::uint64_t end = is_last ? synced_ : std::min(synced_, (at + 1)->first);
  std::size_t taken = 0;
  while (records.size() < max && reader.offset() < kReadBytes) {
    auto record = reader.next();
    if (!record || record->index >= end) break;
    taken = reader.offset();
    if (record->index < position.index) continue;
    position.index = record->index + 1;
    records.push_back(std::move(*record));
  }
  position.offset += taken;
  position.columns = reader.columns();
  if (taken > 0) return true;
  if (position.index < end && (is_last || !reader.damage().empty())) {
    cut(at, position, reader.damage().empty() ? "it ends too early" : reader.damage());
  }
  // Nothing more in this segment: the next one holds what follows, at whatever index it begins.
  position.index = is_last ? synced_ : (at + 1)->first;
  return !is_last;
}

void Journal::cut(Segments::iterator at, const Position& position, std::string damage) {
  if (std::exchange(at->cut, true)) return;
  SegmentReport report;
  report.path = path_of(at->first);
  report.first = at->first;
  report.records = position.index - at->first;
  report.bytes = position.offset;
  report.lost_bytes = at->bytes - std::min(at->bytes, position.offset);
  report.damage = std::move(damage);
  cuts_.push_back(std::move(report));
}

Result<> Journal::drop_front() {
  TRY_VOID(files_.remove(path_of(segments_.front().first)));
  segments_.erase(segments_.begin());
  return {};
}

Result<> Journal::release(std::uint64_t index) {
  while (segments_.size() > 1 && segments_[1].first <= index) TRY_VOID(drop_front());
  return {};
}

Result<> Journal::limit_bytes() {
  while (segments_.size() > 1 && bytes() > limits_.bytes_max) TRY_VOID(drop_front());
  return {};
}

}  // namespace checkride::runtime::collector
