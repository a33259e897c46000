#include "collector/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/system/errc.hpp>
#include <optional>
#include <utility>

#include "checkride/values/json.hpp"

namespace checkride::runtime::collector {

namespace {

using values::json::Writer;

constexpr std::int64_t kVersion = 1;
constexpr std::array<std::string_view, 3> kEnds{"open", "ended", "killed"};

void write_ranges(Writer& json, std::string_view name, const SequenceSet& set) {
  const auto ranges = set.ranges();
  if (ranges.empty()) return;
  json.key(name).begin_array();
  for (const SequenceSet::Range& range : ranges) {
    json.begin_array().value(range.first).value(range.last).end_array();
  }
  json.end_array();
}

void write_entry(Writer& json, const SessionKey& key, const Ledger::Entry& entry) {
  json.begin_object().member("simulator", key.simulator).member("session", key.session);
  if (entry.last > 0) {
    json.member("last", entry.last).member("state", kEnds.at(static_cast<std::size_t>(entry.end)));
  }
  write_ranges(json, "taken", entry.taken);
  write_ranges(json, "dead", entry.dead);
  json.end_object();
}

// Reads one line; sticky: after the first thing that is not as it should be, failed() holds.
class Line {
 public:
  explicit Line(std::string_view text) {
    boost::system::error_code error;
    value_ = boost::json::parse(text, error);
    failed_ = bool(error) || !value_.is_object();
  }
  bool failed() const { return failed_; }
  bool has(std::string_view name) const { return !failed_ && value_.get_object().contains(name); }

  std::uint64_t number(std::string_view name) { return number_of(member(name)); }
  std::string text(std::string_view name) {
    const boost::json::value* found = member(name);
    if (found == nullptr || !found->is_string()) return fail(std::string());
    return std::string(std::string_view(found->get_string()));
  }
  bool truth(std::string_view name) {
    const boost::json::value* found = member(name);
    return found != nullptr && found->is_bool() ? found->get_bool() : fail(false);
  }
  void ranges(std::string_view name, SequenceSet* into) {
    if (!has(name)) return;
    const boost::json::value* found = member(name);
    if (!found->is_array()) return (void)fail(0);
    for (const boost::json::value& range : found->get_array()) {
      const bool pair = range.is_array() && range.get_array().size() == 2;
      const std::uint64_t first = pair ? number_of(&range.get_array()[0]) : 0;
      const std::uint64_t last = pair ? number_of(&range.get_array()[1]) : 0;
      if (failed_ || first == 0 || last < first) return (void)fail(0);
      into->add_range({first, last});
    }
  }
  Ledger::End end() {
    const auto found = std::find(kEnds.begin(), kEnds.end(), text("state"));
    return found == kEnds.end() ? fail(Ledger::End::open) : static_cast<Ledger::End>(found - kEnds.begin());
  }

 private:
  template <class T>
  T fail(T value) {
    failed_ = true;
    return value;
  }
  const boost::json::value* member(std::string_view name) {
    const boost::json::value* found = failed_ ? nullptr : value_.get_object().if_contains(name);
    if (found == nullptr) failed_ = true;
    return found;
  }
  std::uint64_t number_of(const boost::json::value* value) {
    boost::system::error_code error;
    const std::uint64_t number = value == nullptr ? 0 : value->to_number<std::uint64_t>(error);
    return value == nullptr || error ? fail(std::uint64_t{0}) : number;
  }

  boost::json::value value_;
  bool failed_ = false;
};

// Takes a line and its end off the front; none when there is no whole one.
std::optional<std::string_view> take_line(std::string_view* text) {
  const std::size_t end = text->find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text->substr(0, end);
  text->remove_prefix(end + 1);
  return line;
}

}  // namespace

Ledger Ledger::begun_late() {
  Ledger ledger;
  ledger.whole_ = false;
  return ledger;
}

Result<Ledger> Ledger::parse(std::string_view text) {
  Ledger ledger;
  const auto head = take_line(&text);
  Line first(head.value_or(""));
  const bool known = first.has("ledger") && first.number("ledger") == kVersion;
  ledger.whole_ = known && first.truth("whole");
  bool good = known && !first.failed();
  while (good && !text.empty()) {
    const auto next = take_line(&text);
    Line line(next.value_or(""));
    Entry entry;
    const SessionKey key{line.text("simulator"), line.number("session")};
    if (line.has("last")) {
      entry.last = line.number("last");
      entry.end = line.end();
    }
    line.ranges("taken", &entry.taken);
    line.ranges("dead", &entry.dead);
    good = !line.failed();
    if (good) ledger.entries_.insert_or_assign(key, std::move(entry));
  }
  if (!good) return Error::invalid("no ledger, or a damaged one");
  return ledger;
}

std::string Ledger::text() const {
  std::string out;
  Writer(out).begin_object().member("ledger", kVersion).member("whole", whole_).end_object();
  out += '\n';
  for (const auto& [key, entry] : entries_) {
    Writer json(out);
    write_entry(json, key, entry);
    out += '\n';
  }
  return out;
}

Ledger::Entry& Ledger::at(const SessionKey& key) {
  const auto found = entries_.find(key);
  if (found != entries_.end()) return found->second;
  if (entries_.size() >= kSessionsMax) {
    const auto older = [](const auto& a, const auto& b) { return a.first.session < b.first.session; };
    entries_.erase(std::min_element(entries_.begin(), entries_.end(), older));
    whole_ = false;
  }
  return entries_[key];
}

void Ledger::receive(const SessionKey& key, std::uint64_t sequence) {
  Entry& entry = at(key);
  if (entry.last == 0) {
    for (auto other = entries_.lower_bound({key.simulator, 0}); other != entries_.end(); ++other) {
      if (other->first.simulator != key.simulator) break;
      if (other->second.end == End::open) other->second.end = End::ended;
    }
  }
  entry.last = std::max(entry.last, sequence);
  entry.end = End::open;
}

const Ledger::Entry* Ledger::find(const SessionKey& key) const {
  const auto found = entries_.find(key);
  return found == entries_.end() ? nullptr : &found->second;
}

void Ledger::end_all(End from, End to) {
  for (auto& [key, entry] : entries_) {
    if (entry.end == from) entry.end = to;
  }
}

std::uint64_t Ledger::known_from() const {
  if (whole_) return 0;
  std::uint64_t first = UINT64_MAX;
  for (const auto& [key, entry] : entries_) first = std::min(first, key.session);
  return first;
}

std::string ledger_path(const std::string& journal_folder, std::string_view name) {
  return fmt::format("{}/{}.ledger", journal_folder, name);
}

Result<Ledger> read_ledger(world::Files& files, const std::string& path) {
  if (!files.exists(path)) return Ledger();
  TRY(const std::string text, files.read(path));
  auto ledger = Ledger::parse(text);
  if (!ledger) return ledger.error().with(path);
  return ledger;
}

Result<Ledger> read_ledger_or_begin(world::Files& files, const std::string& path) {
  auto ledger = read_ledger(files, path);
  if (!ledger && ledger.error().code() == boost::system::errc::invalid_argument) return Ledger::begun_late();
  return ledger;
}

Result<> write_ledger(world::Files& files, const std::string& path, const Ledger& ledger) {
  return files.write(path, ledger.text());
}

}  // namespace checkride::runtime::collector
