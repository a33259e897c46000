#include "collector/telemetry_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/system/errc.hpp>
#include <iterator>

#include "collector/telemetry_files.hpp"
#include "collector/telemetry_lines.hpp"

namespace checkride::runtime::collector {

void merge_records(std::vector<JournalRecord>& records, std::vector<JournalRecord> more) {
  const auto sequence = [](const JournalRecord& one) { return one.sample.sequence; };
  records.insert(records.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  // Stable: of two with one sequence the first stays.
  std::ranges::stable_sort(records, {}, sequence);
  const auto doubles = std::ranges::unique(records, {}, sequence);
  records.erase(doubles.begin(), doubles.end());
}

Result<TelemetryFolder> TelemetryFolder::open(world::Files& files, const std::string& folder,
                                              const SinkPosition& position) {
  TelemetryFolder opened(files, position);
  if (!files.exists(folder)) return opened;
  TRY(const std::vector<std::string> names, files.list(folder));
  for (const std::string& name : names) {
    if (begun_at(name)) TRY_VOID(opened.add(folder + "/" + name));
  }
  return opened;
}

// What cannot be read is told, and the others are read all the same.
Result<> TelemetryFolder::add(const std::string& path) {
  const auto text = text_of(path);
  if (!text) {
    notes_.push_back(text.error().with(path).message());
    return {};
  }
  TelemetryLines lines(*text);
  std::set<SessionName>& held = contents_[path];
  while (const auto record = lines.next()) held.emplace(record->sample.simulator, record->sample.session);
  if (lines.unreadable() > 0) {
    notes_.push_back(fmt::format("{}: {} lines are no records, the first of them {}", path, lines.unreadable(),
                                 lines.first_unreadable()));
  }
  sessions_.insert(held.begin(), held.end());
  return {};
}

Result<std::string> TelemetryFolder::text_of(const std::string& path) const {
  auto bytes = files_->read(path);
  // A running monitor completes a file, and its name changes, at any moment.
  const bool gone = !bytes && bytes.error().code() == boost::system::errc::no_such_file_or_directory;
  const bool part = path.ends_with(kPartEnding);
  if (gone && part) bytes = files_->read(path.substr(0, path.size() - kPartEnding.size()));
  if (!bytes) return bytes.error();
  const bool counted = part && !gone && path.ends_with("/" + position_.file + std::string(kPartEnding));
  if (counted && bytes->size() > position_.bytes) bytes->resize(position_.bytes);
  return unpacked_telemetry(std::move(*bytes));
}

std::vector<JournalRecord> TelemetryFolder::records(const SessionName& session, world::UtcTime from,
                                                    world::UtcTime to) {
  std::vector<JournalRecord> found;
  for (auto file = contents_.begin(); file != contents_.end();) {
    const auto& [path, held] = *file;
    if (!held.contains(session)) {
      ++file;
      continue;
    }
    const auto text = text_of(path);
    if (!text) {
      notes_.push_back(text.error().with(path).message());
      file = contents_.erase(file);  // told once
      continue;
    }
    TelemetryLines lines(*text);
    while (auto record = lines.next()) {
      const Sample& sample = record->sample;
      const bool wanted =
          sample.simulator == session.first && sample.session == session.second && sample.ts >= from && sample.ts < to;
      if (wanted) found.push_back(std::move(*record));
    }
    ++file;
  }
  merge_records(found, {});
  return found;
}

}  // namespace checkride::runtime::collector
