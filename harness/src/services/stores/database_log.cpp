// What a database has on its disk: its log of changes, and for whom it voted.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "services/stores/database.hpp"

namespace checkride::harness::stores {

namespace {

constexpr std::string_view kVotesFile = "/votes";

// "TERM CHANGE", as the log and the file of votes have it. Error: there is no number at its begin.
Result<std::pair<std::uint64_t, std::string>> split(std::string_view text) {
  std::uint64_t term = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), term);
  if (error != std::errc() || end == text.data() + text.size() || *end != ' ') {
    return Error::invalid("an entry that begins with no term");
  }
  return std::pair(term, std::string(end + 1, text.data() + text.size()));
}

}  // namespace

Result<> Database::load() {
  TRY(const std::vector<std::string> entries, log_.recover());
  terms_.clear();
  entries_.clear();
  for (const std::string& entry : entries) {
    TRY(auto parts, split(entry));
    if (const auto change = decode_change(parts.second); !change) return change.error().with(folder_);
    terms_.push_back(parts.first);
    entries_.push_back(std::move(parts.second));
  }
  arrived_.assign(entries_.size(), world_.clock().now());
  rebuild();
  on_disk_ = {};
  if (world_.files().exists(folder_ + std::string(kVotesFile))) {
    TRY(const std::string text, world_.files().read(folder_ + std::string(kVotesFile)));
    TRY(const auto parts, split(text));
    on_disk_ = {parts.first, parts.second};
  }
  ReplicaSet::Settings settings{name_, members_, spec_.replica_of.empty() ? name_ : spec_.replica_of,
                                spec_.election_after};
  set_ = std::make_unique<ReplicaSet>(std::move(settings), on_disk_, terms_, world_.clock().now(),
                                      world_.random("database/" + name_));
  return {};
}

Result<> Database::append(const Change& change) {
  auto appended = append_entry(set_->saved().term, encode_change(change));
  if (!appended) {
    rebuild();
    return appended;
  }
  applied_ = entries_.size();  // the tables have it already
  set_->on_own_entries(terms_);
  changed_.notify_all();
  return {};
}

Result<> Database::append_entry(std::uint64_t term, std::string change) {
  const std::string entry = fmt::format("{} {}", term, change);
  TRY_VOID(spec_.durable ? log_.append_durably(entry) : log_.append(entry));
  terms_.push_back(term);
  entries_.push_back(std::move(change));
  arrived_.push_back(world_.clock().now());
  return {};
}

Result<> Database::cut(std::uint64_t keep) {
  std::vector<std::string> kept;
  for (std::uint64_t i = 0; i < keep; ++i) kept.push_back(fmt::format("{} {}", terms_[i], entries_[i]));
  TRY_VOID(log_.rewrite(kept));
  terms_.resize(keep);
  entries_.resize(keep);
  arrived_.resize(keep);
  rebuild();
  return {};
}

// A leader has all entries in its tables, a replica those that are older than its lag.
void Database::apply_due() {
  const world::Instant now = world_.clock().now();
  while (applied_ < entries_.size() && (set_->leads() || world::after(arrived_[applied_], lag()) <= now)) {
    // Every entry was read once before it came into the log.
    if (const auto change = decode_change(entries_[applied_])) tables_.apply(*change);
    ++applied_;
  }
}

void Database::rebuild() {
  tables_.clear();
  for (const std::string& entry : entries_) {
    if (const auto change = decode_change(entry)) tables_.apply(*change);
  }
  applied_ = entries_.size();
}

LogEnd Database::log_end() const {
  return terms_.empty() ? LogEnd() : LogEnd{terms_.back(), terms_.size()};
}

// Whether what the set wants remembered is on the disk.
bool Database::save_votes() {
  if (set_->saved() == on_disk_) return true;
  const ReplicaSet::Saved saved = set_->saved();
  if (!world_.files().make_directories(folder_)) return false;
  if (!world_.files().write(folder_ + std::string(kVotesFile), fmt::format("{} {}", saved.term, saved.voted_for))) {
    return false;
  }
  on_disk_ = saved;
  return true;
}

world::Duration Database::lag() const {
  const ServiceFaultValue* fault = faults_.find("lag");
  return fault == nullptr ? spec_.lag : fault->lag;
}

}  // namespace checkride::harness::stores
