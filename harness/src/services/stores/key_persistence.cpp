#include "services/stores/key_persistence.hpp"

#include <algorithm>
#include <boost/system/errc.hpp>

#include "services/stores/key_commands.hpp"

namespace checkride::harness::stores {

namespace {

// The log is written anew when it has this many entries more than twice the keys.
constexpr std::size_t kSpareEntries = 1024;

Result<> replay(const std::vector<std::string>& entries, KeySpace& keys, world::UtcTime now) {
  for (const std::string& entry : entries) {
    resp::Reader reader;
    reader.feed(entry);
    while (true) {
      TRY(const auto effect, reader.next_request());
      if (!effect) break;
      if (effect->empty() || !writes(effect->front())) return Error::invalid("an entry that is no change of keys");
      (void)execute(keys, *effect, now);  // what is over by now is gone again
      (void)keys.take_evicted();
    }
  }
  return {};
}

std::vector<std::string> entries_of(const KeySpace& keys) {
  std::vector<std::string> entries;
  keys.each([&entries](const std::string& key, const KeySpace::Item& item) {
    entries.push_back(resp::encode(set_command(key, item)));
  });
  return entries;
}

}  // namespace

KeyPersistence::KeyPersistence(world::Files& files, const std::string& folder, const KeyValueSpec& spec)
    : append_only_(spec.append_only),
      save_points_(spec.save),
      log_(files, folder + "/append_only.log"),
      snapshot_(files, folder + "/snapshot.log") {}

Result<> KeyPersistence::load(KeySpace& keys, world::UtcTime now) {
  last_save_ = now;
  TRY(const std::vector<std::string> snapshot, snapshot_.recover());
  if (!has_log()) return replay(snapshot, keys, now);
  TRY(const std::vector<std::string> log, log_.recover());
  return replay(log, keys, now);
}

Result<> KeyPersistence::keep(const std::vector<resp::Request>& effects, const KeySpace& keys) {
  if (effects.empty()) return {};
  TRY_VOID(check_broken());
  changes_ += effects.size();
  if (!has_log()) return {};
  std::string entry;  // one, so that a torn write keeps all of it or nothing
  for (const resp::Request& effect : effects) entry += resp::encode(effect);
  TRY_VOID(append_only_ == AppendOnly::always ? log_.append_durably(entry) : log_.append(entry));
  if (log_.size() > 2 * keys.size() + kSpareEntries) return log_.rewrite(entries_of(keys));
  return {};
}

Result<> KeyPersistence::save(const KeySpace& keys, world::UtcTime now) {
  TRY_VOID(check_broken());
  TRY_VOID(snapshot_.rewrite(entries_of(keys)));
  changes_ = 0;
  last_save_ = now;
  return {};
}

Result<> KeyPersistence::tick(const KeySpace& keys, world::UtcTime now) {
  if (append_only_ == AppendOnly::everysec) {
    TRY_VOID(check_broken());
    TRY_VOID(log_.sync());
  }
  return save_is_due(now) ? save(keys, now) : Result<>();
}

Result<> KeyPersistence::finish(const KeySpace& keys, world::UtcTime now) {
  TRY_VOID(check_broken());
  if (has_log()) return log_.sync();
  return changes_ == 0 || save_points_.empty() ? Result<>() : save(keys, now);
}

Result<> KeyPersistence::check_broken() const {
  if (!broken_) return {};
  return Error(make_error_code(boost::system::errc::io_error), "the disk takes nothing");
}

bool KeyPersistence::save_is_due(world::UtcTime now) const {
  return std::any_of(save_points_.begin(), save_points_.end(), [&](const SavePoint& point) {
    return changes_ != 0 && changes_ >= point.changes && now - last_save_ >= point.after;
  });
}

}  // namespace checkride::harness::stores
