#include "services/stores/key_space.hpp"

#include <boost/system/errc.hpp>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::harness::stores {

namespace {

bool is_over(const KeySpace::Item& item, world::UtcTime now) {
  return item.expires && *item.expires <= now;
}

Error out_of_memory(std::string detail) {
  return Error(make_error_code(boost::system::errc::not_enough_memory), std::move(detail));
}

}  // namespace

std::uint64_t KeySpace::cost(std::string_view key, const Item& item) {
  return kBytesPerKey + key.size() + item.value.size();
}

const KeySpace::Item* KeySpace::use(std::string_view key, world::UtcTime now) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return nullptr;
  if (is_over(found->second.item, now)) {
    remove(found);
    return nullptr;
  }
  uses_.splice(uses_.end(), uses_, found->second.use);
  return &found->second.item;
}

Result<> KeySpace::set(const std::string& key, Item item) {
  const std::uint64_t bytes = cost(key, item);
  if (full_) return out_of_memory("nothing more fits");
  if (memory_max_ != 0 && bytes > memory_max_) return out_of_memory("one value is larger than the whole memory");
  const auto found = entries_.find(key);
  const std::uint64_t freed = found == entries_.end() ? 0 : cost(key, found->second.item);
  CHECKRIDE_ASSERT(freed <= used_);
  used_ -= freed;
  if (!fits(bytes) && eviction_ == Eviction::allkeys_lru) evict_for(bytes, key);
  if (!fits(bytes)) {
    used_ += freed;
    return out_of_memory("the memory is full and no key may be evicted");
  }
  used_ += bytes;
  if (item.expires) expiries_.emplace(*item.expires, key);
  if (found == entries_.end()) {
    const auto use = uses_.insert(uses_.end(), key);
    entries_.emplace(key, Entry{std::move(item), use});
  } else {
    found->second.item = std::move(item);
    uses_.splice(uses_.end(), uses_, found->second.use);
  }
  return {};
}

bool KeySpace::erase(std::string_view key) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return false;
  remove(found);
  return true;
}

void KeySpace::clear() {
  entries_.clear();
  uses_.clear();
  expiries_.clear();
  used_ = 0;
}

std::size_t KeySpace::expire(world::UtcTime now) {
  std::size_t removed = 0;
  while (!expiries_.empty() && expiries_.begin()->first <= now) {
    const auto found = entries_.find(expiries_.begin()->second);
    expiries_.erase(expiries_.begin());
    if (found == entries_.end() || !is_over(found->second.item, now)) continue;
    remove(found);
    ++removed;
  }
  return removed;
}

std::vector<std::string> KeySpace::take_evicted() {
  return std::exchange(evicted_, {});
}

void KeySpace::each(const std::function<void(const std::string& key, const Item& item)>& visit) const {
  for (const std::string& key : uses_) visit(key, entries_.find(key)->second.item);
}

void KeySpace::evict_for(std::uint64_t bytes, std::string_view spared) {
  for (auto use = uses_.begin(); use != uses_.end() && !fits(bytes);) {
    const auto entry = entries_.find(*use);
    ++use;  // before its place in the list goes
    if (entry->first == spared) continue;
    evicted_.push_back(entry->first);
    ++evictions_;
    remove(entry);
  }
}

void KeySpace::remove(Entries::iterator entry) {
  const std::uint64_t bytes = cost(entry->first, entry->second.item);
  CHECKRIDE_ASSERT(bytes <= used_);
  used_ -= bytes;
  uses_.erase(entry->second.use);
  entries_.erase(entry);
}

}  // namespace checkride::harness::stores
