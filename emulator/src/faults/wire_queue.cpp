#include "faults/wire_queue.hpp"

#include <algorithm>
#include <utility>

#include "checkride/result/assert.hpp"

namespace checkride::emulator {

void WireQueue::put(world::Instant at, WireItem item) {
  CHECKRIDE_ASSERT(item.taken <= item.bytes.size());
  waiting_ += item.bytes.size() - item.taken;
  held_ += item.bytes.size();
  items_.emplace(Place{at, ++count_}, std::move(item));
}

std::optional<world::Instant> WireQueue::next() const {
  return items_.empty() ? std::nullopt : std::optional(items_.begin()->first.at);
}

// Of what is cut, the last slice counts.
std::optional<world::Instant> WireQueue::last() const {
  std::optional<world::Instant> last;
  for (const auto& [place, item] : items_) {
    const std::size_t rest = item.bytes.size() - item.taken;
    const std::size_t writes = item.slice == 0 || rest == 0 ? 1 : (rest + item.slice - 1) / item.slice;
    const world::Instant end = world::after(place.at, item.pause * static_cast<std::int64_t>(writes - 1));
    last = last ? std::max(*last, end) : end;
  }
  return last;
}

WirePiece WireQueue::take() {
  CHECKRIDE_ASSERT(!items_.empty());
  auto node = items_.extract(items_.begin());
  WireItem& item = node.mapped();
  const std::size_t rest = item.bytes.size() - item.taken;
  const std::size_t size = item.slice == 0 ? rest : std::min(rest, item.slice);
  waiting_ -= size;
  const auto from = item.bytes.begin() + static_cast<std::ptrdiff_t>(item.taken);
  if (size < rest) {
    WirePiece slice{Bytes(from, from + static_cast<std::ptrdiff_t>(size))};
    item.taken += size;
    node.key().at = world::after(node.key().at, item.pause);
    items_.insert(std::move(node));  // its number is lower than that of whatever came later: nothing slips in between
    return slice;
  }
  held_ -= item.bytes.size();
  if (item.taken != 0) item.bytes.erase(item.bytes.begin(), from);
  return {std::move(item.bytes), item.connection};
}

std::vector<WireQueue::Placed> WireQueue::take_all() {
  std::vector<Placed> all;
  all.reserve(items_.size());
  for (auto& [place, item] : items_) all.push_back({place.at, std::move(item)});
  items_.clear();
  waiting_ = 0;
  held_ = 0;
  return all;
}

}  // namespace checkride::emulator
