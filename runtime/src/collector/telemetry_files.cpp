#include "collector/telemetry_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/system/errc.hpp>
#include <charconv>
#include <map>
#include <tuple>
#include <utility>

#include "checkride/compress/gzip.hpp"
#include "checkride/compress/zstd.hpp"
#include "collector/journal.hpp"
#include "collector/sequence_set.hpp"
#include "collector/telemetry_keys.hpp"

namespace checkride::runtime::collector {

namespace {

constexpr std::string_view kStem = "telemetry-";
constexpr std::size_t kStampBytes = 16;  // 20260105T080000Z

// 2 of "telemetry-20260105T080000Z-2.jsonl", the second file of its second; 1 of the first, which has no number.
int number_of(std::string_view name) {
  name.remove_prefix(kStem.size() + kStampBytes);
  int number = 1;
  if (name.starts_with('-')) std::from_chars(name.data() + 1, name.data() + name.size(), number);
  return number;
}

std::string packed_as(std::string_view name, std::string text) {
  if (name.ends_with(".gz")) return compress::gzip_member(text);
  if (name.ends_with(".zst")) return compress::zstd_frame(text);
  return text;
}

Result<> complete_part(world::Files& files, const std::string& folder, const std::string& part) {
  const std::string name = part.substr(0, part.size() - kPartEnding.size());
  const std::string path = folder + "/" + part;
  auto bytes = files.read(path);
  const bool too_large = !bytes && bytes.error().code() == boost::system::errc::file_too_large;
  if (too_large) return files.rename(path, folder + "/" + name);  // all of it: nobody can look into it here
  if (!bytes) return bytes.error();
  auto text = telemetry_text(name, std::move(*bytes));
  if (!text) return files.rename(path, folder + "/" + name + ".damaged");
  text->resize(whole_lines(*text));
  if (!text->empty()) TRY_VOID(files.write(folder + "/" + name, packed_as(name, std::move(*text))));
  return files.remove(path);
}

// Of each session the journal's records: sequence number and index.
using Indices = std::map<SessionKey, std::map<std::uint64_t, std::uint64_t>>;

Result<Indices> indices_of(world::Files& files, const std::string& journal) {
  Indices indices;
  TRY_VOID(inspect_journal(files, journal, [&indices](JournalRecord&& record) {
    indices[{record.sample.simulator, record.sample.session}].emplace(record.sample.sequence, record.index);
  }));
  return indices;
}

// Zero when the file holds nothing of the journal's.
Result<std::uint64_t> last_index_in(world::Files& files, const std::string& path, const Indices& indices) {
  std::uint64_t last = 0;
  auto bytes = files.read(path);
  if (!bytes && kind_of(bytes.error()) == Delivery::State::temporary &&
      bytes.error().code() != boost::system::errc::file_too_large) {
    return bytes.error();
  }
  if (!bytes) return last;
  const auto text = telemetry_text(path, std::move(*bytes));
  if (!text) return last;
  each_key(*text, [&](const TelemetryKey& key) {
    const auto session = indices.find({key.simulator, key.session});
    if (session == indices.end()) return;
    const auto found = session->second.find(key.sequence);
    if (found != session->second.end()) last = std::max(last, found->second);
  });
  return last;
}

}  // namespace

std::string file_stem(world::UtcTime begun) {
  // "2026-01-05T08:00:00.000000Z" without what a file name should not hold and without the fraction.
  const std::string text = world::format_rfc3339(begun);
  return fmt::format("{}{}{}{}T{}{}{}Z", kStem, text.substr(0, 4), text.substr(5, 2), text.substr(8, 2),
                     text.substr(11, 2), text.substr(14, 2), text.substr(17, 2));
}

std::optional<world::UtcTime> begun_at(std::string_view name) {
  if (!name.starts_with(kStem) || name.size() < kStem.size() + kStampBytes) return std::nullopt;
  const std::string_view stamp = name.substr(kStem.size(), kStampBytes);
  return world::parse_rfc3339(fmt::format("{}-{}-{}T{}:{}:{}Z", stamp.substr(0, 4), stamp.substr(4, 2),
                                          stamp.substr(6, 2), stamp.substr(9, 2), stamp.substr(11, 2),
                                          stamp.substr(13, 2)));
}

// By name the second file of a second stands before the first, and the tenth before the second.
std::vector<FinishedFile> finished_newest_first(std::vector<std::string> names) {
  std::vector<FinishedFile> files;
  for (std::string& name : names) {
    const auto begun = begun_at(name);
    if (begun && !name.ends_with(kPartEnding)) files.push_back({*begun, std::move(name)});
  }
  std::sort(files.begin(), files.end(), [](const FinishedFile& a, const FinishedFile& b) {
    return std::tuple(a.begun, number_of(a.name)) > std::tuple(b.begun, number_of(b.name));
  });
  return files;
}

// A sink takes records in order: the newest file that holds one of the journal's holds the last that was taken. Names
// tell the newest only while the clock goes forward, so the older ones are asked too while they hold any.
Result<std::uint64_t> recover_from_files(world::Files& files, const std::string& folder, const std::string& journal) {
  TRY(const std::vector<std::string> before, files.list(folder));
  for (const std::string& name : before) {
    if (begun_at(name) && name.ends_with(kPartEnding)) TRY_VOID(complete_part(files, folder, name));
  }
  TRY(const Indices indices, indices_of(files, journal));
  if (indices.empty()) return std::uint64_t{0};
  TRY(std::vector<std::string> names, files.list(folder));
  std::uint64_t next = 0;
  for (const FinishedFile& file : finished_newest_first(std::move(names))) {
    TRY(const std::uint64_t last, last_index_in(files, folder + "/" + file.name, indices));
    if (last == 0 && next > 0) break;
    if (last > 0) next = std::max(next, last + 1);
  }
  return next;
}

}  // namespace checkride::runtime::collector
